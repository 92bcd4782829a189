"""Writing down what was done to a demand: a line for residents, and one for the record."""

from typing import Any

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.db import db
from resident.demands.models import Demand, DemandEvent, Move

RECORDED = {  # how the record calls what residents read under these names
    "raise": "demand.raised",
    "enter": "demand.entered",
    "edit": "demand.edited",
    "answer": "demand.answered",
    "absorb": "demand.joined",
    "call": "demand.called",
    "undo_call": "demand.call_undone",
    "contest_call": "demand.call_contested",
    "contest_words": "demand.call_words_contested",
    "confirm_call": "demand.call_confirmed",
    "refute_call": "demand.call_refuted",
    "allow_calls": "demand.calls_allowed",
    "forbid_calls": "demand.calls_ended",
    "name_body": "demand.body_named",
    "unname_body": "demand.body_unnamed",
    "part": "demand.parted",
    "sounds": "demand.danger_noticed",
    "sounds_below": "demand.danger_noticed_below",
    "see_danger": "demand.danger_seen",
    "mark_danger": "demand.danger_marked",
    "deny_danger": "demand.danger_denied",
    "undo_deny": "demand.danger_denial_undone",
    "make_urgent": "demand.made_urgent",
    "make_ordinary": "demand.made_ordinary",
    "make_complex": "demand.made_complex",
    "unassign": "demand.assignment_undone",
    "undo_accept": "demand.acceptance_undone",
    "undo_return": "demand.return_undone",
    "undo_answer": "demand.answer_undone",
    "undo_resolve": "demand.closing_undone",
    "undo_rating": "demand.rating_undone",
    "undo_reopen": "demand.reopening_undone",
    "undo_park": "demand.parking_undone",
    "undo_refer": "demand.referral_undone",
    "undo_merge": "demand.merging_undone",
    "undecide": "demand.decision_undone",
    "give_back": "demand.given_back",
    Move.APPROVE: "demand.approved",
    Move.REJECT: "demand.rejected",
    Move.ASK_CHANGES: "demand.changes_asked",
    Move.SUBMIT_AGAIN: "demand.submitted_again",
    Move.WITHDRAW: "demand.withdrawn",
    Move.ASSIGN: "demand.assigned",
    Move.ACCEPT: "demand.accepted",
    Move.RETURN: "demand.returned",
    Move.RESOLVE: "demand.resolved",
    Move.CONFIRM: "demand.confirmed",
    Move.REOPEN: "demand.reopened",
    Move.TAKE_BACK: "demand.taken_back",
    Move.PARK: "demand.parked",
    Move.REFER: "demand.referred",
    Move.MERGE: "demand.merged",
    Move.GO_ON: "demand.separated",
}


def write_step(
    demand: Demand,
    kind: str,
    *,
    by: Actor,
    text: str = "",
    organization_id: int | None = None,
    referred_to: str | None = None,
    other_number: int | None = None,
    **details: Any,
) -> None:
    """Add a line to the history of the demand, which residents read, and to the record, which is never changed.

    `text` is what a person wrote, `other_number` the demand it met; `details` are for the record alone.
    """
    db.session.flush()
    db.session.add(
        DemandEvent(
            community_id=demand.community_id,
            demand_id=demand.id,
            at=clock.now(),
            actor_id=by.id,
            organization_id=organization_id,
            kind=kind,
            state=demand.state,
            text=text,
            referred_to=referred_to,
            other_number=other_number,
        )
    )
    record(RECORDED[kind], demand, by=by, state=demand.state, **details)
