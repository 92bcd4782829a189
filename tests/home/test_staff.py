"""What waits for the staff: in home's block, in the bar, in the tab and under Me, for everybody their own."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident import clock
from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow, Role, RoleGrant
from resident.db import db, transaction
from resident.demands.models import Demand, DemandState
from resident.moderation import kinds
from resident.organizations.models import Organization, OrganizationKind, OrganizationMember
from tests.makers.activities import make_activity, make_place, make_record, make_shift
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.demands import make_demand
from tests.makers.moderation import make_waiting, note_kind
from tests.makers.organizations import make_member, make_organization
from tests.makers.rewards import make_clerk, make_redemption, make_reward, make_shop
from tests.statements import statements_of

ENGLISH = {"Accept-Language": "en"}
HOME = "/c/guihua/"
BLOCK = re.compile(r'<section class="now.*?</section>', re.S)
TAB = re.compile(r'href="/c/guihua/desk">(.*?)</a>', re.S)


@dataclass
class Cast:
    """Ids of who works in a community, and of who does not."""

    app: Flask
    community: int
    moderator: int
    worker: int
    dispatcher: int
    manager: int
    clerk: int
    administrator: int
    resident: int
    stranger: int


@pytest.fixture
def cast(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """One thing of every kind waits; a shift of the social organization is today, one of the company's next week."""
    monkeypatch.setitem(kinds.KINDS, "note", note_kind())
    with app.app_context(), transaction():
        community = make_community("guihua")
        company = make_organization(community, OrganizationKind.PROPERTY_COMPANY, "安和物业")
        shop = make_shop(community)
        activity = make_activity(community)
        manager = db.session.get_one(PersonRow, activity.created_by_id)
        author = make_resident(community)
        make_demand(community, author=author)
        due = clock.now() - timedelta(hours=1)
        make_demand(community, author=author, state=DemandState.IN_HAND, holder_id=company.id, due_at=due)
        make_waiting(community, author)
        make_record(make_shift(activity, hours=-30), by=manager)
        make_place(make_shift(activity, hours=1))
        make_shift(activity, hours=100)
        make_redemption(make_reward(community, shop))
        return Cast(
            app,
            community.id,
            moderator=make_staff(community, Role.MODERATOR).id,
            worker=make_staff(community, Role.WORKER).id,
            dispatcher=make_member(company).id,
            manager=manager.id,
            clerk=make_clerk(shop).id,
            administrator=make_staff(community, Role.ADMINISTRATOR).id,
            resident=author.id,
            stranger=make_staff(make_community("other"), Role.WORKER).id,
        )


def page_of(browser: FlaskClient, path: str = HOME) -> str:
    answer = browser.get(path, headers=ENGLISH)
    assert answer.status_code == 200, path
    return answer.text


def block_of(page: str) -> str:
    found = BLOCK.search(page)
    assert found is not None
    return found[0]


@pytest.mark.parametrize("mode", ["standard", "care"])
@pytest.mark.parametrize(
    ("who", "says", "begins"),
    [
        ("moderator", "1 waits", 'href="/c/guihua/review/begin"'),
        ("worker", "1 demand to hand over", 'href="/c/guihua/desk/demands/committee/begin"'),
        ("dispatcher", "The first one was due", 'href="/c/guihua/desk/demands/bodies/begin"'),
        ("manager", "1 shift today", 'href="/c/guihua/activities/roster"'),
        ("clerk", "Read me the pickup code", 'action="/c/guihua/desk/hand-over"'),
        ("resident", "An hour is enough to begin with", 'href="/c/guihua/activities"'),
        ("stranger", "An hour is enough to begin with", 'href="/c/guihua/activities"'),
    ],
)
def test_homes_block_is_the_work_of_who_opens_it(
    cast: Cast, sign_in: Callable[[int], FlaskClient], who: str, says: str, begins: str, mode: str
) -> None:
    browser = sign_in(getattr(cast, who))
    browser.set_cookie("reading_mode", mode)
    block = block_of(page_of(browser))
    assert says in block
    assert begins in block


def test_what_is_not_first_stands_below_with_its_number(cast: Cast, sign_in: Callable[[int], FlaskClient]) -> None:
    page = page_of(sign_in(cast.worker))
    assert re.search(r"Hours</span>\s*<span[^>]*>1<", page)
    assert "Hours" not in block_of(page)


