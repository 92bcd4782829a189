"""WSGI entry point."""

import sys

import click
from flask.cli import FlaskGroup

from resident import create_app, logs
from resident.operation.cli import keyless_app, wants_no_keys
from resident.serving import require_servable


def is_command() -> bool:
    """Whether `flask` asks for the app in order to run a command of it, other than `flask run`."""
    context = click.get_current_context(silent=True)
    return context is not None and isinstance(context.find_root().command, FlaskGroup) and context.info_name != "run"


logs.setup()
app = keyless_app() if is_command() and wants_no_keys(sys.argv) else create_app()
if not is_command():
    require_servable(app)
