"""A day and a time, as a field."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import Field
from wtforms.widgets import DateTimeLocalInput

from resident.dates import local
from resident.i18n import gettext as _
from resident.i18n import time_zone
from resident.web.errors import Words

TYPED = "%Y-%m-%dT%H:%M"
YEARS = range(2000, 2200)


class MomentField(Field):
    """A day and a time on the community's wall clock; `data` is the moment, or None."""

    widget = DateTimeLocalInput()

    def __init__(self, label: Words, *, optional: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.optional = optional
        self.flags.required = not optional

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was chosen. Raises ValueError, which WTForms shows at the field."""
        typed = "".join(valuelist[:1]).strip()
        self.data: Any = None
        if not typed and self.optional:
            return
        try:
            chosen = datetime.strptime(typed[:16], TYPED).replace(tzinfo=ZoneInfo(time_zone()))
        except ValueError:
            raise ValueError(_("Please choose a day and a time.")) from None
        if chosen.year not in YEARS:
            raise ValueError(_("Please choose a day and a time."))
        self.data = chosen

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return local(self.data).strftime(TYPED) if self.data else ""
