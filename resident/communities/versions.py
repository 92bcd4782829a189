"""Rows that two people may edit at once carry a version: the second one is told, never overwrites."""

from typing import Any

from resident.db import lock
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Conflict


class Stale(Conflict):
    """Somebody saved this after the form was opened; nothing was stored."""

    title = _l("A colleague was faster")
    message = _l("This was changed while you were writing. Look at what stands there now before you save.")


def hold_version(row: Any, shown: int) -> None:
    """Lock a row and see that it still is the version that was `shown`; who changes it counts it up. Raises Stale."""
    lock(row)
    if row.version != shown:
        raise Stale
