"""What whoever runs an installation does: backups, and bringing one back."""

from flask import Flask

from resident.operation.cli import backup_cli


def setup(app: Flask) -> None:
    """Commands."""
    app.cli.add_command(backup_cli)
