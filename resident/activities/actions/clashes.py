"""Whom a shift that moves brings into two places at once: named before it moves, and told what happens."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from resident import clock
from resident.accounts.models import Actor, PersonRow
from resident.activities.actions.locking import lock_people
from resident.activities.models import Activity, Shift, SignUp, SignUpMove, SignUpState
from resident.activities.times import Span, overlapping
from resident.audit.actions import record
from resident.columns import UtcDateTime
from resident.communities.models import Community
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.notifications.actions import notify
from resident.statements import column, rows, written
from resident.web.errors import Conflict


class Clash(NamedTuple):
    """Somebody with a place in the shift who at its new time has a place in another, of whatever community."""

    sign_up_id: int
    person_id: PersonId
    name: str
    other: dict[str, str]


class Clashes(Conflict):
    """People would be in two places at once; `people` are they. Nothing has been moved yet."""

    title = _l("Some people have another shift at that time")
    message = _l(
        "If you save again, their place in this shift becomes free for the next in line. "
        "They keep the other one and are told."
    )

    def __init__(self, people: Sequence[Clash]) -> None:
        super().__init__()
        self.people = people


_there, _then = aliased(SignUp), aliased(Shift)
_NEW_TIME = SimpleNamespace(
    starts_at=bindparam("starts_at", type_=UtcDateTime), ends_at=bindparam("ends_at", type_=UtcDateTime)
)
_HOLDERS = select(SignUp.person_id).where(
    SignUp.shift_id == bindparam("shift"), SignUp.state == written(SignUpState.SIGNED_UP)
)
_CLASHING = (
    select(SignUp.id, SignUp.person_id, PersonRow.display_name, Activity.title)
    .join(PersonRow, PersonRow.id == SignUp.person_id)
    .join(_there, _there.person_id == SignUp.person_id)
    .join(_then, _then.id == _there.shift_id)
    .join(Activity, Activity.id == _then.activity_id)
    .where(
        SignUp.shift_id == bindparam("shift"),
        SignUp.state == written(SignUpState.SIGNED_UP),
        _there.state == written(SignUpState.SIGNED_UP),
        _there.no_show_at.is_(None),
        _then.id != bindparam("shift"),
        _then.cancelled_at.is_(None),
        overlapping(_then, _NEW_TIME),
    )
    .order_by(SignUp.id, _then.starts_at)
)


def clashing(shift: Shift, at: Span) -> list[Clash]:
    """Who of a locked shift would be in two places at this new time, each once; nobody of it signs up elsewhere meanwhile."""
    lock_people(column(_HOLDERS, shift=shift.id))
    found = rows(Clash, _CLASHING, shift=shift.id, starts_at=at.starts_at, ends_at=at.ends_at)
    return list({one.sign_up_id: one for one in reversed(found)}.values())[::-1]


def free_places(*, shift: Shift, people: Sequence[Clash], at: Span, community: Community, by: Actor) -> None:
    """The places of these people in a shift that moves to another time become free; they are told why and what they keep."""
    for one in people:
        sign_up = db.session.get_one(SignUp, one.sign_up_id)
        sign_up.move(SignUpMove.CALL_OFF)
        sign_up.ended_at = clock.now()
        shift.taken -= 1
        record("sign_up.displaced", sign_up, by=by, shift=shift.id)
        notify(
            [one.person_id],
            "activities.displaced",
            path=f"/c/{community.slug}/activities/{shift.activity_id}",
            community_id=community.id,
            title=shift.activity.title,
            starts_at=at.starts_at.isoformat(),
            other=one.other,
        )
    db.session.flush()
