"""The append-only record of who did what."""

from flask import Flask

from resident.audit import models as models


def setup(app: Flask) -> None:
    """Nothing but tables."""
