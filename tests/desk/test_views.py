"""The desk over HTTP: everybody finds their own work there, and nothing else."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident import clock
from resident.accounts.models import PersonRow
from resident.activities.models import Activity, How
from resident.communities.models import CommunityRow, Role, RoleGrant
from resident.db import db, transaction
from resident.demands.models import DemandState
from resident.moderation import kinds
from resident.organizations.models import MemberRole, Organization, OrganizationKind, OrganizationMember
from resident.rewards.models import Reward
from resident.web.staff import MOST
from tests.makers.activities import make_activity, make_record, make_shift
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.demands import make_demand
from tests.makers.moderation import make_waiting, note_kind
from tests.makers.organizations import make_member, make_organization
from tests.makers.rewards import make_clerk, make_redemption, make_reward, make_shop
from tests.statements import statements_of

ENGLISH = {"Accept-Language": "en"}
DESK = "/c/guihua/desk"
TO_REVIEW, TO_ASSIGN, WITH_YOU, HOURS, PICKUPS = (
    "Review queue",
    "Lamp is dark",
    "Lift is stuck",
    "Hours to confirm",
    "Pack of tissues",
)
EVERYTHING = (TO_REVIEW, TO_ASSIGN, WITH_YOU, HOURS, PICKUPS)


@dataclass
class Staff:
    """Ids of who works here."""

    app: Flask
    community: int
    company: int
    reward: int
    worker: int
    moderator: int
    dispatcher: int
    clerk: int
    administrator: int
    resident: int
    stranger: int


@pytest.fixture
def staff(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Staff:
    """One thing of every kind waits in a community."""
    monkeypatch.setitem(kinds.KINDS, "note", note_kind())
    with app.app_context(), transaction():
        community = make_community("guihua")
        company = make_organization(community, OrganizationKind.PROPERTY_COMPANY, "安和物业")
        shop = make_shop(community)
        reward = make_reward(community, shop, stock=100)
        there = Staff(
            app,
            community.id,
            company.id,
            reward.id,
            worker=make_staff(community, Role.WORKER).id,
            moderator=make_staff(community, Role.MODERATOR).id,
            dispatcher=make_member(company).id,
            clerk=make_clerk(shop).id,
            administrator=make_staff(community, Role.ADMINISTRATOR).id,
            resident=make_resident(community).id,
            stranger=make_staff(make_community("other"), Role.WORKER).id,
        )
        _one_of_each(community, company, reward)
        return there


def _one_of_each(community: CommunityRow, company: Organization, reward: Reward) -> None:
    make_demand(community, title="Lamp is dark")
    make_demand(
        community,
        title="Lift is stuck",
        state=DemandState.IN_HAND,
        holder_id=company.id,
        due_at=clock.now() + timedelta(days=2),
    )
    make_waiting(community, make_resident(community))
    activity = make_activity(community)
    make_record(make_shift(activity, hours=-4), by=db.session.get_one(PersonRow, activity.created_by_id))
    make_redemption(reward)


def _desk(browser: FlaskClient) -> str:
    answer = browser.get(DESK, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("who", "waits"),
    [
        ("worker", {TO_ASSIGN, HOURS}),
        ("moderator", {TO_REVIEW}),
        ("dispatcher", {WITH_YOU}),
        ("clerk", {PICKUPS}),
        ("administrator", set()),
    ],
)
def test_everybody_finds_their_own_work_and_nothing_else(
    staff: Staff, sign_in: Callable[[int], FlaskClient], who: str, waits: set[str]
) -> None:
    page = _desk(sign_in(getattr(staff, who)))
    assert {words for words in EVERYTHING if words in page} == waits
    assert ("Nothing waits for you" in page) == (not waits)


@pytest.mark.parametrize("who", ["resident", "stranger"])
def test_who_has_neither_role_nor_body_here_has_no_desk(
    staff: Staff, sign_in: Callable[[int], FlaskClient], who: str
) -> None:
    assert sign_in(getattr(staff, who)).get(DESK).status_code == 403


def test_a_visitor_is_asked_to_sign_in(staff: Staff, client: FlaskClient) -> None:
    assert staff
    answer = client.get(DESK)
    assert answer.status_code in {302, 303}
    assert "/sign-in" in answer.location


def test_a_role_that_ended_has_no_desk_any_more(staff: Staff, sign_in: Callable[[int], FlaskClient]) -> None:
    browser = sign_in(staff.moderator)
    _desk(browser)
    with staff.app.app_context(), transaction():
        for grant in db.session.query(RoleGrant).filter_by(person_id=staff.moderator):
            grant.ended_at = clock.now()
    assert browser.get(DESK).status_code == 403


def test_the_style_of_the_staffs_pages_is_asked_for_by_who_works_only(
    staff: Staff, sign_in: Callable[[int], FlaskClient]
) -> None:
    demand, home = "/c/guihua/demands/1", "/c/guihua/"
    worker = sign_in(staff.worker)
    assert all("/desk." in worker.get(path).text for path in (DESK, demand))
    assert "/desk." not in worker.get(home).text
    resident = sign_in(staff.resident)
    assert not any("/desk." in resident.get(path).text for path in (demand, home))


def test_a_long_pile_shows_its_first_rows_and_leads_to_a_page_of_all(
    staff: Staff, sign_in: Callable[[int], FlaskClient]
) -> None:
    with staff.app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, staff.community)
        author = make_resident(community)
        for number in range(7):
            make_demand(community, author=author, title=f"Demand number {number}")
    browser = sign_in(staff.worker)
    page = _desk(browser)
    assert "With the committee 8" in page
    assert "Demand number 3" in page
    assert "Demand number 4" not in page
    assert f'href="{DESK}/demands/committee"' in page
    assert "Demand number 6" in browser.get(f"{DESK}/demands/committee", headers=ENGLISH).text


@pytest.mark.parametrize("pile", ["committee", "earlier", "bodies"])
def test_the_page_of_a_pile_goes_on_after_fifty_and_shows_what_was_counted(
    staff: Staff, sign_in: Callable[[int], FlaskClient], pile: str
) -> None:
    with staff.app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, staff.community)
        author = make_resident(community)
        for number in range(55):
            if pile == "earlier":
                make_demand(community, source="old", source_id=str(number))
            elif pile == "bodies":
                there = {"state": DemandState.ASSIGNED, "holder_id": staff.company, "due_at": clock.now()}
                make_demand(community, author=author, **there)
            else:
                make_demand(community, author=author)
    browser = sign_in(staff.dispatcher if pile == "bodies" else staff.worker)
    counted = re.search(r"(?:With the committee|From an earlier list|Demands with you) (\d{2})", _desk(browser))
    shown: list[str] = []
    address = f"{DESK}/demands/{pile}"
    while address:
        page = browser.get(address, headers=ENGLISH).text
        shown += re.findall(r'href="/c/guihua/demands/(\d+)\?pile=' + pile, page)
        more = re.search(rf'href="({DESK}/demands/{pile}\?after=[^"]+)"', page)
        address = more[1] if more else ""
    assert counted is not None
    assert len(shown) == len(set(shown)) == int(counted[1]) == (55 if pile == "earlier" else 56)


def test_only_the_committee_turns_the_pages_of_its_piles(staff: Staff, sign_in: Callable[[int], FlaskClient]) -> None:
    for who, status in (("worker", 200), ("dispatcher", 403), ("administrator", 403), ("resident", 403)):
        for pile in ("committee", "earlier"):
            assert sign_in(getattr(staff, who)).get(f"{DESK}/demands/{pile}").status_code == status
    assert "Nothing waits here" in sign_in(staff.worker).get(f"{DESK}/demands/bodies", headers=ENGLISH).text


def test_what_nobody_may_act_on_stands_on_the_administrators_desk_with_what_mends_it(
    staff: Staff, sign_in: Callable[[int], FlaskClient]
) -> None:
    with staff.app.app_context(), transaction():
        for grant in db.session.query(RoleGrant).filter(RoleGrant.person_id.in_((staff.worker, staff.moderator))):
            grant.ended_at = clock.now()
        for member in db.session.query(OrganizationMember).filter_by(person_id=staff.clerk):
            member.ended_at = clock.now()
    page = _desk(sign_in(staff.administrator))
    for words in ("Demands that no worker may act on 1", "Posts that no moderator may decide on 1"):
        assert words in page
    assert "Give somebody else the role of a worker." in page
    assert "Rewards that nobody can give out 1" in page
    assert 'href="/c/guihua/admin/people"' in page
    assert "Hours to confirm 1" in page  # who administers is the last outside the body


def test_hours_that_nobody_can_confirm_lead_to_the_page_that_mends_it(
    staff: Staff, sign_in: Callable[[int], FlaskClient]
) -> None:
    with staff.app.app_context(), transaction():
        activity = db.session.scalars(select(Activity)).one()
        make_record(make_shift(activity, hours=-9), by=activity.created_by, how=How.BY_HAND)
        for person_id in (staff.worker, staff.moderator, staff.administrator):
            make_member(activity.organization, MemberRole.MEMBER, db.session.get_one(PersonRow, person_id))
    page = _desk(sign_in(staff.administrator))
    assert "Hours that nobody can confirm 1" in page
    assert 'href="/c/guihua/activities/hours/stuck"' in page


def test_what_a_body_has_that_nobody_leads_stands_with_the_committee(
    staff: Staff, sign_in: Callable[[int], FlaskClient]
) -> None:
    with staff.app.app_context(), transaction():
        for member in db.session.query(OrganizationMember).filter_by(person_id=staff.dispatcher):
            member.ended_at = clock.now()
    page = _desk(sign_in(staff.worker))
    assert WITH_YOU in page
    assert "With the committee 2" in page


def test_the_desk_takes_the_same_few_statements_however_much_waits(
    staff: Staff, sign_in: Callable[[int], FlaskClient]
) -> None:
    """Even for somebody who is everything at once."""
    with staff.app.app_context(), transaction():
        company = db.session.get_one(Organization, staff.company)
        person = make_member(company, MemberRole.MANAGER)
        for role in (Role.WORKER, Role.MODERATOR):
            db.session.add(
                RoleGrant(community_id=staff.community, person_id=person.id, role=role, granted_at=clock.now())
            )
        person_id = person.id
    browser = sign_in(person_id)
    counts = []
    for _ in range(2):
        with statements_of(staff.app) as statements:
            _desk(browser)
        counts.append(len(statements))
        with staff.app.app_context(), transaction():
            community = db.session.get_one(CommunityRow, staff.community)
            for _number in range(4):
                _one_of_each(
                    community, db.session.get_one(Organization, staff.company), db.session.get_one(Reward, staff.reward)
                )
    assert counts[0] == counts[1] <= 9  # who is asking and where, roles, bodies; what waits; the four piles


def test_a_desk_on_which_nothing_lies_asks_once_how_much_waits(
    staff: Staff, sign_in: Callable[[int], FlaskClient]
) -> None:
    browser = sign_in(staff.administrator)
    _desk(browser)
    with statements_of(staff.app) as statements:
        _desk(browser)
    assert len(statements) == 5  # who is asking and where, roles; what waits; what nobody may act on


def test_a_pile_says_how_much_there_is_and_stops_at_a_hundred(
    staff: Staff, sign_in: Callable[[int], FlaskClient]
) -> None:
    browsers = {who: sign_in(getattr(staff, who)) for who in ("worker", "moderator")}
    _pile_up(staff, MOST - 2)
    assert "With the committee 99" in _desk(browsers["worker"])
    _pile_up(staff, 2)
    assert "With the committee 100+" in _desk(browsers["worker"])
    assert "Hours to confirm 100+" in _desk(browsers["worker"])
    assert "100 things to do" in _desk(browsers["moderator"])


def _pile_up(staff: Staff, count: int) -> None:
    """So many more to review, to assign and to confirm."""
    with staff.app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, staff.community)
        author, activity = make_resident(community), make_activity(community)
        shift, manager = make_shift(activity, hours=-4), db.session.get_one(PersonRow, activity.created_by_id)
        for _ in range(count):
            make_demand(community, author=author)
            make_waiting(community, author)
            make_record(shift, by=manager)


def test_the_bar_shows_the_number_that_the_desk_has_counted(
    staff: Staff, sign_in: Callable[[int], FlaskClient]
) -> None:
    browser = sign_in(staff.worker)
    _pile_up(staff, 2)
    number = re.compile(r'/activities/hours"[^<]*<span class="num">(\d+)<')
    on_desk = number.search(_desk(browser))
    elsewhere = number.search(browser.get("/c/guihua/activities/hours", headers=ENGLISH).text)
    assert on_desk is not None
    assert elsewhere is not None
    assert on_desk[1] == elsewhere[1] == "3"
