"""The review queue; it knows nothing of what is reviewed."""

from flask import Flask

from resident.moderation import models as models


def setup(app: Flask) -> None:
    """The pages of the queue."""
