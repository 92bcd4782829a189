"""The blueprints of activities: the tab, one's own service, and the hours staff confirm."""

from flask import Blueprint

bp = Blueprint("activities", __name__)
service = Blueprint("service", __name__)
hours = Blueprint("hours", __name__)
