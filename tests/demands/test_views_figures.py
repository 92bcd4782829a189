"""Each figure of the home page opens the demands behind it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from resident.demands.models import DemandState, Visibility
from tests.conftest import Clock
from tests.demands.conftest import Town
from tests.statements import statements_of

SignIn = Callable[[int], FlaskClient]
S = DemandState


@pytest.fixture
def numbers(town: Town, clock: Clock) -> dict[str, list[int]]:
    """Eight of twelve answered in time, of four rated three solved; one is for the committee alone."""
    clock.advance(days=16)  # in the middle of a month
    now = clock()
    answered = [town.make(title=f"答复了{n}", contacted_at=now, submitted_at=now) for n in range(4)]
    rated = {"rated_at": now, "rated_content": "content", "contacted_at": now}
    solved = [town.make(title=f"解决了{n}", state=S.SOLVED, rated_solved=True, **rated) for n in range(3)]
    solved += [town.make(title="没解决", state=S.REOPENED, rated_solved=False, **rated)]
    silent = [town.make(title=f"没人理{n}", submitted_at=now - timedelta(days=3)) for n in range(3)]
    hidden = [town.make(title="只给居委会看", visibility=Visibility.COMMITTEE, submitted_at=now - timedelta(days=3))]
    return {"answered": answered, "rated": solved, "silent": silent, "hidden": hidden}


def test_a_figure_says_of_how_many_and_nobody_under_five_is_a_share(
    town: Town, numbers: dict[str, list[int]], client: FlaskClient
) -> None:
    client.set_cookie("language", "en")
    page = client.get(f"/c/{town.slug}/").text
    assert "<b>67<small>%</small></b>" in page
    assert "8 of 12" in page
    assert "<b><small>3 of 4</small></b>" in page
    assert "75" not in page.split("How this month goes")[1].replace(town.slug, "")
    for name in ("response", "solved", "satisfaction", "raised"):
        assert f'href="/c/{town.slug}/demands/figures/{name}"' in page
        assert client.get(town.url(f"/figures/{name}")).status_code == 200
    client.set_cookie("language", "zh_Hans")
    page = client.get(f"/c/{town.slug}/").text
    assert "12 件中 8 件" in page
    assert "4 件中 3 件" in page
    assert "解决率" in page


def test_behind_it_stand_those_that_count_and_those_that_do_not(
    town: Town, numbers: dict[str, list[int]], client: FlaskClient
) -> None:
    client.set_cookie("language", "en")
    page = client.get(town.url("/figures/response")).text
    assert "Response: 8 of 12" in page
    assert "1 of them is not public; it counts all the same." in page
    assert "只给居委会看" not in page
    late = client.get(town.url("/figures/response?counts=no")).text
    assert "没人理0" in late
    assert "答复了0" not in late
    in_time = client.get(town.url("/figures/response?counts=yes")).text
    assert "没人理0" not in in_time
    assert "答复了0" in in_time
    assert client.get(town.url("/figures/solved?counts=bogus")).status_code == 200
    assert client.get(town.url("/figures/bogus")).status_code == 404


def test_the_staff_see_all_of_them(town: Town, numbers: dict[str, list[int]], sign_in: SignIn) -> None:
    page = sign_in(town.worker).get(town.url("/figures/response")).text
    assert "只给居委会看" in page
    assert "不公开" not in page


def test_what_was_withdrawn_is_listed_apart_for_the_committee_alone(
    town: Town, sign_in: SignIn, client: FlaskClient, clock: Clock
) -> None:
    number = town.make(title="后来撤回了", state=S.ASSIGNED, holder_id=town.property)
    assert sign_in(town.author).post(town.url(f"/{number}/withdraw")).status_code == 303
    assert "后来撤回了" in sign_in(town.worker).get(town.url("/figures/withdrawn")).text
    assert "后来撤回了" in sign_in(town.worker).get(town.url(f"/{number}")).text
    assert "后来撤回了" not in client.get(town.url("/figures/withdrawn")).text
    assert client.get(town.url(f"/{number}")).status_code == 404


def test_a_long_list_goes_on_with_its_filter(town: Town, client: FlaskClient, clock: Clock) -> None:
    for _ in range(25):
        town.make(contacted_at=clock())
    client.set_cookie("language", "en")
    first = client.get(town.url("/figures/response?counts=yes")).text
    onward = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "counts=yes&after=" in onward
    assert client.get(onward).text.count('<li><a class="row') == 5, onward


def test_the_page_takes_the_same_few_statements_whatever_the_number(
    town: Town, client: FlaskClient, clock: Clock
) -> None:
    address = town.url("/figures/response")
    town.make(contacted_at=clock())
    client.get(address)
    with statements_of(town.app) as few:
        client.get(address)
    for _ in range(10):
        town.make(contacted_at=clock(), holder_id=town.property, building_id=town.building)
    client.get(address)
    with statements_of(town.app) as many:
        client.get(address)
    assert len(many) == len(few) <= 5


def test_an_overdue_demand_says_so_wherever_it_was_put(town: Town, client: FlaskClient, clock: Clock) -> None:
    client.set_cookie("language", "en")
    due = clock() - timedelta(hours=1)
    parked = town.make(state=S.PARKED, due_at=due, parked_until=clock() + timedelta(days=30))
    referred = town.make(state=S.REFERRED, due_at=due, referred_to="The city")
    for number in (parked, referred):
        page = client.get(town.url(f"/{number}")).text
        assert "It was due 2 March, and stays overdue until it is closed." in page
    assert client.get(town.url("?state=later")).text.count("was due 2 March") == 2
