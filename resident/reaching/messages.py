"""What the inbox says of numbers that were shown."""

from collections.abc import Mapping
from typing import Any

from resident.i18n import ngettext
from resident.notifications import kinds
from resident.web.errors import Words


def _many(p: Mapping[str, Any]) -> Words:
    return ngettext(
        "%(name)s has looked at %(num)d phone number within a day and wanted more. Please ask what for.",
        "%(name)s has looked at %(num)d phone numbers within a day and wanted more. Please ask what for.",
        p["most"],
        name=p["name"],
    )


def register() -> None:
    """Teach the inbox the words of this package."""
    kinds.register("reaching.many", _many, "i-warning")
