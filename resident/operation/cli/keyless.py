"""The app without keys: for commands that run where keys are wrong or missing, because they are there to mend that."""

from collections.abc import Sequence
from itertools import pairwise

from flask import Flask

from resident.operation.cli.backup import backup_cli
from resident.operation.cli.files import operation_cli

KEYLESS = {("backup", "restore"), ("operation", "files")}


def wants_no_keys(words: Sequence[str]) -> bool:
    """Whether a command line calls one of these."""
    return bool(KEYLESS & set(pairwise(words)))


def keyless_app() -> Flask:
    """What is enough for them: no settings are read, no keys made, no database opened."""
    app = Flask("resident")
    app.cli.add_command(backup_cli)
    app.cli.add_command(operation_cli)
    return app
