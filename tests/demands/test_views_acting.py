"""Supporting, commenting and handling over HTTP, with and without htmx."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.db import db, transaction
from resident.demands.models import Answer, Comment, CommentState, DemandState, Visibility
from tests.demands.conftest import Town

SignIn = Callable[[int], FlaskClient]
ENGLISH = {"Accept-Language": "en"}
HTMX = {"HX-Request": "true", **ENGLISH}
S = DemandState
PUBLISHED = datetime(2026, 3, 1, tzinfo=UTC)
ACTS = {
    "assign": {},
    "accept": {},
    "return": {"reason": "不归我们"},
    "resolve": {"reason": "换了主板"},
    "park": {"reason": "等计划", "until": "2026-06-01"},
    "refer": {"reason": "占道", "to": "街道"},
    "merge": {"into": "1"},
    "reopen": {"reason": "又坏了"},
    "answer": {"answer": "明天来看", "token": "a" * 24},
}


def _count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_support_goes_back_to_the_page_or_answers_the_button(town: Town, sign_in: SignIn) -> None:
    number = town.make()
    browser = sign_in(town.neighbour)
    assert browser.post(town.url(f"/{number}/support")).location == town.url(f"/{number}")
    assert town.read(number).support_count == 1
    part = browser.post(town.url(f"/{number}/support"), data={"support": "0"}, headers=HTMX | ENGLISH)
    assert part.status_code == 200
    assert '<div id="support"' in part.text
    assert "<html" not in part.text
    assert "Support taken back." in part.text
    assert town.read(number).support_count == 0
    assert "Support taken back." not in browser.get(town.url(f"/{number}"), headers=ENGLISH).text


def test_the_support_button_sends_what_is_wanted_so_that_twice_is_once(town: Town, sign_in: SignIn) -> None:
    number = town.make()
    browser, wanted, unwanted = sign_in(town.neighbour), {"support": "1"}, {"support": "0"}
    assert 'name="support" value="1"' in browser.get(town.url(f"/{number}")).text
    for sent, count in ((wanted, 1), (wanted, 1), (unwanted, 0), (unwanted, 0), (wanted, 1)):
        part = browser.post(town.url(f"/{number}/support"), data=sent, headers=HTMX)
        assert town.read(number).support_count == count
        assert f'name="support" value="{1 - count}"' in part.text
        assert "rests" in part.text
    later = browser.get(town.url(f"/{number}"))
    assert 'name="support" value="0"' in later.text
    assert "rests" not in later.text


def test_support_of_what_one_may_not_see_is_not_here(town: Town, sign_in: SignIn) -> None:
    private = town.make(visibility=Visibility.COMMITTEE)
    assert sign_in(town.neighbour).post(town.url(f"/{private}/support")).status_code == 404
    assert sign_in(town.newcomer).post(town.url(f"/{town.make()}/support")).status_code == 403
    assert sign_in(town.author).post(town.url(f"/{town.make()}/support")).status_code == 403


def test_a_comment_is_written_once_however_often_it_is_sent(town: Town, sign_in: SignIn) -> None:
    number = town.make(published_at=PUBLISHED)
    browser = sign_in(town.neighbour)
    data = {"body": "我家也是<b>", "token": "c" * 24, "shows_building": "y"}
    for _ in range(2):
        assert browser.post(town.url(f"/{number}/comments"), data=data).location == town.url(f"/{number}#comments")
    assert _count(town.app, Comment) == 1
    assert "我家也是&lt;b&gt;" in browser.get(town.url(f"/{number}")).text


def test_a_bad_comment_comes_back_with_what_was_typed(town: Town, sign_in: SignIn) -> None:
    number = town.make(published_at=PUBLISHED)
    browser = sign_in(town.neighbour)
    for body, words in (("", "Please fill this in."), ("长" * 501, "1 to 500")):
        answer = browser.post(town.url(f"/{number}/comments"), data={"body": body, "token": "d" * 24}, headers=ENGLISH)
        assert answer.status_code == 422
        assert words in answer.text
        assert body in answer.text
    assert _count(town.app, Comment) == 0


def test_a_comment_is_changed_and_withdrawn_by_its_writer(town: Town, sign_in: SignIn) -> None:
    number = town.make(published_at=PUBLISHED)
    browser = sign_in(town.neighbour)
    browser.post(town.url(f"/{number}/comments"), data={"body": "我家也是", "token": "e" * 24})
    with town.app.app_context():
        comment_id = db.session.scalars(select(Comment.id)).one()
    here = town.url(f"/{number}/comments/{comment_id}")
    assert "我家也是" in browser.get(f"{here}/edit").text
    data = {"body": "我家三楼也是", "version": "1", "token": "f" * 24}
    assert browser.post(f"{here}/edit", data=data).status_code == 303
    stale = browser.post(f"{here}/edit", data={**data, "body": "旧手机上写的"})
    assert stale.status_code == 409
    assert "我家三楼也是" in stale.text
    assert "旧手机上写的" in stale.text
    assert browser.post(f"{here}/edit", data={**data, "body": ""}).status_code == 422
    for other in (town.author, town.worker):
        assert sign_in(other).get(f"{here}/edit").status_code == 404
        assert sign_in(other).post(f"{here}/withdraw").status_code == 404
    assert browser.post(f"{here}/withdraw").status_code == 303
    assert browser.get(f"{here}/edit").status_code == 409


def test_every_act_asks_the_permission_before_it_reads_the_form(
    client: FlaskClient, town: Town, sign_in: SignIn
) -> None:
    town.make()
    number = town.make(state=S.ASSIGNED, holder_id=town.property, published_at=PUBLISHED)
    for act in ACTS:
        assert client.post(town.url(f"/{number}/{act}")).location.startswith("/sign-in")
        for name in ("neighbour", "author", "moderator", "administrator"):
            assert sign_in(town.ids[name]).post(town.url(f"/{number}/{act}")).status_code == 403, (act, name)
    assert town.read(number).state == S.ASSIGNED


def test_a_worker_does_every_act_from_the_page(town: Town, sign_in: SignIn) -> None:
    target = town.make(published_at=PUBLISHED)
    browser = sign_in(town.worker)
    for act, data in ACTS.items():
        state = {"reopen": S.SOLVED, "return": S.ASSIGNED}.get(act, S.TO_ASSIGN)
        number = town.make(state=state, published_at=PUBLISHED)
        body = {"organization_id": town.property} if act == "assign" else {}
        fields = {"seen": state.value, **data, **body, **({"into": target} if act == "merge" else {})}
        page = browser.get(town.url(f"/{number}")).text
        assert f"/{number}/{act}" in page
        answer = browser.post(town.url(f"/{number}/{act}"), data=fields)
        assert (answer.status_code, answer.location) == (303, town.url(f"/{number}")), act
        assert town.read(number).state != state or act == "answer"


def test_a_form_without_what_it_needs_comes_back_open(town: Town, sign_in: SignIn) -> None:
    number = town.make(state=S.ASSIGNED, published_at=PUBLISHED)
    browser = sign_in(town.worker)
    for act, data in {
        "assign": {"organization_id": "999999"},
        "return": {"reason": ""},
        "resolve": {"reason": ""},
        "park": {"reason": "等一等", "until": "2020-01-01"},
        "refer": {"reason": "占道", "to": ""},
        "merge": {"into": str(number)},
        "answer": {"answer": "", "token": "g" * 24},
    }.items():
        answer = browser.post(town.url(f"/{number}/{act}"), data=data, headers=ENGLISH)
        assert answer.status_code == 422, act
        assert f'open id="act-{act}"' in answer.text
    assert browser.post(town.url(f"/{number}/park"), data={"until": "morgen"}, headers=ENGLISH).status_code == 422
    assert town.read(number).state == S.ASSIGNED


def test_who_comes_second_sees_the_demand_as_it_is_now(town: Town, sign_in: SignIn) -> None:
    number = town.make(published_at=PUBLISHED)
    browser = sign_in(town.worker)
    data = {"seen": "to_assign", "organization_id": town.property}
    assert browser.post(town.url(f"/{number}/assign"), data=data).status_code == 303
    late = browser.post(
        town.url(f"/{number}/assign"), data={**data, "organization_id": town.committee}, headers=ENGLISH
    )
    assert late.status_code == 409
    assert "The demand has moved on" in late.text
    state = late.text.split('class="stateline"')[1].split("</p>")[0]
    assert "Osmanthus team" in state
    assert town.read(number).holder_id == town.property


def test_who_comes_second_finds_the_typed_text_in_its_form_and_sends_it_again(town: Town, sign_in: SignIn) -> None:
    number = town.make(published_at=PUBLISHED)
    browser = sign_in(town.worker)
    browser.post(town.url(f"/{number}/accept"), data={"seen": "to_assign"})
    late = browser.post(town.url(f"/{number}/resolve"), data={"seen": "to_assign", "reason": "换了主板"})
    assert late.status_code == 409
    form = late.text.split('open id="act-resolve"')[1].split("</form>")[0]
    assert "换了主板" in form
    assert 'value="in_hand"' in form
    assert 'id="written"' not in late.text
    again = browser.post(town.url(f"/{number}/resolve"), data={"seen": "in_hand", "reason": "换了主板"})
    assert (again.status_code, town.read(number).state) == (303, S.RESOLVED)


def test_text_of_an_act_that_is_no_longer_possible_can_be_copied(town: Town, sign_in: SignIn) -> None:
    number = town.make(state=S.RESOLVED, published_at=PUBLISHED)
    browser = sign_in(town.worker)
    data = {"seen": "in_hand", "reason": "等<i>计划", "until": "2026-06-01"}
    late = browser.post(town.url(f"/{number}/park"), data=data, headers=ENGLISH)
    assert late.status_code == 409
    written = late.text.split('id="written"')[1].split("</section>")[0]
    assert "等&lt;i&gt;计划" in written
    assert "2026-06-01" in written


def test_a_comment_changed_after_its_review_is_shown_as_it_was_typed(town: Town, sign_in: SignIn) -> None:
    number = town.make(published_at=PUBLISHED)
    browser = sign_in(town.neighbour)
    browser.post(town.url(f"/{number}/comments"), data={"body": "我家也是", "token": "h" * 24})
    with town.app.app_context(), transaction():
        comment = db.session.scalars(select(Comment)).one()
        comment.state, address = CommentState.PUBLISHED, town.url(f"/{number}/comments/{comment.id}/edit")
    late = browser.post(address, data={"body": "我家三楼也是", "version": "1", "token": "i" * 24})
    assert late.status_code == 409
    assert "我家三楼也是" in late.text.split('id="written"')[1].split("</section>")[0]
    assert "我家三楼也是" not in late.text.split('id="write"')[1]


def test_an_answer_is_published_once_however_often_it_is_sent(town: Town, sign_in: SignIn) -> None:
    number = town.make(state=S.IN_HAND, holder_id=town.property, published_at=PUBLISHED)
    browser = sign_in(town.manager)
    for _ in range(2):
        browser.post(town.url(f"/{number}/answer"), data=ACTS["answer"])
    assert _count(town.app, Answer) == 1
    assert "明天来看" in browser.get(town.url(f"/{number}")).text


def test_the_block_asks_whether_it_is_solved_and_each_answer_is_one_tap(town: Town, sign_in: SignIn) -> None:
    number = town.make(state=S.RESOLVED, holder_id=town.property, published_at=PUBLISHED)
    browser = sign_in(town.author)
    page = browser.get(town.url(f"/{number}"), headers=ENGLISH).text
    block = page[page.index('<section class="now') :].split("</section>")[0]
    assert "Is it solved?" in block
    answers = re.findall(r'name="solved" value="(\w+)"><input type="hidden" name="content" value="(\w+)"', block)
    assert answers == [("yes", "content"), ("yes", "fairly_content"), ("no", "not_content")]
    solved, content = answers[2]
    sent = browser.post(town.url(f"/{number}/rating"), data={"solved": solved, "content": content})
    assert (sent.status_code, town.read(number).state) == (303, S.REOPENED)
    page = browser.get(town.url(f"/{number}"), headers=ENGLISH).text
    assert "/rating" not in page
    assert 'href="#write">Add a word' in page
    assert "/rating" not in sign_in(town.neighbour).get(town.url(f"/{number}")).text


def test_the_author_rates_once_and_a_second_time_is_too_late(town: Town, sign_in: SignIn) -> None:
    number = town.make(state=S.RESOLVED, holder_id=town.property, published_at=PUBLISHED)
    browser = sign_in(town.author)
    assert "/rating" in browser.get(town.url(f"/{number}")).text
    bad = browser.post(town.url(f"/{number}/rating"), data={"solved": "yes"}, headers=ENGLISH)
    assert (bad.status_code, town.read(number).state) == (422, S.RESOLVED)
    data = {"solved": "yes", "content": "fairly_content"}
    assert browser.post(town.url(f"/{number}/rating"), data=data).status_code == 303
    assert town.read(number).state == S.SOLVED
    assert browser.post(town.url(f"/{number}/rating"), data=data).status_code == 409
    assert sign_in(town.neighbour).post(town.url(f"/{number}/rating"), data=data).status_code == 403
