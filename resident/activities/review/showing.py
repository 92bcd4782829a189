"""How the review queue shows an activity and what its decisions do."""

from sqlalchemy import bindparam, select

from resident.accounts.models import Actor
from resident.activities.actions import (
    approve_activity,
    ask_activity_changes,
    built_on_decision,
    refuse_activity,
    undo_decision,
)
from resident.activities.models import Activity, Shift
from resident.activities.permissions import can_decide
from resident.activities.words import when_words
from resident.db import db
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.moderation import kinds
from resident.moderation.kinds import Read, ReviewKind, Shown
from resident.statements import entities
from resident.web.guards import Verdict

LOCK_ACTIVITY = select(Activity.id).where(Activity.id == bindparam("subject")).with_for_update()
_SHIFTS = (
    select(Shift)
    .where(Shift.activity_id == bindparam("activity"), Shift.cancelled_at.is_(None))
    .order_by(Shift.starts_at, Shift.id)
)


def shown(activity_id: int) -> Shown:
    """An activity as the moderator reads it, whole. Four statements."""
    activity = db.session.get_one(Activity, activity_id)
    shifts = entities(_SHIFTS, activity=activity.id)
    texts = [
        Read(_l("Title"), activity.title),
        Read(_l("What people will do"), activity.body),
        Read(_l("Who can come"), activity.conditions),
        Read(_l("Risks"), activity.risks),
        Read(_l("Protections"), activity.protections),
        Read(_l("Person in charge"), activity.contact_name),
        *(read for shift in shifts for read in shift_texts(shift)),
    ]
    return Shown(
        title=activity.title,
        version=activity.version,
        texts=[read for read in texts if read.text and (isinstance(read.text, str) or any(read.text.values()))],
        drawing=activity.picture,
        facts=[(_l("Organization"), activity.organization.name)],
        subject=activity,
    )


def shift_texts(shift: Shift) -> list[Read]:
    """What everybody reads of a shift beside its times, which stand in the label."""
    when = when_words(shift.starts_at, shift.ends_at)
    return [
        Read(_("%(when)s: what it does", when=when), shift.name),
        Read(_("%(when)s: where to meet", when=when), shift.place),
    ]


def _not_ones_own_body(person: Actor | None, activity_id: int) -> Verdict:
    return can_decide(person, db.session.get_one(Activity, activity_id))


def register() -> None:
    """Make activities reviewable."""
    kinds.register(
        ReviewKind(
            name="activity",
            label=_l("Activity"),
            show=shown,
            locks=(LOCK_ACTIVITY,),
            approve=approve_activity,
            reject=refuse_activity,
            ask_changes=ask_activity_changes,
            undo=undo_decision,
            built_on=built_on_decision,
            reads=(
                *(Activity.title, Activity.body, Activity.conditions, Activity.risks, Activity.protections),
                *(Activity.contact_name, Shift.name, Shift.place),
            ),
            may=_not_ones_own_body,
        )
    )
