"""Bodies that can act, and their members."""

from flask import Flask

from resident.organizations import models as models


def setup(app: Flask) -> None:
    """Nothing but tables and permissions; its pages stand in admin."""
