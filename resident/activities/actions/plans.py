"""What a manager says about a shift, and within which bounds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from resident import clock
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Invalid

MOST_PLACES = 500
LONGEST = timedelta(hours=12)
FURTHEST = timedelta(days=366)


@dataclass(frozen=True)
class ShiftPlan:
    """What a manager says about one shift; `sign_up_until` None means until it starts."""

    name: dict[str, str]
    place: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    capacity: int
    sign_up_until: datetime | None = None

    def checked(self) -> dict[str, Any]:
        """The columns of a shift. Raises Invalid at the field that cannot be."""
        now, until = clock.now(), self.sign_up_until or self.starts_at
        if self.starts_at <= now:
            raise Invalid("starts_at", _l("This time has passed. A shift is announced before it starts."))
        if self.starts_at > now + FURTHEST:
            raise Invalid("starts_at", _l("That is more than a year ahead. Is the year right?"))
        if self.ends_at <= self.starts_at:
            raise Invalid("ends_at", _l("The end must come after the start."))
        if self.ends_at - self.starts_at > LONGEST:
            raise Invalid("ends_at", _l("A shift lasts twelve hours at most. Make two of it."))
        if not 1 <= self.capacity <= MOST_PLACES:
            raise Invalid("capacity", _("From 1 to %(most)d places, please.", most=MOST_PLACES))
        if until > self.starts_at:
            raise Invalid("sign_up_until", _l("Sign-up cannot stay open after the shift has begun."))
        if until <= now:
            raise Invalid("sign_up_until", _l("This time has passed; nobody could sign up."))
        return {
            "name": self.name,
            "place": self.place,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "capacity": self.capacity,
            "sign_up_until": until,
        }
