"""How new names and places of shifts on a published activity are read before everybody can."""

from typing import Any

from sqlalchemy import and_, bindparam, select

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.calling_off import drop_shift
from resident.activities.actions.locking import lock_activity
from resident.activities.actions.shift_rules import has_sign_ups
from resident.activities.actions.shift_words import put_back_words, take_words
from resident.activities.actions.shifts import add_read_shift
from resident.activities.actions.wording import SHIFT, planned
from resident.activities.models import Activity, Shift
from resident.activities.permissions import can_decide
from resident.activities.words import when_words
from resident.communities.context import community_of
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.moderation.kinds import Read, Shown
from resident.moderation.models import Proposal
from resident.moderation.proposals import ProposalKind
from resident.moderation.review import register_proposal
from resident.web.errors import DomainError, Words
from resident.web.guards import Verdict

_OF_PROPOSAL = and_(Proposal.subject_id == Shift.id, Proposal.kind == SHIFT)
LOCK_ACTIVITY = (
    select(Activity.id)
    .join(Shift, Shift.activity_id == Activity.id)
    .join(Proposal, _OF_PROPOSAL)
    .where(Proposal.id == bindparam("subject"))
    .with_for_update(of=Activity)
)
LOCK_SHIFT = (
    select(Shift.id).join(Proposal, _OF_PROPOSAL).where(Proposal.id == bindparam("subject")).with_for_update(of=Shift)
)


def register() -> None:
    """Make them reviewable."""
    register_proposal(
        ProposalKind(
            SHIFT,
            _l("Shift"),
            show,
            accept,
            undo,
            built_on,
            change_path,
            reads=(Shift.name, Shift.place),
            locks=(LOCK_ACTIVITY, LOCK_SHIFT),
            may=_not_ones_own_body,
        )
    )


def show(proposal: Proposal) -> Shown:
    """The words as they would be, beside what they are; of a new shift when it would be."""
    words, shift = proposal.words, _shift(proposal)
    plan = shift if shift is not None else planned(words)
    return Shown(
        title=proposal.title,
        version=proposal.version,
        texts=[
            Read(_l("What this shift does"), words["name"], shift.name if shift is not None else None),
            Read(_l("Where to meet"), words["place"], shift.place if shift is not None else None),
        ],
        facts=[
            (_l("Organization"), _activity(proposal).organization.name),
            (_l("When"), when_words(plan.starts_at, plan.ends_at)),
        ],
    )


def accept(proposal: Proposal, *, by: Actor) -> dict[str, Any] | None:
    """Show them, or say that it is too late: the shift has been called off or has begun, or nobody could sign up."""
    shift = _shift(proposal)
    if shift is None:
        activity = lock_activity(proposal.words["activity_id"])
        try:
            proposal.subject_id = add_read_shift(activity=activity, plan=planned(proposal.words), by=by).id
        except DomainError:
            return None
        return {"is_new": True}
    if shift.cancelled_at is not None or shift.starts_at <= clock.now():
        return None
    before = {"name": shift.name, "place": shift.place}
    take_words(shift=shift, words=proposal.words, community=community_of(proposal), by=by)
    return before


def undo(proposal: Proposal, before: dict[str, Any], *, by: Actor) -> None:
    """The words that stood there stand there again; a shift that was new is not there any more."""
    shift = db.session.get_one(Shift, proposal.subject_id)
    if before.get("is_new"):
        proposal.subject_id = None
        drop_shift(shift=shift, by=by)
    else:
        put_back_words(shift=shift, words=before, by=by)


def built_on(proposal: Proposal) -> Words:
    """Whether anybody has signed up for what was new, or it was changed or called off since."""
    shift = db.session.get_one(Shift, proposal.subject_id)
    if "activity_id" in proposal.words and has_sign_ups(shift):
        return _l("Neighbours have signed up for it meanwhile.")
    is_as_accepted = shift.cancelled_at is None and shift.starts_at > clock.now()
    is_as_worded = all(getattr(shift, name) == proposal.words[name] for name in ("name", "place"))
    return "" if is_as_accepted and is_as_worded else _l("The shift has been changed, called off or begun meanwhile.")


def change_path(proposal: Proposal) -> str:
    """The form of the shift; of one that is not there yet the form of a new one, filled in."""
    here = f"/c/{community_of(proposal).slug}/activities"
    if proposal.subject_id is None:
        return f"{here}/{proposal.words['activity_id']}/shifts/new?again={proposal.id}"
    return f"{here}/shifts/{proposal.subject_id}/edit"


def _shift(proposal: Proposal) -> Shift | None:
    return db.session.get(Shift, proposal.subject_id) if proposal.subject_id is not None else None


def _activity(proposal: Proposal) -> Activity:
    shift = _shift(proposal)
    return shift.activity if shift is not None else db.session.get_one(Activity, proposal.words["activity_id"])


def _not_ones_own_body(person: Actor | None, proposal: Proposal) -> Verdict:
    return can_decide(person, _activity(proposal))
