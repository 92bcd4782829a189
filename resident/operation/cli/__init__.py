"""Commands of who runs an installation, and which of them run without its keys."""

from resident.operation.cli.backup import backup_cli
from resident.operation.cli.files import operation_cli
from resident.operation.cli.keyless import keyless_app, wants_no_keys

__all__ = [
    "backup_cli",
    "keyless_app",
    "operation_cli",
    "wants_no_keys",
]
