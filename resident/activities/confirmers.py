"""Who is the second person on minutes: the rule, as conditions of statements, once for lists and for a single record.

What the system saw is confirmed by whoever leads the body or by a committee worker. What somebody says (pressed on the
roster, entered by hand) is confirmed by somebody outside the body, in this turn: a worker; where there is none, a
moderator or administrator; where there is none, who leads the witness body that the community has named; else nobody,
and it stands on the administrator's page with what mends it. The same turn helps where nobody is left for what was
seen. Never the volunteer, never who proposed it, never one person for both (domain rules, "Volunteer records").
"""

from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from resident.accounts.absence import rests
from resident.accounts.models import Person
from resident.activities.models import IS_PROPOSED, Activity, How, ServiceRecord, Shift, WitnessBody
from resident.communities.models import Community, Role, RoleGrant
from resident.communities.permissions import DECIDES, WORKS, has_role
from resident.db import known
from resident.ids import PersonId
from resident.organizations.models import MemberRole, Organization, OrganizationMember
from resident.organizations.permissions import ACTED_FOR, LEADS_SOME, LED, bodies_of
from resident.statements import in_one_of, rows, value, written

STAFF = (Role.MODERATOR, Role.ADMINISTRATOR)
HANDS = 3  # in a record that waits: who served, who proposed it, who has confirmed it first
_member, _grant, _leader = aliased(OrganizationMember), aliased(RoleGrant), aliased(OrganizationMember)
IS_SEEN = ServiceRecord.how == written(How.SEEN)


class _Able(NamedTuple):
    """Somebody who may be the second person, and in which turn."""

    turn: int
    person_id: PersonId


def _is_another(person: Any) -> ColumnElement[bool]:
    """Neither the volunteer nor anybody who has had a hand in the record."""
    return and_(
        person != ServiceRecord.person_id,
        person != ServiceRecord.proposed_by_id,
        or_(ServiceRecord.confirmed_by_id.is_(None), person != ServiceRecord.confirmed_by_id),
    )


def _is_outside(person: Any, body: Any) -> ColumnElement[bool]:
    """Somebody who does not act for the body, in whatever role."""
    inside = exists().where(_member.organization_id == body, _member.person_id == person, _member.ended_at.is_(None))
    return ~inside.correlate(ServiceRecord, Activity, _grant, _leader)


def _has_role(*roles: Role) -> ColumnElement[bool]:
    """A grant of one of these roles, to another."""
    return and_(
        _grant.community_id == ServiceRecord.community_id,
        in_one_of(_grant.role, roles),
        _grant.ended_at.is_(None),
        ~rests(_grant.person_id),
        _is_another(_grant.person_id),
    )


def _leads(bodies: ColumnElement[bool]) -> ColumnElement[bool]:
    """A membership by which another leads one of these bodies."""
    is_manager = _leader.role == written(MemberRole.MANAGER)
    return and_(
        bodies, is_manager, _leader.ended_at.is_(None), ~rests(_leader.person_id), _is_another(_leader.person_id)
    )


