"""Names and places of shifts on a published activity: read by the committee before everybody can.

Words that stand on another shift of the activity were read already. Times and places left in a shift are numbers:
they change at once, because people must hear of them.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from resident.accounts.models import Actor, System
from resident.activities.actions.plans import ShiftPlan
from resident.activities.models import Activity, ActivityState, Shift
from resident.communities.context import community_of
from resident.moderation.actions import propose, withdraw_proposal
from resident.moderation.models import Proposal
from resident.statements import rows

SHIFT = "shift"
MOMENTS = ("starts_at", "ends_at", "sign_up_until")


class _Words(NamedTuple):
    name: dict[str, str]
    place: dict[str, str]


_READ = select(Shift.name, Shift.place).where(Shift.activity_id == bindparam("activity"))


def must_be_read(*, activity: Activity, plan: ShiftPlan, by: Actor) -> bool:
    """Whether a published activity would show a name or a place that nobody has read yet."""
    if activity.state != ActivityState.PUBLISHED or isinstance(by, System):
        return False
    read = rows(_Words, _READ, activity=activity.id)
    names, places = [_given(one.name) for one in read], [_given(one.place) for one in read]
    return _given(plan.name) not in [{}, *names] or _given(plan.place) not in [{}, *places]


def propose_shift(*, activity: Activity, plan: ShiftPlan, by: Actor, again: Proposal | None = None) -> Proposal:
    """A further shift whose words are new: it is there once they are read. Raises Invalid, ProposalMoved."""
    plan.checked()
    words = {"activity_id": activity.id, **_as_json(plan)}
    return _proposed(activity, None, words, by, again)


def propose_words(*, activity: Activity, shift: Shift, plan: ShiftPlan, by: Actor) -> ShiftPlan:
    """New words for a locked shift wait for the committee; gives the plan with those that everybody reads till then.

    Where the words are those that stand there, what waited is taken back.
    """
    if not must_be_read(activity=activity, plan=plan, by=by):
        withdraw_proposal(kind=SHIFT, subject_id=shift.id, by=by)
        return plan
    _proposed(activity, shift, {"name": plan.name, "place": plan.place}, by)
    return replace(plan, name=shift.name, place=shift.place)


def planned(words: dict[str, Any]) -> ShiftPlan:
    """The plan of a proposed shift."""
    moments = {name: datetime.fromisoformat(words[name]) if words[name] else None for name in MOMENTS}
    return ShiftPlan(name=words["name"], place=words["place"], capacity=words["capacity"], **moments)  # type: ignore[arg-type]


def _given(text: dict[str, str]) -> dict[str, str]:
    """A text without the languages it is not given in."""
    return {language: words for language, words in text.items() if words}


def _proposed(
    activity: Activity, shift: Shift | None, words: dict[str, Any], by: Actor, again: Proposal | None = None
) -> Proposal:
    if isinstance(by, System):
        raise TypeError("the app itself proposes nothing")
    return propose(
        community=community_of(activity),
        kind=SHIFT,
        subject_id=shift.id if shift is not None else None,
        title=activity.title,
        words=words,
        by=by,
        organization_id=activity.organization_id,
        proposal=again,
    )


def _as_json(plan: ShiftPlan) -> dict[str, Any]:
    moments = {name: moment.isoformat() if (moment := getattr(plan, name)) else None for name in MOMENTS}
    return {"name": plan.name, "place": plan.place, "capacity": plan.capacity, **moments}
