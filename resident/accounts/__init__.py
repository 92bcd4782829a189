"""People, sign-in, sessions, consent."""

from flask import Flask

from resident.accounts import models as models
from resident.accounts import sessions


def setup(app: Flask) -> None:
    """Sessions and the pages of an account."""
    sessions.setup(app)
