"""Reading the review queue, and what was taken down."""

from resident.moderation.queries.line import (
    BEFORE,
    FIRST_DUE,
    IN_QUEUE,
    LAST,
    LISTED,
    OLDEST,
    AuthorSoFar,
    Fared,
    InLine,
    Item,
    Listed,
    PlaceInLine,
    author_so_far,
    first_to_decide,
    item_of,
    next_to_decide,
    place_in_line,
    queue_around,
    queue_page,
)
from resident.moderation.queries.pace import SECONDS_EACH, ReadToday, Waiting, waiting_in
from resident.moderation.queries.proposals import (
    Proposed,
    proposal_of,
    proposed_by,
    proposed_for,
)
from resident.moderation.queries.takedowns import (
    TakenDown,
    open_takedown,
    takedown_of,
    takedowns,
)
from resident.moderation.queries.waits import usual_wait
from resident.moderation.queries.work import waiting_work

__all__ = [
    "AuthorSoFar",
    "BEFORE",
    "FIRST_DUE",
    "Fared",
    "IN_QUEUE",
    "InLine",
    "OLDEST",
    "Item",
    "LAST",
    "LISTED",
    "Listed",
    "PlaceInLine",
    "Proposed",
    "ReadToday",
    "SECONDS_EACH",
    "TakenDown",
    "Waiting",
    "author_so_far",
    "first_to_decide",
    "item_of",
    "next_to_decide",
    "open_takedown",
    "place_in_line",
    "proposal_of",
    "proposed_by",
    "proposed_for",
    "queue_around",
    "queue_page",
    "takedown_of",
    "takedowns",
    "usual_wait",
    "waiting_in",
    "waiting_work",
]
