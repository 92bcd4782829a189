"""How the review queue shows an activity and what its decisions do."""

from typing import Any

from sqlalchemy import bindparam, select

from resident.activities.actions import (
    approve_activity,
    ask_activity_changes,
    built_on_decision,
    refuse_activity,
    undo_decision,
)
from resident.activities.models import Activity, Shift
from resident.activities.words import when_words
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.i18n import tr_text
from resident.moderation import kinds
from resident.moderation.kinds import ReviewKind, Shown
from resident.web.errors import Words

LOCK_ACTIVITY = select(Activity.id).where(Activity.id == bindparam("subject")).with_for_update()


def shown(activity_id: int) -> Shown:
    """An activity as the moderator reads it, whole. Four statements."""
    activity = db.session.get_one(Activity, activity_id)
    shifts = db.session.scalars(
        select(Shift)
        .where(Shift.activity_id == activity.id, Shift.cancelled_at.is_(None))
        .order_by(Shift.starts_at, Shift.id)
    )
    facts: list[tuple[Words, Any]] = [
        (_l("Organization"), activity.organization.name),
        (_l("In charge"), activity.contact_name),
        (_l("Who can come"), activity.conditions),
        (_l("Risks"), activity.risks),
        (_l("Protections"), activity.protections),
        *((_l("Shift"), _shift_words(shift)) for shift in shifts),
    ]
    return Shown(
        title=activity.title,
        version=activity.version,
        text=activity.body,
        facts=[
            (label, value) for label, value in facts if value and (not isinstance(value, dict) or any(value.values()))
        ],
        subject=activity,
    )


def _shift_words(shift: Shift) -> str:
    parts = [when_words(shift.starts_at, shift.ends_at), tr_text(shift.name), tr_text(shift.place)]
    return " · ".join(part for part in parts if part)


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
        )
    )
