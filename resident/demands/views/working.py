"""Working through a pile of the desk: which one it is, what lies beside the demand at hand, and where it goes on."""

from flask import request, url_for

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.demands import permissions, queries
from resident.demands.actions.undoing_moves import DEEDS_OF
from resident.demands.models import Move
from resident.demands.queries import PILES, WORK, Pile
from resident.undo.queries import Offer, offer, offer_of
from resident.web.forms import number_in
from resident.web.staff import stand_at

LEAVES = {Move.ASSIGN, Move.RESOLVE, Move.RETURN, Move.PARK, Move.REFER, Move.MERGE}  # the demand is off the desk then


def pile_at_hand(number: int) -> Pile | None:
    """The pile of the address (`?pile=`) around the demand of this number; None for who may not open it."""
    name = request.args.get("pile", "")
    person = me()
    if person is None or name not in PILES or not permissions.can_open_pile(person, current_community(), name):
        return None
    stand_at(WORK[name])
    return queries.pile_around(current_community(), person, name, number)


def onward(number: int, demand_id: int, act: str, pile: Pile | None) -> str:
    """Where one goes on after an act: to the next demand of the pile, with what was done; else it stays with this one."""
    if pile is None:
        return url_for("demands.show", number=number)
    if act not in LEAVES:
        return url_for("demands.show", number=number, pile=pile.name)
    if pile.next is None:
        return url_for("desk.demands", pile=pile.name)
    done = offer(current_community(), myself(), demand_id, DEEDS_OF[Move(act)]) if act in DEEDS_OF else None
    return url_for("demands.show", number=pile.next.number, pile=pile.name, done=done.id if done else None)


def done_before() -> Offer | None:
    """What was done with the demand one comes from (`?done=`), which may still be undone here."""
    deed, person = number_in(request.args.get("done")), me()
    return offer_of(current_community(), person, deed) if deed and person else None
