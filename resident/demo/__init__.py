"""The demo community `guihua`: places, people, demands in every state, activities and rewards."""

from flask import Flask

from resident.demo.cli import demo_cli


def setup(app: Flask) -> None:
    """The command that loads it."""
    app.cli.add_command(demo_cli)
