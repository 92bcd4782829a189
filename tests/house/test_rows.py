"""Rows that are written out for speed look as the macros draw them."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask

from resident.demands.queries import ListedDemand
from resident.web.pieces import piece

DAY = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)
NOTHING: dict[str, Any] = dict.fromkeys(ListedDemand._fields)
EMPTY = ListedDemand(**NOTHING)._replace(
    id=7,
    number=12,
    title="A lamp is <out>",
    state="to_assign",
    submitted_at=DAY,
    due_at=None,
    pressing=3,
    parked_until=None,
    referred_to="",
    spot="",
    supporters=0,
    comment_count=0,
    is_overdue=False,
    building=None,
    holder=None,
    category=None,
    thumb=None,
)
BODY = {"zh_Hans": "物业", "en": "Property"}
LEAF, GATE, BUILDING = "leaf(*day|leaf_words)", "plate('Gate', 'east')", "plate('3', 'Bldg', above=true)"
# What a demand says, the mark beside it, what stands behind its state, the line below, and the small line.
ROWS = [
    (EMPTY, LEAF, [], [], []),
    (EMPTY._replace(category=BODY, spot="Gate east"), GATE, ["Property"], [], []),
    (EMPTY._replace(state="in_hand", building={"en": "Building 3"}, holder=BODY), BUILDING, ["Property"], [], []),
    (EMPTY._replace(state="in_hand", holder=BODY, due_at=DAY), LEAF, ["Property"], ["by next Monday"], []),
    (EMPTY._replace(state="in_hand", due_at=DAY.replace(year=2031)), LEAF, [], ["by 9 March 2031 (expected)"], []),
    (EMPTY._replace(state="assigned", holder=BODY, due_at=DAY), LEAF, ["to Property"], ["by next Monday"], []),
    (EMPTY._replace(state="referred", referred_to="the <city>"), LEAF, ["to the <city>"], [], []),
    (EMPTY._replace(state="parked", parked_until=DAY), LEAF, ["again on 9 March"], [], []),
    (EMPTY._replace(state="reopened", due_at=DAY, is_overdue=True), LEAF, [], ["overdue", "was due next Monday"], []),
    (
        EMPTY._replace(supporters=2, comment_count=1),
        LEAF,
        [],
        [],
        [("support", "2 support this"), ("demand", "1 comment")],
    ),
    (EMPTY._replace(thumb="k1"), LEAF, [], [], []),
    (EMPTY._replace(thumb="k1", supporters=1), LEAF, [], [], [("support", "1 supports this")]),
]
WITH_MACROS = """
{%- from 'ui/lists.html' import row -%}
{%- from 'ui/marks.html' import leaf, plate, state, with_icon -%}
{%- set meta %}{% for icon, words in small %}{{ with_icon(icon, words) }}{% endfor %}{% endset -%}
{%- call row('/demands/%d' % demand.number, demand.title, MARK, meta=meta, thumb=demand.thumb or '') -%}
<span class="row__line">{{ state(demand.state) }}{% for words in first %}<span>{{ words }}</span>{% endfor %}</span>
{%- if second %}<span class="row__line">
{%- for words in second %}{{ state(words) if words == 'overdue' else words }}{% endfor %}</span>{% endif %}
{%- endcall -%}
"""


class Drawn(HTMLParser):
    """What the style sheet and the reader see: tags with their classes and addresses, and words.

    A span without a class only holds words together, and the direction of a title is its text's own.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: (value or "").split() for name, value in attrs if name != "dir"}
        if tag != "span" or said:
            self.seen.append((tag, said))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.seen.append(data.strip())


@pytest.mark.parametrize(("demand", "mark", "first", "second", "small"), ROWS)
def test_a_demand_in_a_list_looks_as_any_row(
    sqlite_app: Flask,
    demand: ListedDemand,
    mark: str,
    first: list[str],
    second: list[str],
    small: list[tuple[str, str]],
) -> None:
    """Protects the lists from a style that changes in the macros of ui/ and not in demands/_row.html."""
    with sqlite_app.test_request_context("/", headers={"Accept-Language": "en"}):
        template = sqlite_app.jinja_env.from_string(WITH_MACROS.replace("MARK", mark))
        expected = template.render(demand=demand, day=DAY, first=first, second=second, small=small)
        assert Drawn(piece("demands/_row.html", row=demand, pile="")).seen == Drawn(expected).seen
