"""Photos, served only to who may see their owner."""

from flask import Flask

from resident.media import models as models


def setup(app: Flask) -> None:
    """The view that serves photos."""
