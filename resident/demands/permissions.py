"""Who may see a demand, and who may do what with it."""

from typing import Any

from sqlalchemy import select

from resident.communities.context import community_of
from resident.communities.models import Role
from resident.communities.permissions import can_raise, can_support, can_work, has_role
from resident.db import db
from resident.demands.models import Comment, CommentMove, Demand, Move, WrongState
from resident.i18n import lazy_gettext as _l
from resident.organizations.permissions import can_manage
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict, no

__all__ = ["can_raise"]

HANDLING = (Move.ACCEPT, Move.RESOLVE, Move.RETURN)
DIRECTING = (Move.ASSIGN, Move.PARK, Move.REFER, Move.MERGE, Move.REOPEN)
OWN = no("own", _l("This is your own demand; your neighbours support it."))
NOT_OPEN = no("not_open", _l("This is possible once the demand is published, for everybody."))
MOVED_ON = no("moved_on", WrongState.message)
HIDDEN = no("hidden", _l("This demand is not public."))

NOT_ONES_OWN = no("own", _l("This is your own demand; a colleague handles it."))


def is_author(person: Any, demand: Demand) -> bool:
    """Whether this person raised it; an imported demand has no author."""
    return person is not None and demand.author_id == person.id


def can_see(person: Any, demand: Demand) -> Verdict:
    """Everybody sees what is published for all; the rest its author, the committee's workers and moderators, its handler.

    Administrators look after people and settings and handle no demands, so they see no more than residents.
    """
    if demand.is_public or is_author(person, demand):
        return YES
    if person is None:
        return HIDDEN
    if has_role(person, community_of(demand), Role.WORKER, Role.MODERATOR) or holds(person, demand):
        return YES
    return HIDDEN


def holds(person: Any, demand: Demand) -> bool:
    """Whether this person leads the body that has it."""
    return demand.holder_id is not None and bool(can_manage(person, community_of(demand), demand.holder_id))


def can_edit(person: Any, demand: Demand) -> Verdict:
    """Its author, while it waits or was sent back for changes."""
    return _author_may(person, demand, Move.SUBMIT_AGAIN)


def can_withdraw(person: Any, demand: Demand) -> Verdict:
    """Its author, as long as nobody has it in hand."""
    return _author_may(person, demand, Move.WITHDRAW)


def can_rate(person: Any, demand: Demand) -> Verdict:
    """Only who raised it says whether it is solved."""
    return _author_may(person, demand, Move.CONFIRM)


def _author_may(person: Any, demand: Demand, move: Move) -> Verdict:
    if person is None:
        return SIGN_IN_FIRST
    if not is_author(person, demand):
        return NOT_YOURS
    return YES if demand.allows(move) else MOVED_ON


def can_support_demand(person: Any, demand: Demand) -> Verdict:
    """Support one: a confirmed resident (a setting of the community), not the author, once it is listed."""
    if not demand.is_listed:
        return NOT_OPEN
    return OWN if is_author(person, demand) else can_support(person, community_of(demand))


def can_comment(person: Any, demand: Demand) -> Verdict:
    """Comment on one: whoever may raise a demand, once it is listed."""
    return can_raise(person, community_of(demand)) if demand.is_listed else NOT_OPEN


def can_change_comment(person: Any, comment: Comment) -> Verdict:
    """Its writer, while it waits or was sent back for changes."""
    return _writer_may(person, comment, CommentMove.SUBMIT_AGAIN)


def can_withdraw_comment(person: Any, comment: Comment) -> Verdict:
    """Its writer, also once it is published."""
    return _writer_may(person, comment, CommentMove.WITHDRAW)


def _writer_may(person: Any, comment: Comment, move: CommentMove) -> Verdict:
    if person is None:
        return SIGN_IN_FIRST
    if comment.author_id != person.id:
        return NOT_YOURS
    return YES if comment.allows(move) else MOVED_ON


def can_direct(person: Any, demand: Demand) -> Verdict:
    """Assign, park, refer, merge, reopen: the committee's workers, but never with their own demand."""
    return NOT_ONES_OWN if is_author(person, demand) else can_work(person, community_of(demand))


def can_handle(person: Any, demand: Demand) -> Verdict:
    """Accept, answer, send back, resolve: the committee's workers and the managers of the body that has it.

    Never the one who asked: nobody closes and rates the same demand.
    """
    if is_author(person, demand):
        return NOT_ONES_OWN
    verdict = can_work(person, community_of(demand))
    return YES if verdict or (person is not None and holds(person, demand)) else verdict


def may_see_photos(person: Any, demand_id: int) -> bool:
    """Whether the photos of a demand are open to this person: as the demand is."""
    demand = db.session.scalar(select(Demand).where(Demand.id == demand_id))
    return demand is not None and bool(can_see(person, demand))


def acts_for(person: Any, demand: Demand) -> list[Move]:
    """What this person may do with the demand as it stands now, for whoever has it in their care."""
    directs, handles = bool(can_direct(person, demand)), bool(can_handle(person, demand))
    open_to = (*(HANDLING if handles else ()), *(DIRECTING if directs else ()))
    return [move for move in open_to if demand.allows(move)]
