"""The one blueprint of the pages of moderation."""

from flask import Blueprint

bp = Blueprint("moderation", __name__)
