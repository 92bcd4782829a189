"""What those of a home hear of who joined it by a slip, what they answer, and how a confirmation ends.

Nothing of it says who joined, when, or with which account: somebody at home may be who one is afraid of.
"""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor, Person
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Community, HomeObjection, Household, Membership, ObjectionMove, Role
from resident.communities.once import find_or_make
from resident.communities.permissions import can_administer, is_confirmed_resident
from resident.communities.permissions.residents import NOT_CONFIRMED
from resident.communities.queries import people_with_role
from resident.communities.queries.joined import locked_members, untold_uses
from resident.db import db, lock
from resident.ids import PersonId
from resident.notifications.actions import notify
from resident.statements import entity, written
from resident.web.errors import NotAllowed
from resident.web.guards import allow

_OWN = select(Membership).where(
    Membership.community_id == bindparam("community"), Membership.person_id == bindparam("person")
)
_OPEN = select(HomeObjection).where(
    HomeObjection.community_id == bindparam("community"),
    HomeObjection.household_id == bindparam("home"),
    HomeObjection.person_id == bindparam("person"),
    HomeObjection.state == written("open"),
)


def tell_home(*, home: Household, by: Actor) -> None:
    """Those of a home read that somebody joined it by a slip, once the time for it has come; the worker's.

    Whoever lived there before it hears, once for all who have joined since; nobody where the home is marked, and nobody
    of somebody who has left it again.
    """
    lock(home)
    community, now = community_of(home), clock.now()
    uses = untold_uses(community, home)
    if not uses or max(use.tell_at for use in uses) > now:  # another worker was faster, or somebody joined meanwhile
        return
    since = {one.person_id: one.confirmed_at for one in locked_members(community, home)}
    joined = [use for use in uses if use.person_id in since]
    told = [
        person_id
        for person_id, confirmed_at in since.items()
        if any(use.person_id != person_id and confirmed_at and confirmed_at < use.used_at for use in joined)
    ]
    for use in uses:
        use.told_at = now
    if told and not home.tells_nobody:
        notify(
            told,
            "communities.home_joined",
            path=f"/c/{community.slug}/household/joined",
            community_id=community.id,
        )
    db.session.flush()


def object_to_joining(*, community: Community, by: Person) -> HomeObjection:
    """Say that who joined one's home does not belong there; the committee looks. Twice is the same.

    Raises NotAllowed for who has no confirmed home (any more).
    """
    membership = _own(community, by)
    home = membership.household
    objection, is_new = find_or_make(
        _OPEN,
        lambda: HomeObjection(
            community_id=community.id, household_id=membership.household_id, person_id=by.id, said_at=clock.now()
        ),
        community=community.id,
        home=membership.household_id,
        person=by.id,
    )
    if is_new and home is not None:
        record("home_objection.made", objection, by=by, household_id=home.id)
        notify(
            people_with_role(community, Role.ADMINISTRATOR),
            "communities.home_contested",
            path=f"/c/{community.slug}/admin/homes/{home.id}",
            community_id=community.id,
            **_door(home),
        )
    return objection


def settle_objection(*, objection: HomeObjection, by: Actor) -> None:
    """The committee has looked at it; who said it hears so. Raises NotAllowed, ObjectionMoved."""
    allow(can_administer(by, community_of(objection)))
    lock(objection)
    objection.move(ObjectionMove.SETTLE)
    objection.settled_at, objection.settled_by_id = clock.now(), by.id
    record("home_objection.settled", objection, by=by)
    notify(
        [objection.person_id],
        "communities.objection_settled",
        path="/me/household",
        community_id=objection.community_id,
    )
    db.session.flush()


def leave_home(*, community: Community, by: Person) -> None:
    """Say that one lives there no longer: the confirmation ends at once, and nobody is told.

    Raises NotAllowed for who has no confirmed home (any more).
    """
    membership = _own(community, by)
    home_id = membership.household_id
    _end(membership)
    record("membership.moved_out", membership, by=by, household_id=home_id)
    db.session.flush()


def end_confirmations(*, home: Household, people: Collection[PersonId], by: Actor) -> int:
    """The committee ends confirmations of a home: each is told, and may contest it. How many it were.

    Whoever lives elsewhere by now is left alone. Raises NotAllowed.
    """
    community = community_of(home)
    allow(can_administer(by, community))
    ended = [one for one in locked_members(community, home) if one.person_id in people]
    for membership in ended:
        _end(membership)
        membership.ended_household_id = home.id
        record("membership.ended", membership, by=by, household_id=home.id)
    notify(
        [one.person_id for one in ended],
        "communities.home_ended",
        path="/me/household",
        community_id=community.id,
        **_door(home),
    )
    db.session.flush()
    return len(ended)


def mark_home(*, home: Household, tells_nobody: bool, by: Actor) -> None:
    """On somebody's word alone: those of this home hear of nobody who joins it, or hear again. No page shows it.

    Raises NotAllowed.
    """
    allow(can_administer(by, community_of(home)))
    lock(home)
    home.tells_nobody = tells_nobody
    record("household.marked", home, by=by)
    db.session.flush()


def _own(community: Community, person: Person) -> Membership:
    allow(is_confirmed_resident(person, community))
    membership: Membership = entity(_OWN, community=community.id, person=person.id)
    lock(membership)
    if membership.confirmed_at is None:
        raise NotAllowed(NOT_CONFIRMED.message)
    return membership


def _end(membership: Membership) -> None:
    membership.household, membership.household_id = None, None
    membership.confirmed_at, membership.confirmed_how = None, ""


def _door(home: Household) -> dict[str, object]:
    return {"building": home.building.name, "unit": home.unit, "room": home.room}
