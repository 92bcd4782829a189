"""The double-entry ledger of points."""

from flask import Flask

from resident.points import models as models


def setup(app: Flask) -> None:
    """Statement page and audit command."""
