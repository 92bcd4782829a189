"""How exports read on a page."""

from datetime import date

from resident.exports.kinds import KINDS
from resident.exports.models import ExportState
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words

STATES: dict[str, Words] = {
    ExportState.WAITING: _l("waits"),
    ExportState.MAKING: _l("being made"),
    ExportState.READY: _l("ready"),
    ExportState.FAILED: _l("not made"),
}


def kind_title(code: str) -> str:
    """What a kind is called."""
    return str(KINDS[code].title)


def days_words(since: date, until: date) -> str:
    """From which day to which: `2026-11-01 – 2026-11-30`."""
    return f"{since:%Y-%m-%d} – {until:%Y-%m-%d}"
