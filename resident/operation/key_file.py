"""The keys of an installation, written apart from its backups."""

import os
import shlex
from pathlib import Path

from resident.config import settings
from resident.operation.faults import Refused
from resident.operation.folder import backups_in, sync

ELSEWHERE = (
    "Keep this file elsewhere than the backups, where few can reach it: who has both can read every phone number, and "
    "a backup without these keys cannot be restored. "
    "此文件请与备份分开保管：同时拿到两者的人能读出所有手机号；没有这些密钥，备份无法恢复。"
)


def write_keys(path: Path) -> None:
    """Write the keys at hand as lines of an environment file, for its owner alone.

    Raises Refused where something lies there already, where backups lie beside it, and where nothing can be written.
    """
    folder = path.resolve().parent
    try:
        if backups_in(folder) or (settings().backup_dir and folder == settings().backup_dir):
            raise Refused(f"Backups lie in {folder}: their keys must lie elsewhere.")
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(f"# {ELSEWHERE}\n" + "".join(f"RESIDENT_{name}={shlex.quote(key)}\n" for name, key in _keys()))
            file.flush()
            os.fsync(file.fileno())
        sync(folder)
    except FileExistsError:
        raise Refused(f"{path} is there already; keys are written over nothing.") from None
    except OSError as error:
        raise Refused(f"The keys were not written to {path}: {error.strerror or error}.") from error


def _keys() -> list[tuple[str, str]]:
    given = settings()
    keys = [
        ("SECRET_KEY", given.secret_key),
        ("DATA_KEY", ",".join(given.data_keys)),
        ("LOOKUP_KEY", given.lookup_key),
        ("SECRET_KEY_BEFORE", given.secret_key_before),
        ("LOOKUP_KEY_BEFORE", given.lookup_key_before),
    ]
    return [(name, key) for name, key in keys if key]
