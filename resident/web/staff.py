"""What waits for the staff: each package says which pages it has for them, for whom, and how much lies there.

Home's filled block, the staff's bar, the tab and one's own page read the same answer: one statement, once a request,
and none at all for who has no duty anywhere.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal, NamedTuple

from flask import Flask, g, request, url_for
from sqlalchemy import ColumnElement, Executable, ScalarSelect, Select, case, null
from werkzeug.local import LocalProxy

from resident import clock
from resident.db import known
from resident.ids import CommunityId, PersonId
from resident.statements import count_of, number, row, together
from resident.web.errors import Words
from resident.web.guards import asker, is_on_duty

MOST = 100  # counted no further: who has a hundred has more than today's work
ON_A_BADGE = 9  # above it a badge says 9+: a longer number is cut off
SOON = timedelta(hours=12)


class Told(NamedTuple):
    """How home's filled block says what waits: two sentences, and the button that begins."""

    title: str
    text: str
    start: str


@dataclass(frozen=True)
class StaffPage:
    """One page of work: `concerns` and `found` are about the bound `person` in the bound `community`, `now` and `soon`.

    `since` is the moment that matters of what was found: since when the oldest waits, or when the first is due;
    `due` is when the first is due where both matter.
    """

    name: str
    endpoint: str
    label: Words
    icon: str
    concerns: ColumnElement[bool]
    position: int
    values: dict[str, Any] = field(default_factory=dict)
    found: Select[*tuple[Any, ...]] | None = None
    since: ScalarSelect[Any] | None = None
    due: ScalarSelect[Any] | None = None
    told: Callable[[Any, "Waiting"], Told] | None = None
    begins_at: str = ""  # the endpoint of home's button, which leads to the first thing; else the page itself
    in_bar: Literal["always", "when it waits", "never"] = "always"
    goes_before_all: bool = False  # on home also before what waits for oneself

    @property
    def url(self) -> str:
        """Its address in the community at hand."""
        return url_for(self.endpoint, **self.values)

    def url_in(self, slug: str) -> str:
        """Its address in another community."""
        return url_for(self.endpoint, community=slug, **self.values)

    @property
    def begin_url(self) -> str:
        """Where its first thing is."""
        return url_for(self.begins_at, **self.values) if self.begins_at else self.url

    @property
    def is_here(self) -> bool:
        """Whether the page at hand belongs to it and to no other; a view of another package says so by `stand_at`."""
        if "staff_page" in g:
            return bool(g.staff_page == self.name)
        if self.values:
            return request.endpoint == self.endpoint and request.view_args == self.values
        others = (page for page in STAFF_PAGES.values() if page.values)
        return self.endpoint.rpartition(".")[0] in request.blueprints and not any(page.is_here for page in others)

    def columns(self, concerns: ColumnElement[bool]) -> tuple[Any, ...]:
        """Its part of the one statement, in which whom it concerns is known already."""
        count = number(0) if self.found is None else case((concerns, count_of(self.found, MOST)), else_=number(0))
        moments = (null() if one is None else case((concerns, one)) for one in (self.since, self.due))
        return concerns, count, *moments


class Waiting(NamedTuple):
    """How much waits on one page, counted to MOST, and the moment that matters of it."""

    page: StaffPage
    number: int
    since: datetime | None
    due: datetime | None = None

    @property
    def words(self) -> str:
        """How many: `3`, or `100+` where no more were counted."""
        return f"{self.number}" if self.number < MOST else f"{MOST}+"

    @property
    def is_in_bar(self) -> bool:
        """Whether it stands in the staff's bar now, and counts for the badge."""
        return self.page.in_bar == "always" or (self.page.in_bar == "when it waits" and self.number > 0)

    @property
    def told(self) -> Told | None:
        """What home's block says of it; None where nothing waits, or where it is no work of its own."""
        return self.page.told(g.community, self) if self.page.told and self.number else None


STAFF_PAGES: dict[str, StaffPage] = {}


def setup(app: Flask) -> None:
    """`work` for every template: what waits for who is signed in, asked for only where a template shows it."""
    app.jinja_env.globals["badge"] = badge
    app.context_processor(lambda: {"work": LocalProxy(work)})


def register(page: StaffPage) -> None:
    """Put a page among those of the staff; the lower its position, the sooner it is what matters now."""
    STAFF_PAGES[page.name] = page


def stand_at(name: str) -> None:
    """Say to which page of the staff the page at hand belongs, where its address does not."""
    g.staff_page = name


def work() -> tuple[Waiting, ...]:
    """What waits for who is signed in in the community at hand, page by page; empty for who is no staff there."""
    community, person = g.get("community"), asker()
    if community is None or person is None or not is_on_duty():
        return ()
    answers: dict[Any, tuple[Waiting, ...]] = known("staff pages")
    key = (community.id, person.id)
    if key not in answers:
        answers[key] = work_of(community_id=community.id, person_id=person.id)
    return answers[key]


def work_of(*, community_id: CommunityId, person_id: PersonId) -> tuple[Waiting, ...]:
    """What waits for somebody, page by page, in their order; one statement."""
    now = clock.now()
    return row(_waiting, _asking(), community=community_id, person=person_id, now=now, soon=now + SOON) or ()


def badge(waiting: Iterable[Waiting]) -> str:
    """How much waits in all, as a badge says it: `4`, `9+`, or nothing."""
    total = sum(one.number for one in waiting if one.is_in_bar)
    return "" if not total else f"{total}" if total <= ON_A_BADGE else f"{ON_A_BADGE}+"


def _in_order() -> list[StaffPage]:
    return sorted(STAFF_PAGES.values(), key=lambda page: page.position)


@cache  # once for this process: every package has said its pages when the first request comes
def _asking() -> Executable:
    """What somebody is here is asked once, however many pages are for such people: `MATERIALIZED`, else it is copied to each."""
    pages = _in_order()
    kinds = {id(page.concerns): page.concerns for page in pages}
    standing = together(kind.label(f"kind_{place}") for place, kind in enumerate(kinds.values()))
    known_once = standing.cte("standing").prefix_with("MATERIALIZED").c
    concerns = dict(zip(kinds, known_once, strict=True))
    return together(column for page in pages for column in page.columns(concerns[id(page.concerns)]))


def _waiting(*columns: Any) -> tuple[Waiting, ...]:
    answers = zip(_in_order(), columns[::4], columns[1::4], columns[2::4], columns[3::4], strict=True)
    return tuple(Waiting(page, count, since, due) for page, concerns, count, since, due in answers if concerns)
