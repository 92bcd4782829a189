"""The pages of the queue, as a moderator meets them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from resident.accounts.models import SYSTEM, PersonRow
from resident.communities.models import CommunityRow, Role
from resident.db import db, transaction
from resident.moderation.actions import approve, withdraw
from resident.moderation.models import ReviewItem
from tests.conftest import Clock
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.moderation import NOTES, make_waiting, note_of, submit_note
from tests.meanwhile import Meanwhile
from tests.statements import statements_of

SignIn = Callable[[int], FlaskClient]
QUEUE = "/c/guihua/review"


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    """A moderator, a colleague, an author and the author's waiting item."""
    with app.app_context(), transaction():
        community = make_community("guihua", review_promise_minutes=120)
        author = make_resident(community, "吴先生")
        return {
            "moderator": make_staff(community, Role.MODERATOR, "王敏").id,
            "colleague": make_staff(community, Role.MODERATOR, "刘洋").id,
            "author": author.id,
            "item": make_waiting(community, author, "楼道里有人充电动车", "太危险了").id,
        }


@pytest.fixture
def moderator(ids: dict[str, int], sign_in: SignIn) -> FlaskClient:
    return sign_in(ids["moderator"])


def guihua() -> CommunityRow:
    return db.session.scalars(select(CommunityRow).where(CommunityRow.slug == "guihua")).one()


def add(app: Flask, author_id: int, *titles: str) -> list[int]:
    """More waiting items of this author."""
    with app.app_context(), transaction():
        author = db.session.get_one(PersonRow, author_id)
        return [make_waiting(guihua(), author, title).id for title in titles]


def change(app: Flask, item_id: int, text: str) -> None:
    """The author edits while it waits."""
    with app.app_context(), transaction():
        item = db.session.get_one(ReviewItem, item_id)
        note = note_of(item)
        note.text, note.version = text, note.version + 1
        submit_note(note, item.author)


def state_of(app: Flask, item_id: int) -> tuple[str, str]:
    with app.app_context():
        item = db.session.get_one(ReviewItem, item_id)
        return item.state, NOTES[item.subject_id].reason


def decide(browser: FlaskClient, item_id: int, decision: str = "approved", version: object = 1, **fields: str) -> Any:
    return browser.post(f"{QUEUE}/{item_id}", data={"decision": decision, "version": version, **fields})


