"""Who is shown phone and door of who raised a demand (domain.md, "Guarding people")."""

from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor, System
from resident.communities.context import community_of
from resident.demands.models import ContactConsent, Demand, DemandState
from resident.demands.models.states import CLOSED, UNFINISHED, WAITING
from resident.demands.permissions.seeing import MOVED_ON, NOT_ONES_OWN, AnyDemand, can_see_all, holds, is_author
from resident.i18n import lazy_gettext as _l
from resident.organizations.models import OrganizationKind
from resident.organizations.queries import organizations
from resident.statements import entity
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict, no

SHOWN_FOR = timedelta(days=14)  # after the closing answer
ACCEPTED = CLOSED | {DemandState.IN_HAND, DemandState.REOPENED, DemandState.PARKED}
# The committee has its own right; what customers buy is nobody's business but theirs.
NEVER_ASKED_FOR = {OrganizationKind.COMMITTEE, OrganizationKind.MERCHANT}
NOBODY_TO_REACH = no("nobody_to_reach", _l("It comes from an earlier list; there is no number."))
OVER = no("over", _l("The number was shown until 14 days after it was closed."))
ENDED = no("ended", _l("It goes on no more, so the number is not shown."))
NOT_ALLOWED_TO_CALL = no(
    "not_allowed_to_call",
    _l("Who raised it has not said that you may call. Ask here in an answer, or ask the committee to call."),
)
ABOUT_THEM = no("about_them", _l("It is a complaint about this body, so nobody there is shown the number."))
_CONSENT = select(ContactConsent).where(
    ContactConsent.community_id == bindparam("community"),
    ContactConsent.demand_id == bindparam("demand"),
    ContactConsent.hands == bindparam("hands"),
    ContactConsent.withdrawn_at.is_(None),
)


class Reached(AnyDemand, Protocol):
    """A demand whose raiser may have to be called."""

    @property
    def about_id(self) -> int | None:
        """The body that it is about, where it is about one."""

    @property
    def resolved_at(self) -> datetime | None:
        """When it was closed; None while it is open."""


class Shown(Reached, Protocol):
    """The same as its page has read it."""

    @property
    def may_be_called_by_holder(self) -> bool:
        """Whether who raised it lets the body that has it call."""


def live_consent(demand: Demand) -> ContactConsent | None:
    """That the body which has it now may call; one statement."""
    found: ContactConsent | None = entity(_CONSENT, community=demand.community_id, demand=demand.id, hands=demand.hands)
    return found if found is not None and found.organization_id == demand.holder_id else None


def can_see_contact(person: Actor | None, demand: Demand | Shown) -> Verdict:
    """See phone and door of who raised it, until 14 days after it was closed.

    The committee's workers and moderators; and who leads the body that has accepted it, where who raised it lets that
    body call, and it is not about that body. Administrators handle no demands and call nobody about one.
    """
    if person is None:
        return SIGN_IN_FIRST
    if isinstance(person, System):
        return NOT_YOURS
    if is_author(person, demand):
        return NOT_ONES_OWN
    if can_see_all(person, community_of(demand)):
        return _is_shown_still(demand)
    if not holds(person, demand):
        return NOT_YOURS
    asked = _may_be_asked(demand)
    return NOT_ALLOWED_TO_CALL if asked and not _may_call(demand) else asked


def can_allow_contact(person: Actor | None, demand: Reached) -> Verdict:
    """Say whether the body that has accepted it may call: only who raised it."""
    if person is None:
        return SIGN_IN_FIRST
    return _may_be_asked(demand) if is_author(person, demand) else NOT_YOURS


def can_say_about(person: Actor | None, demand: Reached) -> Verdict:
    """Say that a demand is about the body that has it: who raised it, and the committee's workers and moderators."""
    if person is None:
        return SIGN_IN_FIRST
    if not is_author(person, demand) and not can_see_all(person, community_of(demand)):
        return NOT_YOURS
    is_at_body = demand.holder_id is not None and demand.state in UNFINISHED | CLOSED
    return YES if is_at_body and _kind_of_holder(demand) not in {None, *NEVER_ASKED_FOR} else MOVED_ON


def _may_call(demand: Demand | Shown) -> bool:
    """Of a row it is asked for, a page has read it along."""
    return live_consent(demand) is not None if isinstance(demand, Demand) else demand.may_be_called_by_holder


def _may_be_asked(demand: Reached) -> Verdict:
    """Whether the body that has it is one that who raised it can let call, now."""
    kind = _kind_of_holder(demand)
    if kind is None or kind in NEVER_ASKED_FOR:
        return NOT_YOURS
    if demand.about_id == demand.holder_id:
        return ABOUT_THEM
    return _is_shown_still(demand) if demand.state in ACCEPTED else MOVED_ON


def _kind_of_holder(demand: Reached) -> str | None:
    bodies = organizations(community_of(demand)) if demand.holder_id is not None else []
    return next((body.kind for body in bodies if body.id == demand.holder_id), None)


def _is_shown_still(demand: Reached) -> Verdict:
    if demand.author_id is None:
        return NOBODY_TO_REACH
    if demand.state not in WAITING | UNFINISHED | CLOSED:
        return ENDED
    is_over = demand.resolved_at is not None and demand.resolved_at + SHOWN_FOR < clock.now()
    return OVER if is_over else YES