def test_where_nothing_waits_home_is_a_residents(cast: Cast, sign_in: Callable[[int], FlaskClient]) -> None:
    page = page_of(sign_in(cast.administrator))
    assert "An hour is enough to begin with" in block_of(page)
    assert "My work" not in page


@pytest.mark.parametrize(
    ("who", "badge"),
    [("moderator", "1"), ("worker", "2"), ("dispatcher", "1"), ("manager", "1"), ("clerk", "1"), ("administrator", "")],
)
@pytest.mark.parametrize("path", [HOME, "/c/guihua/demands", "/me"])
def test_the_staff_have_their_work_in_the_tab_bar_with_what_waits(
    cast: Cast, sign_in: Callable[[int], FlaskClient], who: str, badge: str, path: str
) -> None:
    page = page_of(sign_in(getattr(cast, who)), path)
    tab = TAB.search(page, page.index('class="weui-tabbar"'))
    assert tab is not None
    found = re.search(r'weui-badge" aria-hidden="true">([^<]+)<', tab[1])
    assert (found[1] if found else "") == badge
    assert ">Points</span>" not in page[page.index('class="weui-tabbar"') :]


@pytest.mark.parametrize("who", ["resident", "stranger"])
def test_who_is_no_staff_here_keeps_the_points(cast: Cast, sign_in: Callable[[int], FlaskClient], who: str) -> None:
    bar = page_of(sign_in(getattr(cast, who)))
    bar = bar[bar.index('class="weui-tabbar"') :]
    assert ">Points</span>" in bar
    assert ">Work</span>" not in bar


def test_care_mode_keeps_four_tabs_for_the_staff_too(cast: Cast, sign_in: Callable[[int], FlaskClient]) -> None:
    for who, is_staff in (("worker", True), ("resident", False)):
        browser = sign_in(getattr(cast, who))
        browser.set_cookie("reading_mode", "care")
        page = page_of(browser)
        bar = page[page.index('class="weui-tabbar"') :]
        assert bar.count("weui-tabbar__item") == 4
        assert (">Work<" in bar) is is_staff


@pytest.mark.parametrize(("more", "badge"), [(8, "9"), (9, "9+"), (120, "9+")])
def test_a_badge_says_no_more_than_nine_and_more(
    cast: Cast, sign_in: Callable[[int], FlaskClient], more: int, badge: str
) -> None:
    with cast.app.app_context(), transaction():
        author = db.session.get_one(PersonRow, cast.resident)
        community = db.session.get_one(CommunityRow, cast.community)
        for _ in range(more):
            make_waiting(community, author)
    page = page_of(sign_in(cast.moderator))
    assert f'aria-hidden="true">{badge}</span>' in page[page.index('class="weui-tabbar"') :]


def test_residents_are_asked_nothing_and_the_staff_once(cast: Cast, sign_in: Callable[[int], FlaskClient]) -> None:
    """Of the list of demands: how many statements the staff's work adds for whom."""
    asked = {}
    for who in ("resident", "stranger", "moderator", "worker", "clerk", "administrator"):
        browser = sign_in(getattr(cast, who))
        page_of(browser, "/c/guihua/demands")
        with statements_of(cast.app) as statements:
            page_of(browser, "/c/guihua/demands")
        asked[who] = len(statements)
    assert asked.pop("resident") + 1 == min(asked.values()) == max(asked.values())


def test_a_role_that_begins_or_ends_shows_at_once(cast: Cast, sign_in: Callable[[int], FlaskClient]) -> None:
    browser = sign_in(cast.moderator)
    assert ">Work<" in page_of(browser)
    with cast.app.app_context(), transaction():
        for grant in db.session.query(RoleGrant).filter_by(person_id=cast.moderator):
            grant.ended_at = clock.now()
    assert ">Work<" not in page_of(browser)


