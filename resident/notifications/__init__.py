"""The inbox, and the outbox that the worker delivers."""

from flask import Flask

from resident.notifications import jobs as jobs
from resident.notifications import models as models


def setup(app: Flask) -> None:
    """The inbox pages and the worker's delivery."""
