"""One activity with its shifts, each with what this person can do there."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Person
from resident.activities.models import PLACES, Activity, Shift, SignUp
from resident.communities.models import Community
from resident.ids import CommunityId, PersonId
from resident.organizations.models import Organization
from resident.statements import in_one_of, row, rows
from resident.undo.models import Deed
from resident.undo.permissions import UNDO_FOR
from resident.undo.queries import Offer


class ActivityShown(NamedTuple):
    """An activity as its pages show it, with the name and telephone number of its body."""

    id: int
    community_id: CommunityId
    organization_id: int
    title: dict[str, str]
    body: dict[str, str]
    conditions: dict[str, str]
    risks: dict[str, str]
    protections: dict[str, str]
    picture: str
    contact_name: str
    state: str
    version: int
    reason: str
    taken_down_at: datetime | None
    organization: dict[str, str]
    phone: str


class ShiftShown(NamedTuple):
    """A shift as the page of its activity shows it, and how many wait for a place."""

    id: int
    name: dict[str, str]
    place: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    sign_up_until: datetime
    capacity: int
    taken: int
    cancelled_at: datetime | None
    reason: str
    waiting: int

    @property
    def free(self) -> int:
        """Places that are nobody's."""
        return self.capacity - self.taken


class _Done(NamedTuple):
    """A deed about a place, with its shift; the other fields are those of an offer."""

    shift_id: int
    id: int
    kind: str
    subject_id: int
    by_id: PersonId
    at: datetime


_DONE = (
    select(SignUp.shift_id, Deed.id, Deed.kind, Deed.subject_id, Deed.by_id, Deed.at)
    .join(SignUp, SignUp.id == Deed.subject_id)
    .join(Shift, Shift.id == SignUp.shift_id)
    .where(
        in_one_of(Deed.kind, PLACES),
        Deed.undone_at.is_(None),
        Deed.at >= bindparam("since"),
        SignUp.person_id == bindparam("person"),
        Deed.by_id == bindparam("person"),
        Shift.activity_id == bindparam("activity"),
    )
    .order_by(Deed.id)
)
_ACTIVITY = (
    select(
        Activity.id,
        Activity.community_id,
        Activity.organization_id,
        Activity.title,
        Activity.body,
        Activity.conditions,
        Activity.risks,
        Activity.protections,
        Activity.picture,
        Activity.contact_name,
        Activity.state,
        Activity.version,
        Activity.reason,
        Activity.taken_down_at,
        Organization.name,
        Organization.phone,
    )
    .join(Organization, Organization.id == Activity.organization_id)
    .where(Activity.id == bindparam("activity"), Activity.community_id == bindparam("community"))
)


def activity_of(community: Community, activity_id: int) -> ActivityShown | None:
    """This community's activity of this number; None for another community's. One statement."""
    return row(ActivityShown, _ACTIVITY, community=community.id, activity=activity_id)


def my_deeds(activity: ActivityShown, person: Person) -> dict[int, Offer]:
    """What a person did a moment ago about their place in each shift and may still undo: {shift: offer}. One statement."""
    since = clock.now() - UNDO_FOR
    found = rows(_Done, _DONE, activity=activity.id, person=person.id, since=since)
    return {one.shift_id: Offer(*one[1:]) for one in found}