def test_the_buttons_of_home_lead_to_the_first_thing(cast: Cast, sign_in: Callable[[int], FlaskClient]) -> None:
    for who, begin, leads in (
        ("moderator", "/c/guihua/review/begin", r"/c/guihua/review/\d+"),
        ("worker", "/c/guihua/desk/demands/committee/begin", r"/c/guihua/demands/1\?pile=committee"),
        ("dispatcher", "/c/guihua/desk/demands/bodies/begin", r"/c/guihua/demands/2\?pile=bodies"),
        ("manager", "/c/guihua/activities/roster", r"/c/guihua/activities/\d+/roster\?shift=\d+"),
        ("administrator", "/c/guihua/desk/demands/bodies/begin", "/c/guihua/desk/demands/bodies"),
    ):
        assert re.fullmatch(leads, sign_in(getattr(cast, who)).get(begin).location)


def test_nobody_begins_what_is_not_theirs(cast: Cast, sign_in: Callable[[int], FlaskClient]) -> None:
    for who, begin in (
        ("worker", "/c/guihua/review/begin"),
        ("dispatcher", "/c/guihua/desk/demands/committee/begin"),
        ("worker", "/c/guihua/activities/roster"),
        ("resident", "/c/guihua/desk/demands/bodies/begin"),
    ):
        assert sign_in(getattr(cast, who)).get(begin).status_code == 403


@pytest.mark.parametrize("who", ["manager", "clerk", "dispatcher"])
def test_a_body_that_is_archived_has_no_work(cast: Cast, sign_in: Callable[[int], FlaskClient], who: str) -> None:
    browser = sign_in(getattr(cast, who))
    with cast.app.app_context(), transaction():
        for member in db.session.query(OrganizationMember).filter_by(person_id=getattr(cast, who)):
            member.organization.archived_at = clock.now()
    assert ">Work<" not in page_of(browser)


TODAY = re.compile(r">First today<.*?</section>", re.S)


def test_what_comes_first_today_stands_above_the_figures_and_leads_into_its_pile(
    cast: Cast, sign_in: Callable[[int], FlaskClient]
) -> None:
    with cast.app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, cast.community)
        late = next(one for one in db.session.query(Demand) if one.state == DemandState.IN_HAND)
        here = {"author": db.session.get_one(PersonRow, cast.resident), "holder_id": late.holder_id}
        later, soon = clock.now() + timedelta(days=20), clock.now() + timedelta(days=9)
        make_demand(community, title="慢慢修", state=DemandState.IN_HAND, due_at=soon, **here)
        make_demand(community, title="等签收", state=DemandState.ASSIGNED, due_at=later, **here)
        make_demand(community, title="又坏了", state=DemandState.REOPENED, due_at=soon, **here)
    page = page_of(sign_in(cast.dispatcher))
    found = TODAY.search(page)
    assert found is not None
    assert re.findall(r'href="/c/guihua/demands/(\d+)\?pile=bodies"', found[0]) == ["2", "5", "4"]
    assert "was due" in found[0]
    assert "Reopened" in found[0]
    assert page.index("First today") < page.index("Neighbours talk about")


def test_each_has_only_their_own_piles_first_today(cast: Cast, sign_in: Callable[[int], FlaskClient]) -> None:
    assert re.findall(r"demands/(\d+)\?pile=committee", page_of(sign_in(cast.worker))) == ["1"]
    for who in ("moderator", "clerk", "manager", "administrator", "resident", "stranger"):
        assert "First today" not in page_of(sign_in(getattr(cast, who))), who


def test_the_block_names_the_pile_of_what_comes_first_today(cast: Cast, sign_in: Callable[[int], FlaskClient]) -> None:
    with cast.app.app_context(), transaction():
        late = next(one for one in db.session.query(Demand) if one.state == DemandState.IN_HAND)
        make_member(db.session.get_one(Organization, late.holder_id), person=db.session.get_one(PersonRow, cast.worker))
    browser = sign_in(cast.worker)
    assert "lies with you" in block_of(page_of(browser))
    with cast.app.app_context(), transaction():
        late = next(one for one in db.session.query(Demand) if one.state == DemandState.IN_HAND)
        late.due_at = clock.now() + timedelta(days=9)
        first = next(one for one in db.session.query(Demand) if one.state == DemandState.TO_ASSIGN)
        first.due_at = clock.now() - timedelta(days=1)
    page = page_of(browser)
    assert "to hand over" in block_of(page)
    assert re.findall(r"demands/(\d+)\?pile=(\w+)", page)[0] == ("1", "committee")
