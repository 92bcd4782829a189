"""What a manager says about a shift, and within which bounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from resident import clock
from resident.activities.models import Shift
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Invalid, Words

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

    def columns(self) -> dict[str, Any]:
        """What is planned, as the columns of a shift."""
        return {
            "name": self.name,
            "place": self.place,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "capacity": self.capacity,
            "sign_up_until": self.sign_up_until or self.starts_at,
        }

    def checked(self, was: Shift | None = None) -> dict[str, Any]:
        """The columns of a shift; what it `was` before is not judged anew. Raises Invalid at the field that cannot be."""
        columns = self.columns()
        for field, is_broken, words, about in self._rules(clock.now(), columns["sign_up_until"]):
            if is_broken and (was is None or any(getattr(was, name) != columns[name] for name in about)):
                raise Invalid(field, words)
        return columns

    def _rules(self, now: datetime, until: datetime) -> Iterator[tuple[str, bool, Words, tuple[str, ...]]]:
        """Each rule: the field to say it at, whether it is broken, what is said, and the columns it is about."""
        starts, ends = self.starts_at, self.ends_at
        passed = _l("This time has passed. A shift is announced before it starts.")
        yield "starts_at", starts <= now, passed, ("starts_at",)
        far = _l("That is more than a year ahead. Is the year right?")
        yield "starts_at", starts > now + FURTHEST, far, ("starts_at",)
        yield "ends_at", ends <= starts, _l("The end must come after the start."), ("starts_at", "ends_at")
        long = _l("A shift lasts twelve hours at most. Make two of it.")
        yield "ends_at", ends - starts > LONGEST, long, ("starts_at", "ends_at")
        places = _l("From 1 to %(most)d places, please.", most=MOST_PLACES)
        yield "capacity", not 1 <= self.capacity <= MOST_PLACES, places, ("capacity",)
        late = _l("Sign-up cannot stay open after the shift has begun.")
        yield "sign_up_until", until > starts, late, ("starts_at", "sign_up_until")
        over = _l("This time has passed; nobody could sign up.")
        yield "sign_up_until", until <= now, over, ("sign_up_until",)
