"""Entering a demand for somebody, and the receipt they take along."""

from datetime import timedelta
from typing import NamedTuple

from resident import clock
from resident.accounts.entrance.identity import encrypt
from resident.accounts.entrance.throttle import hit, is_spent
from resident.accounts.models import Person, PersonRow
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Building, Community, OfflinePerson
from resident.communities.slip_codes import new_code, normal_code
from resident.config import settings
from resident.counter.models import Receipt
from resident.counter.permissions import can_print_receipt
from resident.counter.queries import Candidate, Whom, candidates, code_hash, progress_of, receipt_of
from resident.db import db, lock
from resident.demands.actions import Draft, ForAnother, raise_demand
from resident.demands.models import Channel, Demand
from resident.demands.permissions import can_enter
from resident.demands.queries import demand_of
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Invalid, Words
from resident.web.guards import allow

HOUR = timedelta(hours=1)
NOBODY = 0  # of those who were found
WHO_IS_IT = _l("Is it one of these? Please choose.")
OPENS_NOTHING = _l("Number and code open nothing. Compare both with the paper, or ask the committee for a new one.")
TOO_MANY = _l("Too many tries. Please wait an hour, or call the committee.")
TOO_MANY_LOOKED_FOR = _l("You have looked for many people within the hour. Please go on later.")


class Printed(NamedTuple):
    """A demand, and the code of its receipt, which is known this once."""

    demand: Demand
    code: str


class Tried(NamedTuple):
    """The receipt behind number and code, or why there is none."""

    found: Receipt | None
    refusal: Words = ""
    is_too_often: bool = False


class LookedFor(NamedTuple):
    """Who may be meant, or that somebody looked for too many."""

    found: list[Candidate]
    refusal: Words = ""


def look_for(*, community: Community, whom: Whom, by: Person) -> LookedFor:
    """Who may be meant by a name with a home, or a number; that somebody was found is on record and counted.

    Does not raise for too many: a refusal whose trace must be kept (`keep_refusal()`). Raises NotAllowed.
    """
    allow(can_enter(by, community))
    found = candidates(community, whom)
    if not found:
        return LookedFor([])
    if not hit("look-ups", str(by.id), limit=settings().lookups_an_hour, per=HOUR):
        return LookedFor([], TOO_MANY_LOOKED_FOR)
    for one in found:
        record("person.looked_for", db.session.get_one(PersonRow, one.id), by=by, community_id=community.id)
    db.session.flush()
    return LookedFor(found)


def enter_demand(
    *, community: Community, whom: Whom, chosen: int | None, draft: Draft, channel: Channel, consent: str, by: Person
) -> Printed:
    """Raise a demand for somebody, and make its receipt.

    `chosen` is who of those that were found it is, NOBODY for none of them, None where nobody was asked.
    Raises NotAllowed, Later, Invalid("chosen"), ("home_building_id") and what `raise_demand` raises.
    """
    allow(can_enter(by, community))
    found = {one.id for one in candidates(community, whom)}
    if found and chosen not in {*found, NOBODY}:
        raise Invalid("chosen", WHO_IS_IT)
    raiser = db.session.get_one(PersonRow, chosen) if found and chosen else _make_person(community, whom, by)
    entered = ForAnother(raiser=raiser.value, channel=channel, consent=consent)
    demand = raise_demand(community=community, draft=draft, entered=entered, by=by)
    return Printed(demand, make_receipt(demand=demand, by=by))


def make_receipt(*, demand: Demand, by: Person) -> str:
    """Make the receipt of a demand, or a new code for it, after which the old one opens nothing. Raises NotAllowed."""
    lock(demand)
    allow(can_print_receipt(by, demand))
    community, code = community_of(demand), new_code()
    receipt = receipt_of(community, demand) or Receipt(community_id=demand.community_id, demand=demand)
    receipt.code_hash = code_hash(community, demand.number, code)
    receipt.made_at, receipt.made_by_id = clock.now(), by.id
    db.session.add(receipt)
    db.session.flush()
    record("receipt.printed", receipt, by=by, number=demand.number)
    return code


def try_receipt(*, community: Community, number: int, text: str, address: str) -> Tried:
    """Which receipt number and code open. One answer for all that is wrong; wrong ones count for the address and together.

    Does not raise: the answer is a refusal whose trace must be kept (`keep_refusal()`).
    """
    limits = settings()
    counted = (("receipts", address, limits.receipt_tries_an_hour), ("receipts of all", "", limits.guesses_an_hour))
    if any(is_spent(bucket, key, limit=limit, per=HOUR, in_turn=bool(key)) for bucket, key, limit in counted):
        return Tried(None, TOO_MANY, is_too_often=True)
    receipt = _opened(community, number, normal_code(text))
    if receipt is not None:
        return Tried(receipt)
    for bucket, key, limit in counted:
        hit(bucket, key, limit=limit, per=HOUR)
    return Tried(None, OPENS_NOTHING)


def _opened(community: Community, number: int, code: str) -> Receipt | None:
    demand = demand_of(community, number)
    receipt = receipt_of(community, demand) if demand is not None else None
    is_right = receipt is not None and receipt.code_hash == code_hash(community, number, code)
    return receipt if receipt is not None and is_right and progress_of(community, receipt) is not None else None


def _make_person(community: Community, whom: Whom, by: Person) -> PersonRow:
    """A person without an account: no way in, and no membership, so that nothing counts for them as for a resident."""
    building = db.session.get(Building, whom.building_id) if whom.building_id else None
    if whom.building_id and (building is None or building.community_id != community.id):
        raise Invalid("home_building_id", _l("Please choose one of these."))
    person = PersonRow(display_name=whom.name, created_at=clock.now())
    db.session.add(person)
    db.session.flush()
    _, unit, room = whom.door or (0, "", "")
    offline = OfflinePerson(
        community_id=community.id,
        person_id=person.id,
        building_id=whom.building_id,
        unit=unit,
        room=room,
        phone_encrypted=encrypt(whom.phone) if whom.phone else "",
        phone_lookup=whom.lookup,
        made_at=clock.now(),
        made_by_id=by.id,
    )
    db.session.add(offline)
    db.session.flush()
    record("offline_person.made", offline, by=by)
    return person
