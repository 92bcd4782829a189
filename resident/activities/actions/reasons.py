"""The reasons people are told."""

from resident.i18n import lazy_gettext as _l
from resident.web.errors import Invalid, Words

WHY_CALLED_OFF = _l("Say why, so that people know.")
WHY_BY_HAND = _l("Say why, so that people can follow it.")


def given(reason: str, ask: Words) -> str:
    """The reason as it is told. Raises Invalid with these words where there is none."""
    if not reason.strip():
        raise Invalid("reason", ask)
    return reason.strip()
