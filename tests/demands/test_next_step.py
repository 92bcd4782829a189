"""The next step of a demand, for whom it waits, to whom it could go, and where one goes on."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from resident import clock
from resident.communities.context import community_of
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.demands.models import DemandState
from resident.demands.queries import candidates
from resident.demands.words import candidate_words
from resident.organizations.models import OrganizationKind
from tests.demands.conftest import Town
from tests.makers.communities import make_community
from tests.makers.demands import make_category, make_demand
from tests.makers.organizations import make_organization

SignIn = Callable[[int], FlaskClient]
ENGLISH = {"Accept-Language": "en"}
PUBLISHED = datetime(2026, 3, 1, tzinfo=UTC)
S = DemandState
STEP = re.compile(r'<div class="step" id="act-(\w+)">(.*?)</div>\s*(?:<h2|$)', re.S)
K = OrganizationKind


def step_of(page: str) -> tuple[str, str]:
    found = STEP.search(page)
    return (found[1], found[2]) if found else ("", "")


def ways_of(page: str) -> list[str]:
    return (
        re.findall(r'id="act-(\w+)"', page.split('class="ways para')[1].split("</section>")[0])
        if "ways para" in page
        else []
    )


@pytest.mark.parametrize(
    ("who", "state", "with_whom", "awaited"),
    [
        ("worker", S.TO_ASSIGN, None, "assign"),
        ("worker", S.ASSIGNED, "property", ""),
        ("worker", S.IN_HAND, "property", ""),
        ("worker", S.REOPENED, "property", ""),
        ("worker", S.ASSIGNED, "committee", "accept"),
        ("worker", S.IN_HAND, "committee", "answer"),
        ("worker", S.IN_HAND, None, "answer"),
        ("worker", S.RESOLVED, "property", ""),
        ("worker", S.REFERRED, None, ""),
        ("manager", S.ASSIGNED, "property", "accept"),
        ("manager", S.IN_HAND, "property", "answer"),
        ("manager", S.REOPENED, "property", "answer"),
        ("manager", S.RESOLVED, "property", ""),
        ("moderator", S.TO_ASSIGN, None, ""),
        ("author", S.TO_ASSIGN, None, ""),
        ("neighbour", S.IN_HAND, "property", ""),
    ],
)
def test_the_step_the_state_waits_for_is_open_and_green_for_whom_it_waits(
    town: Town, sign_in: SignIn, who: str, state: DemandState, with_whom: str | None, awaited: str
) -> None:
    holder = getattr(town, with_whom) if with_whom else None
    number = town.make(state=state, holder_id=holder, published_at=PUBLISHED)
    page = sign_in(town.ids[who]).get(town.url(f"/{number}"), headers=ENGLISH).text
    name, step = step_of(page)
    assert name == awaited
    if awaited:
        assert step.count("weui-btn_primary") == 1
        assert awaited not in ways_of(page)
    acts = page.split('id="acts"')[1].split("</section>")[0] if 'id="acts"' in page else ""
    assert acts.count("weui-btn_primary") == (1 if awaited else 0)


def test_every_other_way_says_what_it_does_to_who_raised_it(town: Town, sign_in: SignIn) -> None:
    number = town.make(published_at=PUBLISHED)
    page = sign_in(town.worker).get(town.url(f"/{number}"), headers=ENGLISH).text
    ways = page.split('class="ways para')[1].split("</section>")[0]
    ways_there = ["mark_danger", "answer", "call", "resolve", "accept", "merge", "refer", "park", "urgency"]
    assert ways_of(page) == ways_there
    effects = re.findall(r'<span class="meta">([^<]+)</span>', ways)
    assert len(effects) == len(ways_of(page))
    assert len(set(effects)) == len(effects)


def test_taking_back_what_was_handed_over_asks_once(town: Town, sign_in: SignIn) -> None:
    number = town.make(state=S.ASSIGNED, holder_id=town.property, published_at=PUBLISHED)
    page = sign_in(town.worker).get(town.url(f"/{number}"), headers=ENGLISH).text
    assert "accept" in ways_of(page)
    assert re.search(r"Take it back from [^<]+\?", page)
    assert not re.search(r"Take it back from [^<]+\?", sign_in(town.manager).get(town.url(f"/{number}")).text)


def test_the_button_names_the_body_once_one_is_chosen(town: Town, sign_in: SignIn) -> None:
    number = town.make(published_at=PUBLISHED)
    _name, step = step_of(sign_in(town.worker).get(town.url(f"/{number}"), headers=ENGLISH).text)
    assert re.search(r'data-names="Hand over to \{body\}"[^>]*>Hand over</button>', step)


@pytest.mark.parametrize("who", ["author", "worker"])
def test_what_nobody_could_support_here_is_not_offered_as_if_they_could(town: Town, sign_in: SignIn, who: str) -> None:
    number = town.make(state=S.IN_HAND, holder_id=town.property, published_at=PUBLISHED, author_id=town.ids[who])
    page = sign_in(town.ids[who]).get(town.url(f"/{number}"), headers=ENGLISH).text
    assert 'id="support"' in page
    assert ">Support<" not in page.split('id="support"')[1]
    assert "/support" not in page


def test_what_a_body_has_that_nobody_leads_waits_for_the_committee(town: Town, sign_in: SignIn) -> None:
    with town.app.app_context(), transaction():
        unled = make_organization(db.session.get_one(CommunityRow, town.community), K.CHARITY).id
    number = town.make(state=S.IN_HAND, holder_id=unled, published_at=PUBLISHED)
    assert step_of(sign_in(town.worker).get(town.url(f"/{number}")).text)[0] == "answer"


@pytest.mark.usefixtures("session")
class TestCandidates:
    """To whom a demand could go."""

    def test_who_had_most_of_its_kind_comes_first_with_the_reason(self) -> None:
        community = make_community()
        lamps, shops = make_category(community), make_category(community)
        aid = make_organization(community, K.SOCIAL_ORGANIZATION, "互助会")
        company = make_organization(community, K.PROPERTY_COMPANY, "物业")
        make_organization(community, K.MERCHANT, "理发店")
        for body, number, late in ((aid, 2, 0), (company, 3, 1)):
            for one in range(number):
                make_demand(
                    community,
                    category_id=lamps.id,
                    state=S.RESOLVED,
                    holder_id=body.id,
                    resolved_at=clock.now(),
                    missed_at=clock.now() if one < late else None,
                )
        old = clock.now() - timedelta(days=400)
        make_demand(community, category_id=lamps.id, state=S.RESOLVED, holder_id=aid.id, submitted_at=old)
        demand = make_demand(community, category_id=lamps.id)
        found = candidates(community_of(demand), demand)
        assert [(one.id, one.had, one.in_time) for one in found.likely] == [(company.id, 3, 2), (aid.id, 2, 2)]
        other = candidates(community_of(demand), make_demand(community, category_id=shops.id))
        assert [one.id for one in other.likely] == [company.id]
        assert [one.id for one in other.others] == [aid.id]

    def test_a_shop_is_offered_only_what_it_had_before(self) -> None:
        community = make_community()
        lamps, food = make_category(community), make_category(community)
        barber = make_organization(community, K.MERCHANT, "理发店")
        make_demand(community, category_id=food.id, state=S.RESOLVED, holder_id=barber.id)
        demand = make_demand(community, category_id=lamps.id)
        assert barber.id not in [one.id for one in candidates(community_of(demand), demand).all]
        again = make_demand(community, category_id=food.id)
        assert [one.id for one in candidates(community_of(again), again).likely] == [barber.id]

    def test_what_was_taken_over_and_other_communities_say_nothing(self) -> None:
        community, other = make_community(), make_community()
        lamps = make_category(community)
        company = make_organization(community, K.PROPERTY_COMPANY)
        make_organization(other, K.PROPERTY_COMPANY)
        make_demand(
            community, category_id=lamps.id, state=S.RESOLVED, holder_id=company.id, source="old", source_id="1"
        )
        demand = make_demand(community, category_id=lamps.id)
        assert [(one.id, one.had) for one in candidates(community_of(demand), demand).all] == [(company.id, 0)]
        assert candidate_words(candidates(community_of(demand), demand).likely[0])


def test_the_likely_body_is_chosen_already_where_it_had_some(town: Town, sign_in: SignIn) -> None:
    number = town.make(published_at=PUBLISHED, category_id=town.category)
    browser = sign_in(town.worker)
    assert " checked" not in step_of(browser.get(town.url(f"/{number}")).text)[1]
    town.make(state=S.RESOLVED, holder_id=town.property, published_at=PUBLISHED, category_id=town.category)
    step = step_of(browser.get(town.url(f"/{number}")).text)[1]
    chosen = re.findall(r'value="(\d+)"[^>]* checked', step)
    assert chosen == [str(town.property)]


def test_after_an_act_the_next_demand_of_the_pile_comes(town: Town, sign_in: SignIn) -> None:
    first, second, third = (town.make(published_at=PUBLISHED) for _ in range(3))
    browser = sign_in(town.worker)

    def _after(number: int, act: str, **data: str) -> str:
        answer = browser.post(town.url(f"/{number}/{act}?pile=committee"), data={"seen": "", **data})
        assert answer.status_code == 303, act
        return str(answer.location)

    assert f"/{third}?pile=committee" in _after(second, "park", reason="等计划", until="2027-01-01")
    onward = _after(third, "assign", organization_id=str(town.property))
    assert f"/{first}?pile=committee&done=" in onward
    page = browser.get(onward, headers=ENGLISH).text
    assert 'action="/c/' in page.split("/undo/")[0]
    assert town.url(f"/{first}?pile=committee") == _after(first, "accept")
    assert _after(first, "resolve", reason="换了").endswith("/desk/demands/committee")


def test_a_pile_is_only_for_who_may_open_it(town: Town, sign_in: SignIn) -> None:
    number = town.make(published_at=PUBLISHED)
    for who, is_shown in (("worker", True), ("manager", False), ("neighbour", False), ("author", False)):
        page = sign_in(town.ids[who]).get(town.url(f"/{number}?pile=committee")).text
        assert ("cols__list" in page) is is_shown
    assert sign_in(town.worker).get(town.url(f"/{number}?pile=nonsense")).status_code == 200
