"""Activities, shifts, sign-ups and service records."""

from flask import Flask

from resident.activities import jobs as jobs
from resident.activities import models as models
from resident.activities import review, words


def setup(app: Flask) -> None:
    """What activities tell, how they are reviewed."""
    words.register()
    review.register()
