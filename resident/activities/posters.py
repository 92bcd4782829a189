"""What stands on the poster of an activity: what, when and where; who has signed up is nobody's business."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident import clock
from resident.activities.models import Shift
from resident.activities.permissions import is_public
from resident.activities.queries import activity_of
from resident.activities.words import when_words
from resident.communities.models import Community
from resident.dates import leaf_words
from resident.i18n import gettext as _
from resident.i18n import ngettext, tr_text
from resident.media.sheets import Sheet, register
from resident.statements import row


class _Next(NamedTuple):
    """The next shift there is."""

    starts_at: datetime
    ends_at: datetime
    place: dict[str, str]
    capacity: int


_NEXT = (
    select(Shift.starts_at, Shift.ends_at, Shift.place, Shift.capacity)
    .where(Shift.activity_id == bindparam("activity"), Shift.cancelled_at.is_(None), Shift.ends_at > bindparam("now"))
    .order_by(Shift.starts_at, Shift.id)
    .limit(1)
)


def register_posters() -> None:
    """Let posters of activities be made."""
    register("activity", activity_sheet)


def activity_sheet(community: Community, activity_id: int) -> Sheet | None:
    """What the poster of an activity says; None for one that is not public. Two statements."""
    activity = activity_of(community, activity_id)
    if activity is None or not is_public(activity):
        return None
    shift = row(_Next, _NEXT, activity=activity_id, now=clock.now())
    month, day, weekday = leaf_words(shift.starts_at) if shift else ("", 0, "")
    lines = (_when(shift), tr_text(shift.place)) if shift else ()
    return Sheet(
        title=tr_text(activity.title),
        path=f"/c/{community.slug}/activities/{activity_id}",
        invitation=_("Press long, and sign up in three taps"),
        hint=_("Helping earns hours and points."),
        community=f"{_('Resident')} · {tr_text(community.name)}",
        leaf=(month, str(day), weekday) if shift else (),
        lines=(*lines, tr_text(activity.organization)),
        cover=activity.picture,
    )


def _when(shift: _Next) -> str:
    """When it is and how many places there are: not how many are taken, which a poster would say wrongly by tomorrow."""
    places = ngettext("%(num)d place", "%(num)d places", shift.capacity)
    return f"{when_words(shift.starts_at, shift.ends_at)} · {places}"
