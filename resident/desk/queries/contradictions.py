"""What waits where nobody will ever find it: statements that find nothing where all is well."""

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, select
from sqlalchemy.orm import aliased

from resident.accounts.models import PersonRow
from resident.activities.models import TAKES_PLACE, Activity, ActivityState, Shift, SignUp
from resident.activities.models import SignUpState as Place
from resident.activities.times import overlapping
from resident.claims.models import ClaimState, ResidenceClaim
from resident.demands.models import Comment, CommentState, Demand, DemandState
from resident.moderation.models import Proposal, ProposalState, ReviewItem, ReviewState, Takedown, TakedownState
from resident.statements import in_one_of

_HERE = bindparam("community", type_=Demand.community_id.type)
_NOW = bindparam("now", type_=Shift.starts_at.type)
_IN_REVIEW: tuple[tuple[str, Any, str], ...] = (
    ("demand", Demand, DemandState.IN_REVIEW),
    ("comment", Comment, CommentState.IN_REVIEW),
    ("activity", Activity, ActivityState.IN_REVIEW),
    ("residence", ResidenceClaim, ClaimState.WAITING),
    ("appeal", Takedown, TakedownState.APPEALED),
)


def _unread(kind: str, model: Any, state: str) -> Select[*tuple[Any, ...]]:
    return select(model.id).where(
        model.community_id == _HERE,
        model.state == state,
        ~exists().where(
            ReviewItem.kind == kind, ReviewItem.subject_id == model.id, ReviewItem.state == ReviewState.WAITING
        ),
    )


_theirs, _other = aliased(SignUp), aliased(Shift)
_BUSY: ColumnElement[bool] = exists().where(
    _theirs.person_id == SignUp.person_id,
    _theirs.state == Place.SIGNED_UP,
    _theirs.no_show_at.is_(None),
    _theirs.shift_id == _other.id,
    overlapping(_other, Shift),
)
_BESIDE_A_FREE_PLACE = (
    select(SignUp.id)
    .join(Shift, Shift.id == SignUp.shift_id)
    .where(
        SignUp.community_id == _HERE,
        SignUp.state == Place.WAITING,
        TAKES_PLACE,
        Shift.starts_at > _NOW,
        Shift.taken < Shift.capacity,
        ~_BUSY,
    )
)
_UNDER_WHAT_ENDED = (
    select(Comment.id)
    .join(Demand, Demand.id == Comment.demand_id)
    .where(
        Comment.community_id == _HERE,
        in_one_of(Comment.state, (CommentState.IN_REVIEW, CommentState.CHANGES_ASKED)),
        Demand.is_listed.is_(False),
    )
)
_BY_NOBODY = (
    select(ReviewItem.id)
    .join(PersonRow, PersonRow.id == ReviewItem.author_id)
    .where(
        ReviewItem.community_id == _HERE,
        ReviewItem.state == ReviewState.WAITING,
        PersonRow.closed_at.is_not(None),
        ReviewItem.kind != "activity",  # its body speaks for it, as for the words it has proposed
        ~exists().where(
            Proposal.kind == ReviewItem.kind,
            Proposal.id == ReviewItem.subject_id,
            Proposal.organization_id.is_not(None),
        ),
    )
)
_UNREAD_WORDS = select(Proposal.id).where(
    Proposal.community_id == _HERE,
    Proposal.state == ProposalState.WAITING,
    ~exists().where(
        ReviewItem.kind == Proposal.kind,
        ReviewItem.subject_id == Proposal.id,
        ReviewItem.state == ReviewState.WAITING,
    ),
)
MUST_BE_EMPTY: tuple[tuple[str, str, Select[*tuple[Any, ...]]], ...] = (
    *((kind, "waits for a review, but stands in no queue", _unread(kind, *of)) for kind, *of in _IN_REVIEW),
    ("proposal", "waits for a review, but stands in no queue", _UNREAD_WORDS),
    ("sign-up", "waits beside a free place", _BESIDE_A_FREE_PLACE),
    ("comment", "waits under a demand that is not public", _UNDER_WHAT_ENDED),
    ("review", "waits although its author's account is closed", _BY_NOBODY),
)
