"""The tables of demands, and the table of moves between their states."""

from resident.demands.models.demand import Content, Demand, DemandCategory, Visibility, WrongState, is_listed_in
from resident.demands.models.figures import DemandFigures
from resident.demands.models.states import MOVES, DemandState, Move
from resident.demands.models.talk import Answer, Comment, CommentMove, CommentState, DemandEvent, Support

__all__ = [
    "MOVES",
    "Answer",
    "Comment",
    "CommentMove",
    "CommentState",
    "Content",
    "Demand",
    "DemandCategory",
    "DemandEvent",
    "DemandFigures",
    "DemandState",
    "Move",
    "Support",
    "Visibility",
    "WrongState",
    "is_listed_in",
]
