"""The tables of demands, and the table of moves between their states."""

from resident.demands.models.after import AfterMove, AfterPhotos, AfterState
from resident.demands.models.calls import COUNTING, IS_CONTESTED, Call, CallMove, CallState
from resident.demands.models.consents import ContactConsent
from resident.demands.models.danger import IS_UNSEEN, Danger, DangerMove, DangerState
from resident.demands.models.demand import (
    DANGER_SEEN,
    IS_WITH_BODY,
    MAY_BE_TAKEN_OVER,
    MAY_BE_WITH_COMMITTEE,
    STANDS_OUT,
    Content,
    Demand,
    DemandCategory,
    Urgency,
    Visibility,
    WrongState,
    is_danger_in,
    is_listed_in,
    is_public_in,
)
from resident.demands.models.entries import Channel, DemandEntry
from resident.demands.models.figures import DemandFigures
from resident.demands.models.promises import IS_OVERDUE, WAS_DUE
from resident.demands.models.states import MOVES, DemandState, Move
from resident.demands.models.talk import Answer, Comment, CommentMove, CommentState, DemandEvent, Support

__all__ = [
    "COUNTING",
    "IS_CONTESTED",
    "DANGER_SEEN",
    "Danger",
    "DangerMove",
    "DangerState",
    "IS_OVERDUE",
    "IS_UNSEEN",
    "Urgency",
    "IS_WITH_BODY",
    "MAY_BE_TAKEN_OVER",
    "MAY_BE_WITH_COMMITTEE",
    "MOVES",
    "STANDS_OUT",
    "AfterMove",
    "AfterPhotos",
    "AfterState",
    "Answer",
    "Call",
    "CallMove",
    "CallState",
    "Comment",
    "Channel",
    "CommentMove",
    "CommentState",
    "ContactConsent",
    "Content",
    "Demand",
    "DemandCategory",
    "DemandEntry",
    "DemandEvent",
    "DemandFigures",
    "DemandState",
    "Move",
    "Support",
    "WAS_DUE",
    "Visibility",
    "WrongState",
    "is_listed_in",
    "is_danger_in",
    "is_public_in",
]
