"""The blueprint that the pages of an account share."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