def test_only_moderators_of_this_community_see_the_queue(
    app: Flask, ids: dict[str, int], client: FlaskClient, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        elsewhere = make_staff(make_community("other"), Role.MODERATOR).id
        administrator = make_staff(guihua(), Role.ADMINISTRATOR).id
        worker = make_staff(guihua(), Role.WORKER).id
    item = f"{QUEUE}/{ids['item']}"
    for person_id in (ids["author"], elsewhere, administrator, worker):
        browser = sign_in(person_id)
        assert browser.get(QUEUE).status_code == 403
        assert browser.get(item).status_code == 403
        assert decide(browser, ids["item"]).status_code == 403
    for address in (QUEUE, item):
        assert client.get(address).status_code in {302, 303, 401}
    assert state_of(app, ids["item"])[0] == "waiting"


def test_an_item_of_another_community_is_not_here(app: Flask, moderator: FlaskClient) -> None:
    with app.app_context(), transaction():
        other = make_community("other")
        foreign = make_waiting(other, make_resident(other)).id
    assert moderator.get(f"{QUEUE}/{foreign}").status_code == 404
    assert decide(moderator, foreign).status_code == 404
    assert moderator.get(f"{QUEUE}/99999").status_code == 404


def test_the_queue_shows_oldest_first_with_waits_and_counts(
    app: Flask, ids: dict[str, int], moderator: FlaskClient, clock: Clock
) -> None:
    clock.advance(minutes=80)
    add(app, ids["author"], "快递柜能不能加一组")
    page = moderator.get(QUEUE, headers={"Accept-Language": "zh-CN"}).text
    assert page.index("楼道里有人充电动车") < page.index("快递柜能不能加一组")
    assert "等了 1\u00a0小\u2060时 20\u00a0分\u2060钟" in page
    assert "待审核 2 条" in page
    assert f'href="{QUEUE}?kind=note"' in page
    assert "超时" not in page


def test_a_queue_older_than_promised_says_so(ids: dict[str, int], moderator: FlaskClient, clock: Clock) -> None:
    clock.advance(minutes=121)
    assert "最早的一条超时了" in moderator.get(QUEUE, headers={"Accept-Language": "zh-CN"}).text


def test_nobody_is_late_over_night(app: Flask, ids: dict[str, int], sign_in: SignIn, clock: Clock) -> None:
    clock.advance(hours=12, minutes=3)  # from nine to 21:03
    with app.app_context(), transaction():
        due = guihua().office.later(clock(), guihua().review_promise_minutes)
        db.session.execute(update(ReviewItem).values(submitted_at=clock(), due_at=due))
    clock.advance(hours=9, minutes=39)  # 6:42
    moderator = sign_in(ids["moderator"])
    page = moderator.get(QUEUE, headers={"Accept-Language": "zh-CN"}).text
    assert "超时" not in page
    assert "已等了不到 1 分钟（工作时间）" in page
    clock.advance(hours=3, minutes=19)  # 10:01, and two office hours were promised
    assert "最早的一条超时了" in moderator.get(QUEUE, headers={"Accept-Language": "zh-CN"}).text


def test_ones_own_post_is_marked_and_cannot_be_decided(app: Flask, ids: dict[str, int], moderator: FlaskClient) -> None:
    (own,) = add(app, ids["moderator"], "我自己的")
    assert "自己发的，由同事审" in moderator.get(QUEUE, headers={"Accept-Language": "zh-CN"}).text
    page = moderator.get(f"{QUEUE}/{own}").text
    assert 'data-key="a"' not in page
    assert decide(moderator, own).status_code == 403
    assert state_of(app, own)[0] == "waiting"


def test_an_empty_queue_says_so(app: Flask, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        moderator_id = make_staff(make_community("guihua"), Role.MODERATOR).id
    assert "没有待审核的内容" in sign_in(moderator_id).get(QUEUE, headers={"Accept-Language": "zh-CN"}).text


def test_pages_turn(app: Flask, ids: dict[str, int], moderator: FlaskClient) -> None:
    add(app, ids["author"], *(f"第{number}条" for number in range(25)))
    first = moderator.get(QUEUE).text
    after = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "第24条" not in first
    assert "第24条" in moderator.get(after).text


def test_an_item_is_shown_whole_and_escaped(app: Flask, ids: dict[str, int], moderator: FlaskClient) -> None:
    with app.app_context(), transaction():
        author = db.session.get_one(PersonRow, ids["author"])
        item = make_waiting(guihua(), author, "<b>粗</b>{{ 7*7 }}", "<script>alert(1)</script>").id
    page = moderator.get(f"{QUEUE}/{item}").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert "吴先生" in page


def test_approving_goes_on_to_the_next_and_says_what_was_done(
    app: Flask, ids: dict[str, int], moderator: FlaskClient
) -> None:
    (following,) = add(app, ids["author"], "快递柜能不能加一组")
    answer = decide(moderator, ids["item"])
    assert (answer.status_code, answer.location) == (303, f"{QUEUE}/{following}")
    assert (
        "已通过：楼道里有人充电动车" in moderator.get(f"{QUEUE}/{following}", headers={"Accept-Language": "zh-CN"}).text
    )
    assert decide(moderator, following).location == QUEUE


def test_htmx_gets_the_next_item_in_the_same_answer_under_its_address(
    app: Flask, ids: dict[str, int], moderator: FlaskClient
) -> None:
    (following,) = add(app, ids["author"], "快递柜能不能加一组")
    part = {"HX-Request": "true", "Accept-Language": "zh-CN"}
    answer = moderator.post(f"{QUEUE}/{ids['item']}", data={"decision": "approved", "version": 1}, headers=part)
    assert (answer.status_code, answer.headers["HX-Push-Url"]) == (200, f"{QUEUE}/{following}")
    assert "<html" not in answer.text
    assert "已通过：楼道里有人充电动车" in answer.text
    assert f'action="{QUEUE}/{following}"' in answer.text
    assert "今天审了 1 条" in answer.text
    assert "还有 1 条，约 1\u00a0分\u2060钟" in answer.text
    last = moderator.post(f"{QUEUE}/{following}", data={"decision": "approved", "version": 1}, headers=part)
    assert (last.status_code, last.headers["HX-Push-Url"]) == (200, QUEUE)
    assert "都审完了，辛苦了" in last.text
    assert "您今天审了 2 条" in last.text


def test_htmx_reads_what_a_colleague_decided_and_goes_on(
    app: Flask, ids: dict[str, int], moderator: FlaskClient, sign_in: SignIn
) -> None:
    (following,) = add(app, ids["author"], "快递柜能不能加一组")
    decide(sign_in(ids["colleague"]), ids["item"])
    answer = moderator.post(
        f"{QUEUE}/{ids['item']}", data={"decision": "approved", "version": 1}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 409
    assert "已有人处理" in answer.text
    assert f'href="{QUEUE}/{following}"' in answer.text
    assert "HX-Push-Url" not in answer.headers


def test_a_filtered_queue_stays_filtered(app: Flask, ids: dict[str, int], moderator: FlaskClient) -> None:
    (following,) = add(app, ids["author"], "快递柜能不能加一组")
    answer = moderator.post(f"{QUEUE}/{ids['item']}?kind=note", data={"decision": "approved", "version": 1})
    assert answer.location == f"{QUEUE}/{following}?kind=note"


@pytest.mark.parametrize(("decision", "state"), [("rejected", "rejected"), ("changes_asked", "changes_asked")])
def test_a_refusal_needs_a_reason_ready_made_or_own(
    app: Flask, ids: dict[str, int], moderator: FlaskClient, decision: str, state: str
) -> None:
    page = moderator.get(f"{QUEUE}/{ids['item']}").text
    assert f'href="#{decision}"' in page
    assert f'name="decision" value="{decision}"' in page
    assert "way_open" not in page
    refused = decide(moderator, ids["item"], decision)
    assert refused.status_code == 422
    assert f'way_open" id="{decision}"' in refused.text
    assert refused.text.count("way_open") == 1
    assert state_of(app, ids["item"]) == ("waiting", "")
    decide(moderator, ids["item"], decision, ready="2", reason="谢谢理解")
    reached, reason = state_of(app, ids["item"])
    assert reached == state
    assert reason.endswith("谢谢理解")
    assert len(reason) > len("谢谢理解")


def test_the_ready_made_reason_is_in_the_authors_language(
    app: Flask, ids: dict[str, int], moderator: FlaskClient
) -> None:
    with app.app_context(), transaction():
        db.session.get_one(PersonRow, ids["author"]).language = "en"
    moderator.post(
        f"{QUEUE}/{ids['item']}",
        data={"decision": "rejected", "version": 1, "ready": "2"},
        headers={"Accept-Language": "zh-CN"},
    )
    assert state_of(app, ids["item"]) == ("rejected", "It is advertising.")


@pytest.mark.parametrize(
    "fields",
    [
        {"decision": "", "version": "1"},
        {"decision": "withdrawn", "version": "1"},
        {"decision": "deleted", "version": "1"},
        {"decision": "rejected", "version": "1", "ready": "77"},
        {"decision": "rejected", "version": "1", "ready": "x"},
        {"decision": "rejected", "version": "1", "reason": "长" * 301},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(
    app: Flask, ids: dict[str, int], moderator: FlaskClient, fields: dict[str, str]
) -> None:
    assert moderator.post(f"{QUEUE}/{ids['item']}", data=fields).status_code == 422
    assert state_of(app, ids["item"])[0] == "waiting"


@pytest.mark.parametrize("version", [{}, {"version": "eins"}, {"version": "0"}])
def test_without_a_version_nothing_is_approved(
    app: Flask, ids: dict[str, int], moderator: FlaskClient, version: dict[str, str]
) -> None:
    assert moderator.post(f"{QUEUE}/{ids['item']}", data={"decision": "approved", **version}).status_code == 409
    assert state_of(app, ids["item"])[0] == "waiting"


def test_the_second_moderator_is_told_who_was_faster(
    app: Flask, ids: dict[str, int], moderator: FlaskClient, sign_in: SignIn
) -> None:
    decide(sign_in(ids["colleague"]), ids["item"], "rejected", reason="是广告")
    answer = moderator.post(
        f"{QUEUE}/{ids['item']}", data={"decision": "approved", "version": 1}, headers={"Accept-Language": "zh-CN"}
    )
    assert answer.status_code == 409
    assert "已有人处理" in answer.text
    assert "刘洋今天" in answer.text
    assert "审核不通过：是广告" in answer.text
    assert state_of(app, ids["item"])[0] == "rejected"


@pytest.mark.parametrize(
    ("who", "words"), [("author", "提交人今天"), (None, "提交人今天"), ("colleague", "刘洋今天")], ids=str
)
def test_what_waits_no_more_says_who_took_it_out(
    app: Flask, ids: dict[str, int], moderator: FlaskClient, who: str | None, words: str
) -> None:
    with app.app_context(), transaction():
        by = db.session.get_one(PersonRow, ids[who]).value if who else SYSTEM
        withdraw(kind="note", subject=note_of(db.session.get_one(ReviewItem, ids["item"])), by=by)
    answer = moderator.post(
        f"{QUEUE}/{ids['item']}", data={"decision": "approved", "version": 1}, headers={"Accept-Language": "zh-CN"}
    )
    assert answer.status_code == 409
    assert words in answer.text


def test_an_edit_meanwhile_is_shown_before_anything_is_decided(
    app: Flask, ids: dict[str, int], moderator: FlaskClient
) -> None:
    change(app, ids["item"], "现在写得更清楚了")
    answer = moderator.post(
        f"{QUEUE}/{ids['item']}", data={"decision": "approved", "version": 1}, headers={"Accept-Language": "zh-CN"}
    )
    assert answer.status_code == 409
    assert "提交人改过了" in answer.text
    assert "现在写得更清楚了" in answer.text
    assert 'name="version" value="2"' in answer.text
    assert state_of(app, ids["item"])[0] == "waiting"
    assert decide(moderator, ids["item"], version=2).status_code == 303


def test_words_typed_before_an_edit_are_kept(app: Flask, ids: dict[str, int], moderator: FlaskClient) -> None:
    change(app, ids["item"], "现在写得更清楚了")
    answer = moderator.post(
        f"{QUEUE}/{ids['item']}", data={"decision": "rejected", "version": 1, "ready": "1", "reason": "写了半天"}
    )
    assert answer.status_code == 409
    assert "写了半天" in answer.text
    assert 'name="version" value="2"' in answer.text


def test_a_role_that_has_ended_decides_nothing(app: Flask, ids: dict[str, int], moderator: FlaskClient) -> None:
    with app.app_context(), transaction():
        db.session.execute(db.text("UPDATE role_grant SET ended_at = granted_at"))
    assert decide(moderator, ids["item"]).status_code == 403
    assert state_of(app, ids["item"])[0] == "waiting"


def test_two_moderators_at_the_same_moment_decide_once(app: Flask, ids: dict[str, int], sign_in: SignIn) -> None:
    browsers = [sign_in(ids["moderator"]), sign_in(ids["colleague"])]
    decisions = ["approved", "rejected"]
    start = Barrier(2, timeout=30)

    def _decide(browser: FlaskClient, decision: str) -> int:
        start.wait()
        return decide(browser, ids["item"], decision, reason="是广告").status_code

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(_decide, browsers, decisions))
    assert sorted(answers) == [303, 409]
    assert state_of(app, ids["item"])[0] == decisions[answers.index(303)]


def test_the_author_edits_at_the_moment_of_the_approval(
    app: Flask, ids: dict[str, int], moderator: FlaskClient
) -> None:
    start = Barrier(2, timeout=30)

    def _approve() -> int:
        start.wait()
        return decide(moderator, ids["item"]).status_code

    def _edit() -> None:
        start.wait()
        change(app, ids["item"], "新的内容")

    with ThreadPoolExecutor(2) as threads:
        approved, edited = threads.submit(_approve), threads.submit(_edit)
        edited.result()
        status = approved.result()
    with app.app_context():
        rows = db.session.scalars(select(ReviewItem).order_by(ReviewItem.id)).all()
        found = [(row.version, row.state) for row in rows]
    assert found == ([(1, "approved"), (2, "waiting")] if status == 303 else [(2, "waiting")])


@pytest.mark.parametrize("decision", ["approved", "rejected", "changes_asked"])
def test_who_is_no_moderator_any_more_decides_nothing_and_a_colleague_can(
    app: Flask, ids: dict[str, int], moderator: FlaskClient, sign_in: SignIn, meanwhile: Meanwhile, decision: str
) -> None:
    meanwhile.loses_every_right(ids["moderator"])
    refused = decide(moderator, ids["item"], decision, reason="写清地点")
    assert meanwhile.nothing_else_happened()
    assert (refused.status_code, state_of(app, ids["item"])) == (403, ("waiting", ""))
    assert decide(sign_in(ids["colleague"]), ids["item"], decision, reason="写清地点").status_code == 303


@pytest.mark.parametrize("address", [QUEUE, "item"])
def test_the_number_of_statements_does_not_grow(
    app: Flask, ids: dict[str, int], moderator: FlaskClient, address: str
) -> None:
    wanted = f"{QUEUE}/{ids['item']}" if address == "item" else address
    counts = []
    for more in (0, 30, 60):
        add(app, ids["author"], *(f"第{number}条" for number in range(more)))
        with app.app_context(), transaction():
            items = db.session.scalars(select(ReviewItem).where(ReviewItem.id != ids["item"]).limit(20)).all()
            for item in items:
                if item.state == "waiting":
                    approve(item=item, version=1, by=db.session.get_one(PersonRow, ids["colleague"]))
        with statements_of(app) as seen:
            assert moderator.get(wanted).status_code == 200
        counts.append(len(seen))
    assert counts[1] == counts[2] <= 12
    assert counts[0] <= counts[1]
