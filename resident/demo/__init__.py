"""Demo."""

from flask import Flask


def setup(app: Flask) -> None:
    """Register what this package adds."""
