"""What charity and shops give, redeemed for points and handed over by code."""

from flask import Flask

from resident.rewards import models as models


def setup(app: Flask) -> None:
    """Register what this package adds."""
