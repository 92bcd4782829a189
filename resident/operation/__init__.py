"""What whoever runs an installation does: backups, and bringing one back."""

from flask import Flask

from resident.operation.cli import backup_cli
from resident.operation.mark import require_finished
from resident.serving import before_serving


def setup(app: Flask) -> None:
    """Commands, and what is asked before anybody is served."""
    before_serving(app, require_finished)
    app.cli.add_command(backup_cli)
