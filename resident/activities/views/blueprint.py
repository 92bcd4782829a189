"""The blueprint of the activities themselves: the tab."""

from flask import Blueprint

bp = Blueprint("activities", __name__)
