"""The page of a demand: who sees it, what stands on it, how much it asks of the database."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.demands.models import Answer, CommentState, Demand, DemandEvent, DemandState, Visibility
from tests.demands.conftest import Town, make_place
from tests.makers.communities import make_resident
from tests.makers.demands import make_comment, make_demand, make_support
from tests.statements import statements_of

SignIn = Callable[[int], FlaskClient]
ENGLISH = {"Accept-Language": "en"}
S = DemandState
HIDDEN = (S.IN_REVIEW, S.CHANGES_ASKED, S.NOT_APPROVED, S.WITHDRAWN)


def test_what_is_published_is_open_to_everybody_in_every_state(client: FlaskClient, town: Town) -> None:
    for state in DemandState:
        number = town.make(
            state=state, due_at=datetime(2026, 3, 9, tzinfo=UTC), published_at=datetime(2026, 3, 1, tzinfo=UTC)
        )
        assert client.get(town.url(f"/{number}")).status_code == (404 if state in HIDDEN else 200), state


def test_what_waits_is_open_to_its_author_and_the_committee_alone(town: Town, sign_in: SignIn) -> None:
    number = town.make(state=S.IN_REVIEW)
    seen = {
        name: sign_in(town.ids[name]).get(town.url(f"/{number}")).status_code
        for name in ("author", "worker", "moderator", "neighbour", "manager", "administrator")
    }
    assert seen == {
        "author": 200,
        "worker": 200,
        "moderator": 200,
        "neighbour": 404,
        "manager": 404,
        "administrator": 404,
    }


def test_one_for_the_committee_is_open_to_its_holder_too_and_nowhere_else(
    client: FlaskClient, town: Town, sign_in: SignIn
) -> None:
    number = town.make(state=S.IN_HAND, visibility=Visibility.COMMITTEE, holder_id=town.property)
    for name, status in {"author": 200, "worker": 200, "manager": 200, "neighbour": 404, "administrator": 404}.items():
        browser = sign_in(town.ids[name])
        for path in ("", "/comments"):
            assert browser.get(town.url(f"/{number}{path}")).status_code == status, (name, path)
        assert browser.get(town.url(f"/{number}/share")).status_code == 404
    assert client.get(town.url(f"/{number}")).status_code == 404
    assert "2单元门禁" not in client.get(town.url()).text


def test_a_demand_of_another_community_is_not_here(app: Flask, town: Town, client: FlaskClient) -> None:
    with app.app_context(), transaction():
        other = make_place()
        for _ in range(3):
            make_demand(other.community)
    assert client.get(town.url("/3")).status_code == 404
    assert client.get(town.url("/99999999999")).status_code == 404


def test_without_the_name_only_the_building_is_said(client: FlaskClient, town: Town) -> None:
    named, unnamed = town.make(), town.make(shows_name=False)
    assert "李阿姨" in client.get(town.url(f"/{named}")).text
    page = client.get(town.url(f"/{unnamed}"), headers=ENGLISH).text
    assert "李阿姨" not in page
    assert "a resident of Building 3" in page


def test_a_comment_shows_at_most_the_building_and_only_by_choice(app: Flask, client: FlaskClient, town: Town) -> None:
    number = town.make(published_at=datetime(2026, 3, 1, tzinfo=UTC))
    with app.app_context(), transaction():
        demand = db.session.get_one(Demand, town.read(number).id)
        community = db.session.get_one(CommunityRow, town.community)
        for name, shows in (("小周", True), ("老陈", False)):
            person = make_resident(community, name, building=None)
            make_comment(demand, author=person).shows_building = shows
    page = client.get(town.url(f"/{number}"), headers=ENGLISH).text
    assert page.count("Building 3") == 1
    assert "Unit" not in page


def test_comments_that_wait_are_seen_by_their_writer_alone(app: Flask, town: Town, sign_in: SignIn) -> None:
    number = town.make(published_at=datetime(2026, 3, 1, tzinfo=UTC))
    with app.app_context(), transaction():
        demand = db.session.get_one(Demand, town.read(number).id)
        writer = db.session.get_one(PersonRow, town.neighbour)
        make_comment(demand, author=writer, state=CommentState.IN_REVIEW, body="还在等")
    assert "还在等" in sign_in(town.neighbour).get(town.url(f"/{number}")).text
    assert "还在等" not in sign_in(town.author).get(town.url(f"/{number}")).text


def test_what_passed_between_author_and_committee_is_not_in_the_public_history(
    app: Flask, client: FlaskClient, town: Town, sign_in: SignIn
) -> None:
    number = town.make()
    with app.app_context(), transaction():
        demand = town.read(number)
        for kind in ("ask_changes", "approve"):
            db.session.add(
                DemandEvent(
                    community_id=demand.community_id,
                    demand_id=demand.id,
                    at=demand.submitted_at,
                    kind=kind,
                    state="to_assign",
                    text="请去掉门牌号" if kind == "ask_changes" else "",
                )
            )
    public = client.get(town.url(f"/{number}"), headers=ENGLISH).text
    assert "Passed the review" in public
    assert "请去掉门牌号" not in public
    assert "请去掉门牌号" in sign_in(town.author).get(town.url(f"/{number}")).text


def test_the_share_card_has_title_description_and_picture(client: FlaskClient, town: Town) -> None:
    page = client.get(town.url(f"/{town.make()}")).text
    assert '<meta property="og:title" content="2单元门禁刷卡没反应' in page
    assert '<meta name="description" content="从上周末开始' in page
    assert 'property="og:image"' in page


def test_a_button_that_needs_a_confirmed_home_says_so(town: Town, sign_in: SignIn) -> None:
    page = sign_in(town.newcomer).get(town.url(f"/{town.make()}"), headers=ENGLISH).text
    assert "the committee must have confirmed where you live" in page
    assert 'href="/me/household"' in page
    assert "/support" not in page


@pytest.mark.parametrize(
    ("reader", "most"), [("visitor", 4), ("author", 5), ("worker", 9), ("manager", 8), ("neighbour", 7)]
)
def test_a_page_asks_the_same_of_the_database_whatever_hangs_on_it(
    app: Flask, client: FlaskClient, town: Town, sign_in: SignIn, reader: str, most: int
) -> None:
    small = town.make(state=S.IN_HAND, holder_id=town.property, published_at=datetime(2026, 3, 1, tzinfo=UTC))
    big = town.make(state=S.IN_HAND, holder_id=town.property, published_at=datetime(2026, 3, 1, tzinfo=UTC))
    with app.app_context(), transaction():
        demand = db.session.get_one(Demand, town.read(big).id)
        for _ in range(12):
            make_comment(demand, author=make_support(demand))
            db.session.add(
                Answer(community_id=demand.community_id, demand_id=demand.id, body="好", at=demand.submitted_at)
            )
    browser = client if reader == "visitor" else sign_in(town.ids[reader])
    browser.get(town.url(f"/{small}"))
    counts = []
    for number in (small, big):
        with statements_of(app) as statements:
            assert browser.get(town.url(f"/{number}")).status_code == 200
        counts.append(len(statements))
    assert counts == [most, most]


def test_earlier_comments_have_a_page_and_are_shown_as_far_as_one_has_read(
    app: Flask, client: FlaskClient, town: Town
) -> None:
    number = town.make(published_at=datetime(2026, 3, 1, tzinfo=UTC))
    with app.app_context(), transaction():
        demand = db.session.get_one(Demand, town.read(number).id)
        author = db.session.get_one(PersonRow, town.neighbour)
        for n in range(12):
            make_comment(demand, author=author, body=f"第{n:02d}条")
    first = client.get(town.url(f"/{number}")).text
    after = first.split("comments?after=")[1].split('"')[0]
    assert "第11条" in first
    assert "第01条" not in first
    page = client.get(town.url(f"/{number}/comments?after={after}")).text
    assert "<html" in page
    assert "第01条" in page
    assert "第00条" in page
    through = page.split('data-through="')[1].split('"')[0]
    whole = client.get(town.url(f"/{number}?through={through}")).text
    assert all(f"第{n:02d}条" in whole for n in range(12))
    assert "comments?after=" not in whole


def test_a_page_of_earlier_comments_leads_to_those_before(app: Flask, client: FlaskClient, town: Town) -> None:
    number = town.make(published_at=datetime(2026, 3, 1, tzinfo=UTC))
    with app.app_context(), transaction():
        demand = db.session.get_one(Demand, town.read(number).id)
        author = db.session.get_one(PersonRow, town.neighbour)
        for n in range(22):
            make_comment(demand, author=author, body=f"第{n:02d}条")
    part = client.get(town.url(f"/{number}")).text
    for _ in range(2):
        part = client.get(town.url(f"/{number}/comments?after=") + part.split("comments?after=")[1].split('"')[0]).text
    assert "第00条" in part


def test_a_shared_code_leads_to_the_public_address(client: FlaskClient, town: Town) -> None:
    page = client.get(town.url(f"/{town.make()}/share"), headers={"Host": "evil.example"}).text
    assert f"http://127.0.0.1:8000{town.url('/1')}" in page
    assert f'src="{town.url("/1/code.svg")}"' in page
    code = client.get(town.url("/1/code.svg"))
    assert (code.status_code, code.mimetype) == (200, "image/svg+xml")


def test_a_fresh_comment_form_reads_like_one_that_was_refused(town: Town, sign_in: SignIn) -> None:
    number = town.make(state=S.IN_HAND, published_at=datetime(2026, 3, 1, tzinfo=UTC))
    browser = sign_in(town.neighbour)

    def _form(page: str) -> str:
        form = page.split('id="write"')[1].split("</form>")[0]
        for dropped in (
            r'<div class="summary.*?</ul></div></div>',
            r'<p class="field__error.*?</p>',
            r'<input [^>]*name="csrf_token"[^>]*>',  # tests send forms without one
            r' (value|aria-[a-z]+)="[^"]*"',
            r"\s+",
        ):
            form = re.sub(dropped, " " if dropped.endswith("+") else "", form, flags=re.DOTALL)
        return form.replace("> <", "><")

    fresh = browser.get(town.url(f"/{number}")).text
    refused = browser.post(town.url(f"/{number}/comments"), data={"body": "", "token": "t" * 24})
    assert refused.status_code == 422
    assert _form(fresh) == _form(refused.text)
    assert 'name="token"' in fresh
    assert 'name="csrf_token"' in fresh


def test_search_engines_leave_demands_out_unless_the_community_says_otherwise(client: FlaskClient, town: Town) -> None:
    number = town.make(state=S.IN_HAND)
    for path in ("", f"/{number}", "/0"):
        assert client.get(town.url(path)).headers["X-Robots-Tag"] == "noindex"
    with town.app.app_context(), transaction():
        db.session.get_one(CommunityRow, town.community).indexes_demands = True
    assert "X-Robots-Tag" not in client.get(town.url(f"/{number}")).headers
    assert client.get(town.url("/0")).headers["X-Robots-Tag"] == "noindex"


def test_care_mode_begins_with_the_last_answer(app: Flask, client: FlaskClient, town: Town) -> None:
    number = town.make(published_at=datetime(2026, 3, 1, tzinfo=UTC), body="灯不亮。")
    with app.app_context(), transaction():
        demand = db.session.get_one(Demand, town.read(number).id)
        here = {"community_id": demand.community_id, "demand_id": demand.id, "at": demand.submitted_at}
        db.session.add_all(Answer(**here, body=words) for words in ("明天来看", "配件到了"))
    client.set_cookie("reading_mode", "care")
    page = client.get(town.url(f"/{number}"), headers=ENGLISH).text.partition("<main")[2]
    assert page.index("配件到了") < page.index("Earlier answers") < page.index("明天来看") < page.index("灯不亮。")
    listed = client.get(town.url("?state=waiting"), headers=ENGLISH).text
    assert 'class="filter"' in listed
    client.set_cookie("reading_mode", "standard")
    assert 'class="filter"' not in client.get(town.url(), headers=ENGLISH).text
