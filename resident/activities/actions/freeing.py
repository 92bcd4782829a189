"""Whoever has become free at some time is moved up where they wait: nobody waits beside a free place.

A place frees a person when it is given back, called off or moved to another time, or when they did not come.
"""

from collections.abc import Collection

from sqlalchemy import BindParameter, bindparam, or_, select

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.locking import lock_shift
from resident.activities.actions.moving_up import move_up
from resident.activities.models import TAKES_PLACE, Shift, SignUp, SignUpState
from resident.communities.context import community_by_id, community_of
from resident.ids import PersonId
from resident.statements import column, lock_only, rows, written

_PEOPLE: BindParameter[list[PersonId]] = bindparam("people", expanding=True)
_WAITS_IN = select(SignUp.shift_id).where(SignUp.person_id.in_(_PEOPLE), SignUp.state == written(SignUpState.WAITING))
_AROUND = (
    select(Shift.id)
    .where(or_(Shift.id.in_(bindparam("shifts", expanding=True)), Shift.id.in_(_WAITS_IN)))
    .order_by(Shift.id)
    .with_for_update()
)
_WITH_PLACES = (
    select(Shift.id, Shift.community_id)
    .where(
        Shift.id.in_(_WAITS_IN),
        TAKES_PLACE,
        Shift.starts_at > bindparam("now"),
        Shift.taken < Shift.capacity,
    )
    .order_by(Shift.id)
)
_WITH_A_PLACE = (
    select(SignUp.person_id)
    .where(SignUp.shift_id.in_(bindparam("shifts", expanding=True)), SignUp.state == written(SignUpState.SIGNED_UP))
    .distinct()
)


def people_in(shift_ids: Collection[int]) -> list[PersonId]:
    """Who has a place in these shifts; one statement."""
    return column(_WITH_A_PLACE, shifts=list(shift_ids))


def lock_around(shift_ids: Collection[int], people: Collection[PersonId]) -> None:
    """Lock these shifts together with those in which these people wait, in one order for everybody. One statement."""
    lock_only(_AROUND, shifts=list(shift_ids), people=list(people))


def move_up_freed(*, people: Collection[PersonId], by: Actor) -> None:
    """Move these people up wherever they wait beside a free place and have nothing else at that time.

    It follows from what made them free, whose action has asked whether that is allowed.
    """
    if not people:
        return
    for shift_id, community_id in rows(lambda *both: both, _WITH_PLACES, people=list(people), now=clock.now()):
        community = community_by_id(community_id)
        shift = lock_shift(community, shift_id)
        move_up(shift=shift, community=community_of(shift), by=by)
