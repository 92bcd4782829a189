"""Demands: what residents ask for or report, from the first line to the rating."""

from flask import Flask

from resident.demands import models as models
from resident.demands import notices, reviews
from resident.demands.permissions import may_see_photos
from resident.media import owners


def setup(app: Flask) -> None:
    """Register what this package adds."""
    notices.register()
    reviews.register()
    owners.register("demand", may_see_photos)
