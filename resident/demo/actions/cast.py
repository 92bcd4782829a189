"""Who and what the demo knows by a short name."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from resident import clock
from resident.accounts.models import Person
from resident.communities.models import Building, Community
from resident.db import db
from resident.demands.models import DemandCategory
from resident.demo.place import MEMBERS
from resident.moderation.actions import approve
from resident.moderation.models import ReviewItem, ReviewState
from resident.organizations.models import MemberRole, Organization

REVIEWED_AFTER = timedelta(minutes=40)
DAWN = 7


@dataclass
class Cast:
    """The demo community while it is being loaded."""

    community: Community
    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    bodies: dict[str, Organization] = field(default_factory=dict)
    buildings: dict[int | str, Building] = field(default_factory=dict)
    categories: dict[str, DemandCategory] = field(default_factory=dict)

    def at(self, day: int, hour: str) -> datetime:
        """A moment on the community's wall clock, `day` days from today."""
        zone = ZoneInfo(self.community.time_zone)
        today = self.now.astimezone(zone).date()
        return datetime.combine(today + timedelta(days=day), time.fromisoformat(hour), zone)

    def waiting(self, kind: str, subject_id: int) -> ReviewItem:
        """The review item that waits for this subject."""
        return db.session.query(ReviewItem).filter_by(kind=kind, subject_id=subject_id, state=ReviewState.WAITING).one()

    def approve(self, kind: str, subject_id: int, moderator: str = "wang") -> None:
        """A moderator approves what waits, when it has waited for a while: nobody decides the moment something comes."""
        item = self.waiting(kind, subject_id)
        with clock.at(max(clock.now(), min(item.submitted_at + REVIEWED_AFTER, self.now))):
            approve(item=item, version=item.version, by=self.people[moderator])


def started(days: float, now: datetime) -> datetime:
    """So many days before now, in daylight: what would have begun at night began the evening before."""
    zone = ZoneInfo("Asia/Shanghai")
    moment = (now - timedelta(days=days)).astimezone(zone)
    if days >= 1:
        return moment.replace(hour=9, minute=20).astimezone(now.tzinfo)
    if moment.hour < DAWN:
        moment = (moment - timedelta(days=1)).replace(hour=20, minute=40)
    return moment.astimezone(now.tzinfo)


def manager(cast: Cast, body: str) -> Person:
    """Who acts for a body: its manager, at a shop whoever stands behind the counter."""
    return next(cast.people[person] for person, of, role in MEMBERS if of == body and role is not MemberRole.MEMBER)


def present() -> datetime:
    """Now, to the minute."""
    return clock.now().replace(second=0, microsecond=0)
