"""The demands of the eleven months before, led to their end: each month's are raised in its first three weeks."""

from datetime import datetime, timedelta

from resident import clock
from resident.dates.months import month_of
from resident.demands.actions.handling import answer, assign, resolve
from resident.demands.actions.raising import Draft, raise_demand, rate
from resident.demands.models import Content
from resident.demo.actions.cast import Cast, manager
from resident.demo.actions.telling import FIRST_WORD, WORKER
from resident.demo.earlier import EARLIER, Earlier

APART = timedelta(days=4, minutes=37)  # of two demands of a month
RATINGS = {"good": Content.CONTENT, "fair": Content.FAIRLY_CONTENT, "poor": Content.NOT_CONTENT}


def tell_earlier(cast: Cast) -> None:
    """Raise them, the oldest first, and close them."""
    this_month = month_of(cast.now, cast.community.time_zone)
    for back, matters in zip(range(len(EARLIER), 0, -1), EARLIER, strict=True):
        begins, _ends = this_month.back(back).bounds(cast.community.time_zone)
        first = begins + timedelta(days=1, hours=9)
        for number, matter in enumerate(sorted(matters, key=lambda matter: matter.ending != "slow")):
            _tell(cast, matter, first + number * APART)


def _tell(cast: Cast, matter: Earlier, moment: datetime) -> None:
    """What was answered late was closed late: two weeks after it was raised, which no holidays make up for."""
    is_slow = matter.ending == "slow"
    author, holder, worker = cast.people[matter.author], manager(cast, matter.body_key), cast.people[WORKER]
    draft = Draft(
        title=matter.title,
        body=matter.body,
        category_id=cast.categories[matter.category].id,
        building_id=cast.buildings[matter.building].id if matter.building else None,
    )
    with clock.at(moment):
        demand = raise_demand(community=cast.community, draft=draft, by=author)
    with clock.at(moment + timedelta(hours=1)):
        cast.approve("demand", demand.id)
        assign(demand=demand, organization=cast.bodies[matter.body_key], by=worker)
    with clock.at(moment + timedelta(days=9 if is_slow else 0, hours=4)):
        answer(demand=demand, body=FIRST_WORD, by=holder)
    with clock.at(moment + timedelta(days=16 if is_slow else 1, hours=6)):
        resolve(demand=demand, text=matter.answer, by=holder)
    if not is_slow:
        with clock.at(moment + timedelta(days=2, hours=10)):
            rate(demand=demand, solved=True, content=RATINGS[matter.ending], by=author)