def _somebody(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(condition).correlate(ServiceRecord, Activity)


class _Turns(NamedTuple):
    """Who could be the second person on a record of this body, turn by turn, and who leads the body itself."""

    body: Any
    witnessing: Select[*tuple[Any, ...]]
    worker: ColumnElement[bool]
    staff: ColumnElement[bool]
    witness: ColumnElement[bool]
    leader: ColumnElement[bool]


def _turns(body: Any) -> _Turns:
    witnessing = (
        select(WitnessBody.organization_id)
        .join(Organization, Organization.id == WitnessBody.organization_id)
        .where(
            WitnessBody.community_id == ServiceRecord.community_id,
            WitnessBody.organization_id != body,
            Organization.archived_at.is_(None),
        )
        .correlate(ServiceRecord, Activity)
    )
    return _Turns(
        body=body,
        witnessing=witnessing,
        worker=and_(_has_role(Role.WORKER), _is_outside(_grant.person_id, body)),
        staff=and_(_has_role(*STAFF), _is_outside(_grant.person_id, body)),
        witness=and_(_leads(_leader.organization_id.in_(witnessing)), _is_outside(_leader.person_id, body)),
        leader=_leads(_leader.organization_id == body),
    )


_JOINED = _turns(Activity.organization_id)
# Where only the record is at hand: joined to activities, PostgreSQL would rather read every one there ever was.
_FOUND = _turns(
    select(Activity.organization_id)
    .join(Shift, Shift.activity_id == Activity.id)
    .where(Shift.id == ServiceRecord.shift_id)
    .correlate(ServiceRecord)
    .scalar_subquery()
)


class Second(NamedTuple):
    """One person as the second one on minutes: `led`, `acted_for` and `witnessed` are bodies, the others roles."""

    led: Any
    witnessed: Any
    acted_for: Any
    works: ColumnElement[bool]
    is_staff: ColumnElement[bool]


def _may_confirm(one: Second, by: _Turns) -> ColumnElement[bool]:
    """The rule for one person, as a condition on a record: with its shift and activity where they are joined."""
    witnessed = by.witnessing.where(WitnessBody.organization_id.in_(one.witnessed))
    is_witness = exists(witnessed).correlate(ServiceRecord, Activity)
    no_worker = ~_somebody(by.worker)
    return and_(
        ServiceRecord.community_id == bindparam("community"),
        IS_PROPOSED,
        _is_another(bindparam("person")),
        or_(
            and_(IS_SEEN, or_(by.body.in_(one.led), one.works)),
            and_(
                by.body.not_in(one.acted_for),
                or_(one.works, and_(one.is_staff, no_worker), and_(is_witness, no_worker, ~_somebody(by.staff))),
            ),
        ),
    )


# For one person, bound (each list under a name of its own: PostgreSQL is given one text for an empty list a name, the
# same for IN and for NOT IN), or looked up by the statement itself.
_BOUND = Second(
    led=bindparam("led", expanding=True),
    witnessed=bindparam("witnessed", expanding=True),
    acted_for=bindparam("acted_for", expanding=True),
    works=bindparam("works", type_=Boolean),
    is_staff=bindparam("is_staff", type_=Boolean),
)
LEADS = Activity.organization_id.in_(_BOUND.led)
MAY_CONFIRM = _may_confirm(_BOUND, _JOINED)
NOBODY_CAN = and_(
    ServiceRecord.community_id == bindparam("community"),
    IS_PROPOSED,
    ~_somebody(_JOINED.worker),
    ~_somebody(_JOINED.staff),
    ~_somebody(_JOINED.witness),
    or_(~IS_SEEN, and_(~_somebody(_JOINED.leader), ~_somebody(_has_role(Role.WORKER)))),
)
_OF_RECORD = (
    select(ServiceRecord.id)
    .join(Shift, Shift.id == ServiceRecord.shift_id)
    .join(Activity, Activity.id == Shift.activity_id)
    .where(ServiceRecord.id == bindparam("record"))
)
_MAY = _OF_RECORD.where(MAY_CONFIRM)
_FREE_WORKERS = select(func.count(RoleGrant.person_id.distinct())).where(
    RoleGrant.community_id == bindparam("community"),
    RoleGrant.role == written(Role.WORKER),
    RoleGrant.ended_at.is_(None),
    ~rests(RoleGrant.person_id),
    ~exists().where(_member.person_id == RoleGrant.person_id, _member.ended_at.is_(None)),
)
_FEW_WORKERS = _FREE_WORKERS.correlate(None).scalar_subquery() <= HANDS
LOOKED_UP = Second(
    led=LED,
    witnessed=LED,
    acted_for=ACTED_FOR,
    works=WORKS,
    is_staff=and_(DECIDES, _FEW_WORKERS),
)
IS_ASKED = or_(LOOKED_UP.works, LOOKED_UP.is_staff, LEADS_SOME)
MAY_CONFIRM_HERE = _may_confirm(LOOKED_UP, _FOUND)


def _able(turn: int, condition: ColumnElement[bool], person: Any) -> Any:
    wanted = select(literal(turn), person).select_from(ServiceRecord).join(Shift, Shift.id == ServiceRecord.shift_id)
    return wanted.join(Activity, Activity.id == Shift.activity_id).where(
        ServiceRecord.id == bindparam("record"), condition
    )


_ABLE: CompoundSelect[Any] = union_all(
    _able(0, _JOINED.worker, _grant.person_id),
    _able(1, _JOINED.staff, _grant.person_id),
    _able(2, _JOINED.witness, _leader.person_id),
)


def may_confirm(person: Person, community: Community, record: ServiceRecord) -> bool:
    """Whether this person is the second one for this record. One statement and those for roles and bodies."""
    return value(_MAY, record=record.id, **confirming(community, person)) is not None


def outsiders_for(record: ServiceRecord) -> list[PersonId]:
    """Who outside the body confirms this record, as far as it has come: those of the first turn that has anybody."""
    able = sorted(rows(_Able, _ABLE, record=record.id))
    return list(dict.fromkeys(one.person_id for one in able if one.turn == able[0].turn))


def confirming(community: Community, person: Person) -> dict[str, Any]:
    """One person's part of MAY_CONFIRM, as bound values; the statements for roles and bodies.

    Whose turn never comes is no staff here: all that waits need not be looked through for them.
    """
    bodies = bodies_of(person, community)
    led = [body for body, role in bodies.items() if role is MemberRole.MANAGER]
    return {
        "community": community.id,
        "person": person.id,
        "led": led,
        "witnessed": led,
        "acted_for": list(bodies),
        "works": has_role(person, community, Role.WORKER),
        "is_staff": has_role(person, community, *STAFF) and not _is_there_always_a_worker(community),
    }


def is_asked(confirms: dict[str, Any]) -> bool:
    """Whether anything can wait at all for somebody of whom `confirming` says this."""
    return bool(confirms["works"] or confirms["is_staff"] or confirms["led"])


def _is_there_always_a_worker(community: Community) -> bool:
    """Whether for every record some worker is left: there are more outside of all bodies than can have a hand in one."""
    free = known("free workers")
    if community.id not in free:
        free[community.id] = int(value(_FREE_WORKERS, community=community.id))
    return bool(free[community.id] > HANDS)
