"""Activities, shifts, sign-ups and service records."""

from flask import Flask

from resident.activities import models as models


def setup(app: Flask) -> None:
    """The pages of activities."""
