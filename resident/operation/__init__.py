"""What whoever runs an installation does: backups, and bringing one back."""

from flask import Flask

from resident.config import settings
from resident.i18n import lazy_gettext as _l
from resident.operation import jobs as jobs
from resident.operation.cli import backup_cli, operation_cli
from resident.operation.mark import require_finished
from resident.operation.nightly import is_backed_up
from resident.serving import before_serving
from resident.web.checks import check
from resident.web.preparations import Preparation, register

BACKUP = Preparation(
    "backup",
    _l("Have everything backed up each night"),
    _l("The operator sets RESIDENT_BACKUP_DIR to a folder on another disk and sees to it that each night makes one."),
    lambda: settings().backup_dir is not None and is_backed_up(),
    83,
)
check("backup", _l("There is no backup of last night."), warns=True)(is_backed_up)


def setup(app: Flask) -> None:
    """Commands, and what is asked before anybody is served."""
    before_serving(app, require_finished)
    register(BACKUP)
    app.cli.add_command(backup_cli)
    app.cli.add_command(operation_cli)
