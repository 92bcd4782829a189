"""Slips are printed and withdrawn, by administrators (else NotAllowed)."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.entrance.identity import encrypt
from resident.accounts.models import Actor, System
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Building, Community, Household, Slip, SlipMove, SlipState
from resident.communities.permissions import can_administer
from resident.communities.queries.slips import locked_homes, slip_of, slips_of
from resident.communities.slip_codes import new_code, slip_lookup
from resident.config import settings
from resident.db import db, lock
from resident.ids import PersonId
from resident.statements import column
from resident.web.errors import NotAllowed, NotHere
from resident.web.guards import allow

_TAKEN = select(Slip.code_lookup).where(
    Slip.community_id == bindparam("community"), Slip.code_lookup.in_(bindparam("lookups", expanding=True))
)


def print_slips(*, community: Community, building: Building, by: Actor) -> list[Slip]:
    """Show the slips of a whole building, to be printed; a home without one that works gets one.

    What is out prints again as it was, also when all its places are taken: the next goes to the review. Raises
    NotHere for another community's building or a garden.
    """
    allow(can_administer(by, community))
    if building.community_id != community.id or not building.is_lived_in:
        raise NotHere
    lock(building)
    homes = locked_homes(community, building)
    made = _make(community, homes, {slip.household_id: slip for slip in slips_of(community, building)}, by)
    shown = slips_of(community, building)
    record("building.slips_printed", building, by=by, shown=len(shown), made=made)
    return shown


def print_slip(*, home: Household, by: Actor) -> Slip:
    """Show the slip of one home, to be printed; one that has none that works gets one."""
    community = community_of(home)
    allow(can_administer(by, community))
    lock(home)
    out = slip_of(community, home)
    _make(community, [home], {home.id: out} if out else {}, by)
    slip = slip_of(community, home)
    if slip is None:
        raise NotHere
    record("slip.printed", slip, by=by, household_id=home.id)
    return slip


def withdraw_slip(*, slip: Slip, by: Actor) -> Slip:
    """Nobody uses it any more; twice is the same. Who used it stays confirmed. Raises SlipMoved for one that ran out."""
    allow(can_administer(by, community_of(slip)))
    lock(slip)
    if slip.state == SlipState.WITHDRAWN:
        return slip
    slip.move(SlipMove.WITHDRAW)
    slip.withdrawn_at = clock.now()
    record("slip.withdrawn", slip, by=by, household_id=slip.household_id)
    db.session.flush()
    return slip


def _make(community: Community, homes: Sequence[Household], out: dict[int, Slip], by: Actor) -> int:
    """A slip for each home that has none, or one that has run out; how many these are."""
    if isinstance(by, System):  # nobody would hand them out
        raise NotAllowed
    for old in (slip for slip in out.values() if not slip.is_in_time):
        lock(old)
        if old.allows(SlipMove.EXPIRE):  # else a colleague has just withdrawn it
            old.move(SlipMove.EXPIRE)
            record("slip.expired", old, by=by, household_id=old.household_id)
    db.session.flush()
    lacking = [home for home in homes if home.id not in out or out[home.id].state != SlipState.OUT]
    slips = [_slip(home, code, by.id) for home, code in zip(lacking, _codes(community, len(lacking)), strict=True)]
    db.session.add_all(slips)
    db.session.flush()
    for slip in slips:
        record("slip.made", slip, by=by, household_id=slip.household_id)
    return len(slips)


def _codes(community: Community, number: int) -> list[str]:
    """So many codes that no slip here has had; lost paper must open no other door."""
    codes: dict[str, str] = {}
    while len(codes) < number:
        drawn = {slip_lookup(community.id, code): code for code in (new_code() for _one in range(number - len(codes)))}
        taken = set(column(_TAKEN, community=community.id, lookups=list(drawn)))
        codes |= {lookup: code for lookup, code in drawn.items() if lookup not in taken}
    return list(codes.values())


def _slip(home: Household, code: str, by_id: PersonId) -> Slip:
    limits, now = settings(), clock.now()
    return Slip(
        community_id=home.community_id,
        household_id=home.id,
        code_encrypted=encrypt(code),
        code_lookup=slip_lookup(home.community_id, code),
        places=limits.slip_people,
        made_at=now,
        made_by_id=by_id,
        until=now + timedelta(days=limits.slip_days),
    )
