"""Being shown how to reach who raised a demand, and who may be."""

from resident import clock
from resident.accounts.models import Actor, Person
from resident.communities.context import community_of
from resident.db import db
from resident.demands import permissions
from resident.demands.actions.asking import lock_demand
from resident.demands.actions.history import write_step
from resident.demands.actions.telling import tell
from resident.demands.models import ContactConsent, Demand, WrongState
from resident.demands.permissions.reaching import live_consent
from resident.demands.queries.audience import managers_of
from resident.demands.queries.reaching import KIND, home_of_matter
from resident.reaching.actions import show_contact
from resident.reaching.queries import Contact
from resident.web.errors import found


def see_contact(*, demand: Demand, by: Actor) -> Contact | None:
    """Show phone and door of who raised it, on record; the resident reads who looked.

    A body sees the door only where the resident has said so too. None where this person was shown as many as are shown
    in a day (`keep_refusal()`). Raises NotAllowed, WrongState.
    """
    lock_demand(demand, permissions.can_see_contact, by=by)
    community, whose = community_of(demand), found(demand.author).value
    consent = None if permissions.can_see_all(by, community) else live_consent(demand)
    return show_contact(
        community=community,
        kind=KIND,
        subject_id=demand.id,
        whose=whose,
        may=permissions.can_see_contact(by, demand),
        by=by,
        with_door=consent is None or (consent.with_door and _is_at_home(demand, whose)),
        body=consent.organization_id if consent is not None else None,
    )


def allow_contact(*, demand: Demand, hands: int, may_call: bool, with_door: bool, by: Person) -> None:
    """Let the body that has it call, or no longer; `hands` is how many it had been through when that was asked.

    The door goes along only where the matter is in the house of who raised it. Raises NotAllowed, WrongState.
    """
    lock_demand(demand, permissions.can_allow_contact, by=by)
    if demand.hands != hands:
        raise WrongState
    before = live_consent(demand)
    opens_door = may_call and with_door and _is_at_home(demand, by)
    if may_call == (before is not None) and (before is None or before.with_door == opens_door):
        return
    _end(before)
    if not may_call:
        write_step(demand, "forbid_calls", by=by, organization_id=demand.holder_id)
        return
    db.session.add(
        ContactConsent(
            community_id=demand.community_id,
            demand_id=demand.id,
            organization_id=demand.holder_id,
            hands=hands,
            with_door=opens_door,
            given_at=clock.now(),
        )
    )
    write_step(demand, "allow_calls", by=by, organization_id=demand.holder_id, with_door=opens_door)
    tell(managers_of(community_of(demand), demand.holder_id), "may_call", demand, by=by)


def say_about(*, demand: Demand, is_about: bool, by: Actor) -> None:
    """Say that it is about the very body that has it, or that it is not: then nobody there is shown the number.

    Raises NotAllowed, WrongState.
    """
    lock_demand(demand, permissions.can_say_about, by=by)
    if (demand.about_id == demand.holder_id) is is_about:
        return
    demand.about_id = demand.holder_id if is_about else None
    if is_about:
        _end(live_consent(demand))
    write_step(demand, "name_body" if is_about else "unname_body", by=by, organization_id=demand.holder_id)


def _is_at_home(demand: Demand, person: Person) -> bool:
    return home_of_matter(community_of(demand), demand.building_id, person) is not None


def _end(consent: ContactConsent | None) -> None:
    if consent is not None:
        consent.withdrawn_at = clock.now()
        db.session.flush()
