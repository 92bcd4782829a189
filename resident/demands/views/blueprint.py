"""The blueprint that the views of demands stand on."""

from flask import Blueprint

bp = Blueprint("demands", __name__)
