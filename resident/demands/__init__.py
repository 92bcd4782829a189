"""Demands: what residents ask for or report, from the first line to the rating."""

from flask import Flask

from resident.demands import models as models


def setup(app: Flask) -> None:
    """Register what this package adds."""
