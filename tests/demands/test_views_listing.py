"""The list of demands and my own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient

from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.demands.models import DemandState, Visibility
from tests.conftest import Clock
from tests.demands.conftest import Town, make_place
from tests.makers.demands import make_demand
from tests.statements import statements_of

SignIn = Callable[[int], FlaskClient]
ENGLISH = {"Accept-Language": "en"}
S = DemandState


def test_only_what_is_published_for_all_is_listed(client: FlaskClient, town: Town) -> None:
    for state in DemandState:
        town.make(state=state, title=f"事情 {state.value}")
    town.make(visibility=Visibility.COMMITTEE, title="私下的事")
    page = client.get(town.url()).text
    for state in DemandState:
        hidden = state in {S.IN_REVIEW, S.CHANGES_ASKED, S.NOT_APPROVED, S.WITHDRAWN, S.MERGED}
        assert (f"事情 {state.value}" in page) is not hidden
    assert "私下的事" not in page


def test_another_communitys_demands_stay_there(app: Flask, client: FlaskClient, town: Town) -> None:
    with app.app_context(), transaction():
        make_demand(make_place().community, title="别处的事")
    assert "别处的事" not in client.get(town.url()).text


def test_filters_narrow_the_list_and_strange_ones_are_passed_over(client: FlaskClient, town: Town) -> None:
    town.make(state=S.IN_HAND, title="在办的", category_id=town.category)
    town.make(state=S.SOLVED, title="解决的")
    assert "解决的" not in client.get(town.url("?state=in_hand")).text
    assert "在办的" in client.get(town.url(f"?category={town.category}")).text
    assert "解决的" not in client.get(town.url(f"?category={town.category}")).text
    assert "在办的" not in client.get(town.url(f"?state=done&category={town.category}")).text
    for strange in ("?state=secret", "?category=x", "?after=nonsense", "?category=" + "9" * 40, "?state=in_review"):
        page = client.get(town.url(strange))
        assert page.status_code == 200
        assert "解决的" in page.text


def test_mine_shows_every_state_and_asks_a_visitor_to_sign_in(client: FlaskClient, town: Town, sign_in: SignIn) -> None:
    for state in DemandState:
        town.make(state=state, title=f"我的 {state.value}")
    town.make("neighbour", title="邻居的")
    page = sign_in(town.author).get(town.url("?mine=1")).text
    assert all(f"我的 {state.value}" in page for state in DemandState)
    assert "邻居的" not in page
    assert client.get(town.url("?mine=1")).location.startswith("/sign-in")


def test_pages_follow_each_other_without_gap_or_double(
    app: Flask, client: FlaskClient, town: Town, clock: Clock
) -> None:
    with app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, town.community)
        author = db.session.get_one(PersonRow, town.author)
        for n in range(45):
            make_demand(
                community, author=author, title=f"第{n:02d}件", submitted_at=clock() - timedelta(minutes=n // 2)
            )
    seen, url = [], town.url()
    while url and len(seen) <= 45:  # a list that never ends fails too
        page = client.get(url).text
        seen += [part[:3] for part in page.split('dir="auto">第')[1:]]
        url = (
            page.split('rel="next"')[0].rsplit('href="', 1)[-1].split('"')[0].replace("&amp;", "&")
            if 'rel="next"' in page
            else ""
        )
    assert len(seen) == len(set(seen)) == 45


def test_an_overdue_demand_says_so(client: FlaskClient, town: Town, clock: Clock) -> None:
    town.make(state=S.IN_HAND, holder_id=town.property, due_at=clock() - timedelta(hours=1))
    town.make(state=S.RESOLVED, holder_id=town.property, due_at=clock() - timedelta(hours=1))
    assert client.get(town.url(), headers=ENGLISH).text.count("Overdue") == 1


def test_an_empty_list_says_what_to_do(client: FlaskClient, town: Town, sign_in: SignIn) -> None:
    for browser, address, words in (
        (client, "", "Nothing here yet"),
        (client, "?state=later", "Nothing of this kind"),
        (client, "?after=1-1", "That was everything."),
        (sign_in(town.author), "?mine=1", "You have not raised anything yet"),
    ):
        assert words in browser.get(town.url(address), headers=ENGLISH).text


def test_the_list_asks_the_same_of_the_database_at_any_size(
    app: Flask, client: FlaskClient, town: Town, sign_in: SignIn
) -> None:
    signed_in = sign_in(town.author)
    counts: dict[str, set[int]] = {"visitor": set(), "resident": set()}
    client.get(town.url())  # the categories are remembered
    for rows in (1, 30):
        with app.app_context(), transaction():
            community = db.session.get_one(CommunityRow, town.community)
            author = db.session.get_one(PersonRow, town.author)
            for _ in range(rows):
                make_demand(community, author=author, holder_id=town.property, building_id=town.building)
        for name, browser in (("visitor", client), ("resident", signed_in)):
            with statements_of(app) as statements:
                assert browser.get(town.url()).status_code == 200
            counts[name].add(len(statements))
    assert counts == {"visitor": {2}, "resident": {3}}


def test_imported_rows_of_long_ago_have_a_leaf_with_their_day(client: FlaskClient, town: Town) -> None:
    with town.app.app_context(), transaction():
        make_demand(
            db.session.get_one(CommunityRow, town.community),
            source="import",
            source_id="1",
            imported_supports=12,
            submitted_at=datetime(2012, 5, 3, 4, tzinfo=UTC),
        )
    page = client.get(town.url(), headers=ENGLISH).text
    assert "12 support this" in page
    assert '<b class="num">3</b>' in page
