"""Communities, grids, households, memberships and roles."""

from flask import Flask

from resident.communities import context
from resident.communities import models as models


def setup(app: Flask) -> None:
    """The community of every URL."""
    context.setup(app)
