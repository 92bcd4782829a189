"""What must hold of open work: it stands on the desk of somebody who can act, and nobody waits beside a free place.

What is open is counted here from the states alone; what stands on desks is read by the very statements of the desks.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, exists, or_, select

from resident import clock
from resident.accounts.absence import rests
from resident.accounts.models import Person, PersonRow, Suspension, SuspensionState
from resident.activities.models import (
    TAKES_PLACE,
    Activity,
    ActivityState,
    RecordState,
    ServiceRecord,
    Shift,
    Voiding,
    VoidingState,
)
from resident.activities.permissions import can_answer_voiding
from resident.activities.queries.to_confirm import TO_CONFIRM_HERE
from resident.communities.models import Community, RoleGrant
from resident.communities.permissions import can_administer, can_decide_appeal, can_moderate, can_work
from resident.demands.models import Call, CallState, Demand, DemandState
from resident.demands.models.states import OPEN
from resident.demands.permissions import can_direct, can_settle_calls
from resident.demands.queries.calls import CONTESTED_PILE
from resident.demands.queries.work import COMMITTEE_PILE, IS_FOLLOWED, TAKEN_OVER_PILE, WITH_BODIES
from resident.desk.queries.alone import ALONE
from resident.desk.queries.contradictions import MUST_BE_EMPTY
from resident.moderation.kinds import KINDS
from resident.moderation.models import ReviewItem, ReviewState
from resident.moderation.permissions import can_decide
from resident.organizations.models import MemberRole, Organization, OrganizationMember
from resident.organizations.permissions import led_by
from resident.rewards.models import Redemption, RedemptionState
from resident.rewards.queries.pickups import MY_PICKUPS
from resident.statements import column, entities, in_one_of

Ids = dict[str, set[int]]


class Stranded(NamedTuple):
    """One thing that nobody follows, and why that is so."""

    kind: str
    id: int
    why: str


_HERE = bindparam("community", type_=Demand.community_id.type)
_NOW = bindparam("now", type_=Shift.starts_at.type)
_TO_COME = exists().where(Shift.activity_id == Activity.id, TAKES_PLACE, Shift.starts_at > _NOW)
_OPEN: dict[str, Select[*tuple[Any, ...]]] = {
    "demands": select(Demand.id).where(
        Demand.community_id == _HERE,
        or_(Demand.source.is_(None), IS_FOLLOWED),
        or_(
            in_one_of(Demand.state, OPEN),
            and_(Demand.state == DemandState.PARKED, Demand.parked_until <= _NOW),
        ),
    ),
    "reviews": select(ReviewItem.id).where(ReviewItem.community_id == _HERE, ReviewItem.state == ReviewState.WAITING),
    "hours": select(ServiceRecord.id).where(
        ServiceRecord.community_id == _HERE, ServiceRecord.state == RecordState.PROPOSED
    ),
    "calls": select(Call.id).where(Call.community_id == _HERE, Call.state == CallState.CONTESTED),
    "pickups": select(Redemption.id).where(
        Redemption.community_id == _HERE, Redemption.state == RedemptionState.WAITING
    ),
    "voidings": select(Voiding.id).where(Voiding.community_id == _HERE, Voiding.state == VoidingState.WAITING),
    "suspensions": select(Suspension.id).where(
        Suspension.community_id == _HERE, Suspension.state == SuspensionState.APPEALED, Suspension.until > _NOW
    ),
    "activities": select(Activity.id).where(
        Activity.community_id == _HERE, Activity.state == ActivityState.PUBLISHED, _TO_COME
    ),
}
_LED = (
    select(Activity.id)
    .join(Organization, Organization.id == Activity.organization_id)
    .join(OrganizationMember, OrganizationMember.organization_id == Organization.id)
    .where(
        Activity.community_id == _HERE,
        Organization.archived_at.is_(None),
        OrganizationMember.role == MemberRole.MANAGER,
        OrganizationMember.ended_at.is_(None),
        ~rests(OrganizationMember.person_id),
    )
)
_STAFF = (
    select(PersonRow)
    .where(
        or_(
            exists().where(
                RoleGrant.person_id == PersonRow.id, RoleGrant.community_id == _HERE, RoleGrant.ended_at.is_(None)
            ),
            exists().where(
                OrganizationMember.person_id == PersonRow.id,
                OrganizationMember.community_id == _HERE,
                OrganizationMember.ended_at.is_(None),
            ),
        ),
        ~rests(PersonRow.id),
    )
    .order_by(PersonRow.id)
)
_VOIDINGS = select(Voiding).where(Voiding.community_id == _HERE, Voiding.state == VoidingState.WAITING)
_APPEALS = select(Suspension).where(Suspension.community_id == _HERE, Suspension.state == SuspensionState.APPEALED)
_WAITING_ITEMS = select(ReviewItem).where(ReviewItem.community_id == _HERE, ReviewItem.state == ReviewState.WAITING)
_COMMITTEE_IDS, _TAKEN_OVER_IDS, _BODIES_IDS = (
    pile.with_only_columns(Demand.id, maintain_column_froms=True)
    for pile in (COMMITTEE_PILE, TAKEN_OVER_PILE, WITH_BODIES)
)
_CALL_IDS = CONTESTED_PILE.with_only_columns(Call.id, maintain_column_froms=True)
_DEMANDS_BY_ID = select(Demand).where(Demand.id.in_(bindparam("demands", expanding=True)))


def open_things(community: Community) -> Ids:
    """The ids of everything that is open in a community, by kind; one statement a kind."""
    return {name: set(column(one, community=community.id, now=clock.now())) for name, one in _OPEN.items()}


def on_desks(community: Community) -> Ids:
    """The ids of everything that stands on the desk of somebody who can act on it, by kind."""
    desks: Ids = defaultdict(set)
    desks["activities"] |= set(column(_LED, community=community.id))
    for row in entities(_STAFF, community=community.id):
        for name, ids in _desk_of(community, row.value).items():
            desks[name] |= ids
    return desks


def stranded_in(community: Community) -> Iterator[Stranded]:
    """Everything that breaks the rule in a community; nothing where all is well."""
    desks = on_desks(community)
    for name, ids in open_things(community).items():
        for one in sorted(ids - desks[name]):
            yield Stranded(name, one, "stands on nobody's desk")
    for kind, why, statement in MUST_BE_EMPTY:
        for one in column(statement, community=community.id, now=clock.now()):
            yield Stranded(kind, one, why)


def _desk_of(community: Community, person: Person) -> Ids:
    here: Mapping[str, Any] = {"community": community.id, "now": clock.now()}
    desk: Ids = {
        "demands": set(column(_BODIES_IDS, **here, led=led_by(community, person))),
        "hours": set(column(TO_CONFIRM_HERE, **here, person=person.id)),
        "pickups": set(column(MY_PICKUPS, **here, person=person.id)),
    }
    if can_work(person, community):
        piled = {one for ids in (_COMMITTEE_IDS, _TAKEN_OVER_IDS) for one in column(ids, **here)}
        demands = entities(_DEMANDS_BY_ID, demands=sorted(piled))
        desk["demands"] |= {demand.id for demand in demands if can_direct(person, demand)}
    if can_settle_calls(person, community):
        desk["calls"] = set(column(_CALL_IDS, community=community.id, person=person.id))
    desk["voidings"] = {one.id for one in entities(_VOIDINGS, **here) if can_answer_voiding(person, one)}
    appeals = entities(_APPEALS, **here)
    desk["suspensions"] = {one.id for one in appeals if can_decide_appeal(person, community, one)}
    if can_moderate(person, community):
        items = entities(_WAITING_ITEMS, community=community.id)
        desk["reviews"] = {
            item.id
            for item in items
            if can_decide(person, community, item) and KINDS[item.kind].may(person, item.subject_id)
        }
    if can_administer(person, community):
        for one in ALONE:
            desk.setdefault(one.name, set()).update(column(one.statement, **here))
    return desk
