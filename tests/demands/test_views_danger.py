"""Danger over HTTP: whom to call stands before a demand is sent, and nothing keeps anybody from sending it."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select

from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.demands.models import Comment
from resident.moderation.models import ReviewItem
from tests.conftest import Clock
from tests.demands.conftest import Town

SignIn = Callable[[int], FlaskClient]
ENGLISH = {"Accept-Language": "en"}
GAS = "厨房里有煤气味"
AT_NIGHT = datetime(2026, 3, 4, 15, 3, tzinfo=UTC)  # 23:03 in Shanghai, a Wednesday
AT_NOON = datetime(2026, 3, 4, 2, 3, tzinfo=UTC)


def _form(town: Town, **fields: str) -> dict[str, str]:
    return town.form(**{"title": GAS, **fields})


def test_without_scripts_the_first_sending_shows_whom_to_call_and_the_second_goes_through(
    town: Town, sign_in: SignIn
) -> None:
    browser = sign_in(town.author)
    shown = browser.post(town.url("/new"), data=_form(town, body="阀门关了还有"), headers=ENGLISH)
    page = unescape(shown.text)
    assert shown.status_code == 422
    assert "This sounds like danger: Gas." in page
    assert page.index("tel:119") < page.index("tel:120") < page.index("tel:110")
    assert "Send it all the same" in page
    assert GAS in page
    assert "阀门关了还有" in page
    sent = browser.post(town.url("/new"), data=_form(town, body="阀门关了还有", warned="gas"))
    assert sent.status_code == 303
    assert town.read(1).title == GAS


def test_outside_office_hours_it_says_that_nobody_may_read_it_before_they_begin(
    town: Town, sign_in: SignIn, clock: Clock
) -> None:
    browser = sign_in(town.author)
    for moment, is_closed in ((AT_NIGHT, True), (AT_NOON, False)):
        clock.moment = moment
        page = browser.post(town.url("/new"), data=_form(town), headers=ENGLISH).text
        assert ("Nobody may read this before" in page) == is_closed


def test_while_one_writes_the_box_comes_once_and_goes_with_the_words(town: Town, sign_in: SignIn) -> None:
    browser, url = sign_in(town.author), town.url("/danger")
    first = browser.post(url, data={"title": GAS, "body": "", "spot": ""}, headers=ENGLISH)
    assert (first.status_code, "tel:119" in first.text, 'value="gas"' in first.text) == (200, True, True)
    assert browser.post(url, data={"title": GAS, "warned": "gas"}).status_code == 204
    gone = browser.post(url, data={"title": "路灯坏了", "warned": "gas"})
    assert (gone.status_code, gone.text) == (200, "")
    assert browser.post(url, data={"title": "路灯坏了"}).status_code == 204


def test_the_telephone_of_the_committee_stands_beside_the_three_numbers(town: Town, sign_in: SignIn) -> None:
    with town.app.app_context(), transaction():
        db.session.get_one(CommunityRow, town.community).phone = "0571-8888"
    assert 'tel:0571-8888"' in sign_in(town.author).post(town.url("/danger"), data={"title": GAS}).text


def test_what_sounds_like_no_danger_is_sent_at_once(town: Town, sign_in: SignIn) -> None:
    assert sign_in(town.author).post(town.url("/new"), data=town.form()).status_code == 303


def _raised(town: Town, sign_in: SignIn) -> str:
    return sign_in(town.author).post(town.url("/new"), data=_form(town, warned="gas")).location


def test_staff_see_it_first_on_home_the_desk_and_the_review_until_somebody_has_seen_it(
    town: Town, sign_in: SignIn
) -> None:
    address = _raised(town, sign_in)
    moderator = sign_in(town.moderator)
    home, desk, review = (
        moderator.get(f"/c/{town.slug}/{page}", headers=ENGLISH).text for page in ("", "desk", "review")
    )
    assert "Danger that nobody has seen" in home
    assert "row_danger" in desk
    assert "row_danger" in review
    begun = moderator.get(f"/c/{town.slug}/desk/demands/danger/begin")
    assert begun.location.startswith(address)
    page = moderator.get(address, headers=ENGLISH).text
    assert "Nobody of the staff has seen it yet." in page
    assert "I have seen it" in page
    assert moderator.post(f"{address}/danger/seen").status_code == 303
    assert "Seen by 吴主任" in moderator.get(address, headers=ENGLISH).text
    assert "Danger that nobody has seen" not in moderator.get(f"/c/{town.slug}/", headers=ENGLISH).text


def test_who_raised_it_reads_whom_to_call_and_nothing_red_in_their_list_before_the_review(
    town: Town, sign_in: SignIn
) -> None:
    address = _raised(town, sign_in)
    author = sign_in(town.author)
    assert 'href="tel:119"' in author.get(address).text
    assert "row_danger" not in author.get(f"{town.url()}?mine=1").text


def test_once_published_everybody_sees_the_red_row_and_no_red_once_it_is_none(town: Town, sign_in: SignIn) -> None:
    number = town.make(published_at=AT_NOON)
    worker, visitor = sign_in(town.worker), town.app.test_client()
    assert worker.post(town.url(f"/{number}/mark_danger")).status_code == 303
    assert "row_danger" in visitor.get(town.url()).text
    assert 'class="danger para"' in visitor.get(town.url(f"/{number}")).text
    assert worker.post(town.url(f"/{number}/deny_danger"), data={"reason": ""}).status_code == 422
    assert worker.post(town.url(f"/{number}/deny_danger"), data={"reason": "看过了。"}).status_code == 303
    assert "row_danger" not in visitor.get(town.url()).text


def test_urgency_is_changed_with_a_reason_and_listed_for_the_staff(town: Town, sign_in: SignIn) -> None:
    number, worker = town.make(published_at=AT_NOON), sign_in(town.worker)
    url = town.url(f"/{number}/urgency")
    assert worker.post(url, data={"urgency": "urgent", "reason": ""}).status_code == 422
    assert worker.post(url, data={"urgency": "at once", "reason": "急"}).status_code == 422
    assert worker.post(url, data={"urgency": "urgent", "reason": "急"}).status_code == 303
    assert town.read(number).urgency == "urgent"
    assert f"/demands/{number}" in worker.get(f"/c/{town.slug}/desk/demands/urgent").text
    assert sign_in(town.neighbour).post(url, data={"urgency": "urgent", "reason": "急"}).status_code == 403


def test_a_danger_is_seen_from_the_review_and_one_comes_back_there(town: Town, sign_in: SignIn) -> None:
    address = _raised(town, sign_in)
    answer = sign_in(town.worker).post(f"{address}/danger/seen?review=1")
    assert answer.location == f"/c/{town.slug}/review/1"


def test_a_comment_that_sounds_like_danger_shows_whom_to_call_first_and_then_goes_through(
    town: Town, sign_in: SignIn
) -> None:
    number, neighbour = town.make(published_at=AT_NOON), sign_in(town.neighbour)
    assert "demands/danger" in neighbour.get(town.url(f"/{number}")).text
    said = {"body": GAS, "token": "a" * 32}
    shown = neighbour.post(town.url(f"/{number}/comments"), data=said, headers=ENGLISH)
    page = unescape(shown.text)
    assert (shown.status_code, "This sounds like danger: Gas." in page, GAS in page) == (422, True, True)
    assert page.index("tel:119") < page.index('href="#write"') < page.index("Send it all the same")
    assert neighbour.post(town.url(f"/{number}/comments"), data=said | {"warned": "gas"}).status_code == 303
    moderator = sign_in(town.moderator)
    assert "Danger that nobody has seen" in moderator.get(f"/c/{town.slug}/", headers=ENGLISH).text
    with town.app.app_context():
        item = db.session.scalars(select(ReviewItem.id).where(ReviewItem.kind == "comment")).one()
    review = f"/c/{town.slug}/review/{item}"
    assert "I have seen it" in moderator.get(review, headers=ENGLISH).text
    assert moderator.post(town.url(f"/{number}/danger/seen?review={item}")).location == review
    assert "Seen by 吴主任" in moderator.get(review, headers=ENGLISH).text


def test_a_comment_that_is_changed_shows_whom_to_call_too(town: Town, sign_in: SignIn) -> None:
    number, neighbour = town.make(published_at=AT_NOON), sign_in(town.neighbour)
    neighbour.post(town.url(f"/{number}/comments"), data={"body": "我家也是", "token": "a" * 32})
    with town.app.app_context():
        comment = db.session.scalars(select(Comment.id)).one()
    url = town.url(f"/{number}/comments/{comment}/edit")
    assert "tel:119" not in neighbour.get(url).text
    shown = neighbour.post(url, data={"body": GAS, "version": "1"})
    assert (shown.status_code, "tel:119" in shown.text) == (422, True)
    assert neighbour.post(url, data={"body": GAS, "version": "1", "warned": "gas"}).status_code == 303
    assert "row_danger" in sign_in(town.worker).get(f"/c/{town.slug}/desk").text
    assert "tel:119" not in neighbour.get(url).text  # who only looks at it is not warned again


def test_what_is_heard_under_a_closed_demand_asks_to_be_seen_on_its_page(town: Town, sign_in: SignIn) -> None:
    number, neighbour = town.make(published_at=AT_NOON, state="solved"), sign_in(town.neighbour)
    said = {"body": GAS, "token": "a" * 32, "warned": "gas"}
    assert neighbour.post(town.url(f"/{number}/comments"), data=said).status_code == 303
    worker, url = sign_in(town.worker), town.url(f"/{number}")
    assert "I have seen it" in worker.get(url, headers=ENGLISH).text
    assert worker.post(f"{url}/danger/seen").status_code == 303
    page = worker.get(url, headers=ENGLISH).text
    assert ("I have seen it" in page, "Danger: Gas" in page) == (False, False)
