"""Years of demands: imported, solved, and the few that are open now; with all that was said and told about them."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from resident.demands.models import DemandState, Move
from tests.makers.growth.bulk import Bulk
from tests.makers.growth.estates import SINCE, Estate
from tests.makers.growth.raised import BODY, DAY, TITLES, Raised, raise_matter

S = DemandState
NOW_OPEN = {  # of the busiest community; the others have a tenth
    S.IN_REVIEW: 26,
    S.CHANGES_ASKED: 6,
    S.TO_ASSIGN: 60,
    S.ASSIGNED: 60,
    S.IN_HAND: 100,
    S.REOPENED: 10,
    S.PARKED: 20,
    S.REFERRED: 18,
}
OPEN = [state for state, count in NOW_OPEN.items() for _ in range(count)]
ENDED = (S.SOLVED,) * 24 + (S.RESOLVED,) * 4 + (S.WITHDRAWN, S.NOT_APPROVED)
IMPORTED = 6  # of ten
REPLIED = 4  # one in so many of the imported
LATELY, LONG_AGO = timedelta(days=60), timedelta(days=8 * 365)
MANY = 10  # supporters of the demand worth looking at
OWN = 12  # solved ones of the resident who has a bit of everything
REPLY = "您好，您反映的问题已经收悉，我们安排了师傅上门查看，三个工作日内处理完毕。"


def fill_matters(rows: Bulk, estate: Estate, chance: random.Random) -> dict[str, int]:
    """So many demands in one community. Gives what is worth looking at: numbers of two demands, id of a review item."""
    imported = estate.demands * IMPORTED // 10
    for number in range(1, imported + 1):
        _import(rows, estate, number, estate.now - LONG_AGO + (LONG_AGO - SINCE / 2) * (number / imported), chance)
    own = sorted(_times_and_states(estate, estate.demands - imported, chance))
    ended = [place for place, (_at, state) in enumerate(own) if state in ENDED]
    mine = ended[:: max(1, len(ended) // OWN)]
    found = {"demand": 0, "old_demand": 1, "review_item": 0}
    for place, (at, state) in enumerate(own):
        matter = Raised(imported + 1 + place, at, state, estate.neighbours(chance.randrange(estate.demands), 1)[0])
        if place in mine:
            matter = Raised(matter.number, at, S.RESOLVED if place == mine[-1] else S.SOLVED, estate.resident)
        supports, item = raise_matter(rows, estate, matter, chance)
        if state == S.IN_HAND and supports >= MANY:
            found["demand"] = matter.number
        if state == S.IN_REVIEW:
            found["review_item"] = item
    return found


def _times_and_states(estate: Estate, count: int, chance: random.Random) -> Iterator[tuple[datetime, DemandState]]:
    """What residents raised here: the open ones lately, the ended ones in all the years."""
    wanted = len(OPEN) if estate.is_busiest else len(OPEN) // 10
    step = -(-len(OPEN) // max(1, min(wanted, count * 3 // 4)))
    now_open = OPEN[::step]
    for state in now_open:
        since = 2 * DAY if state == S.IN_REVIEW else LATELY
        yield estate.now - since * chance.uniform(1 / 20, 1), state
    for _ in range(count - len(now_open)):
        yield estate.now - SINCE * chance.uniform(1 / 100, 1), chance.choice(ENDED)


def _import(rows: Bulk, estate: Estate, number: int, at: datetime, chance: random.Random) -> None:
    has_reply = number % REPLIED == 0
    state = S.RESOLVED if has_reply else S.TO_ASSIGN
    demand = rows.add(
        "demand",
        community_id=estate.community,
        number=number,
        category_id=estate.categories[number % len(estate.categories)],
        title=f"{TITLES[number % len(TITLES)]}（来信第{number}号）",
        body=BODY * (1 + number % 3),
        state=state,
        is_listed=True,
        submitted_at=at,
        published_at=at,
        resolved_at=at + 5 * DAY if has_reply else None,
        imported_supports=chance.randrange(20),
        source="letters",
        source_id=f"{number}",
    )
    common = {"community_id": estate.community, "demand_id": demand}
    rows.add("demand_event", **common, at=at, kind="import", state=S.TO_ASSIGN)
    if has_reply:
        rows.add("demand_event", **common, at=at + 5 * DAY, kind=Move.RESOLVE, state=state)
        rows.add("answer", **common, body=REPLY, at=at + 5 * DAY, source="letters")
