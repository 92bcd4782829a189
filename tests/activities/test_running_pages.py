"""The pages of who runs an activity: call, edit, shifts, roster, minutes; and of the second person who confirms."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.models import PersonRow
from resident.activities.models import (
    Activity,
    ActivityState,
    RecordState,
    ServiceRecord,
    Shift,
    SignUp,
)
from resident.communities.context import community_of
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.organizations.models import OrganizationMember
from tests.activities.conftest import Neighbourhood
from tests.conftest import Clock
from tests.makers.activities import make_place, make_record, make_shift
from tests.makers.organizations import make_organization

SignIn = Callable[[int], FlaskClient]

NEW = {
    "title_zh_Hans": "教老人用手机",
    "title_en": "",
    "body_zh_Hans": "一对一教。",
    "risks_zh_Hans": "没有特别的风险。",
    "picture": "phone",
    "contact_name": "赵秀英",
    "place_zh_Hans": "活动室",
    "day": "2026-03-05",
    "starts_at": "14:00",
    "ends_at": "16:00",
    "capacity": "８",
    "sign_up_until": "",
    "token": "t" * 24,
}


def _new(here: Neighbourhood, **others: Any) -> dict[str, Any]:
    return {**NEW, "organization": here.body, **others}


def _activities(app: Flask) -> list[Activity]:
    with app.app_context():
        return list(db.session.scalars(select(Activity).order_by(Activity.id)))


def test_calling_for_an_activity_sends_it_for_review_with_local_times(
    app: Flask, sign_in: SignIn, here: Neighbourhood
) -> None:
    browser = sign_in(here.manager)
    answer = browser.post(f"{here.path}/new", data=_new(here))
    assert answer.status_code == 303
    assert "待审核" in browser.get(answer.location).text
    with app.app_context():
        shift = db.session.scalars(select(Shift).order_by(Shift.id.desc())).first()
        assert (shift.starts_at.isoformat(), shift.capacity) == ("2026-03-05T06:00:00+00:00", 8)
        assert shift.sign_up_until == shift.starts_at


def test_a_double_tap_calls_once(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    browser = sign_in(here.manager)
    answers = [browser.post(f"{here.path}/new", data=_new(here)) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert len(_activities(app)) == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("day", "2026-03-01", "这个时间已经过了"),
        ("day", "9999-12-31", "一年"),
        ("day", "0001-01-01", "这个时间已经过了"),
        ("day", "tomorrow", "请选择日期"),
        ("day", "", "请选择日期"),
        ("starts_at", "noon", "8:30"),
        ("starts_at", "", "8:30"),
        ("ends_at", "13:00", "结束时间要晚于开始时间"),
        ("ends_at", "", "8:30"),
        ("sign_up_until", "2026-03-05T15:00", "报名截止不能晚于开始时间"),
        ("sign_up_until", "2026-03-01T15:00", "没人能报名"),
        ("capacity", "0", "1"),
        ("capacity", "501", "500"),
        ("capacity", "many", "500"),
        ("title_zh_Hans", "", "至少"),
        ("title_zh_Hans", "长" * 31, "30"),
        ("risks_zh_Hans", "", "至少"),
        ("contact_name", " \u202e\u0000", "请填写"),
        ("picture", "../../etc", ""),
        ("organization", "999", ""),
        ("organization", "x", ""),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_all_else_is_kept(
    app: Flask, sign_in: SignIn, here: Neighbourhood, field: str, value: str, words: str
) -> None:
    answer = sign_in(here.manager).post(f"{here.path}/new", data=_new(here, **{field: value}))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text or "field__error" in answer.text
    assert words in answer.text
    assert "一对一教。" in answer.text
    if field in {"day", "starts_at", "ends_at", "sign_up_until", "capacity"} and value.isascii():
        assert f'value="{value}"' in answer.text
    assert len(_activities(app)) == 1


def test_markup_and_odd_characters_are_shown_as_typed(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    browser = sign_in(here.manager)
    title = "<b>{{ 7*7 }}</b> 🥟 𠮷"
    answer = browser.post(f"{here.path}/new", data=_new(here, title_zh_Hans=title))
    page = browser.get(answer.location).text
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt; 🥟 𠮷" in page


def test_the_same_again_begins_with_the_earlier_words_of_ones_own_body(
    app: Flask, sign_in: SignIn, here: Neighbourhood
) -> None:
    browser = sign_in(here.manager)
    assert "一起包饺子。" in browser.get(f"{here.path}/new?like={here.activity}").text
    with app.app_context(), transaction():
        activity = db.session.get_one(Activity, here.activity)
        activity.organization_id = make_organization(community_of(activity)).id
    assert "一起包饺子。" not in browser.get(f"{here.path}/new?like={here.activity}").text
    assert browser.get(f"{here.path}/new?like={'9' * 40}").status_code == 200


def test_editing_what_waits_keeps_it_in_line_and_a_stale_form_is_refused(
    app: Flask, sign_in: SignIn, here: Neighbourhood
) -> None:
    browser = sign_in(here.manager)
    url = browser.post(f"{here.path}/new", data=_new(here)).location
    changed = {**NEW, "title_zh_Hans": "新的标题", "version": "1"}
    assert browser.get(f"{url}/edit").status_code == 200
    assert browser.post(f"{url}/edit", data=changed).status_code == 303
    assert "新的标题" in browser.get(url).text
    stale = browser.post(f"{url}/edit", data={**changed, "title_zh_Hans": "我的标题"})
    assert stale.status_code == 409
    assert "我的标题" in stale.text
    assert "新的标题" in stale.text
    assert browser.post(f"{url}/edit", data={**changed, "title_zh_Hans": "我的标题", "version": "2"}).status_code == 303
    assert browser.get(f"{here.path}/{here.activity}/edit").status_code == 403
    assert browser.post(f"{url}/withdraw").status_code == 303
    assert "已撤回" in browser.get(url).text


def test_a_shift_is_added_moved_and_called_off(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    browser = sign_in(here.manager)
    plan = {key: NEW[key] for key in ("place_zh_Hans", "capacity", "sign_up_until", "token")}
    plan |= {"starts_at": "2026-03-05T14:00", "ends_at": "2026-03-05T16:00"}
    url = f"{here.path}/{here.activity}/shifts/new"
    with app.app_context(), transaction():
        db.session.get_one(Shift, here.shift).place = {"zh_Hans": NEW["place_zh_Hans"], "en": ""}
    assert [browser.post(url, data=plan).status_code for _ in range(2)] == [303, 303]
    assert browser.post(url, data={**plan, "capacity": "0", "token": "u" * 24}).status_code == 422
    with app.app_context():
        assert len(db.session.scalars(select(Shift)).all()) == 2
    moved = {**plan, "starts_at": "2026-03-06T14:00", "ends_at": "2026-03-06T16:00", "version": "1", "token": "v" * 24}
    edit = f"{here.path}/shifts/{here.shift}/edit"
    assert browser.get(edit).status_code == 200
    assert browser.post(edit, data=moved).status_code == 303
    assert browser.post(edit, data={**moved, "capacity": "9"}).status_code == 409
    cancel = f"{here.path}/shifts/{here.shift}/cancel"
    assert browser.post(cancel, data={"reason": ""}).status_code == 422
    assert browser.post(cancel, data={"reason": "下雨"}).status_code == 303
    assert "下雨" in browser.get(f"{here.path}/{here.activity}").text


def test_the_committee_may_call_off_what_a_body_runs(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    url = f"{here.path}/{here.activity}"
    assert sign_in(here.volunteer).post(f"{url}/cancel", data={"reason": "台风"}).status_code == 403
    assert sign_in(here.worker).post(f"{url}/cancel", data={"reason": "台风"}).status_code == 303
    assert _activities(app)[0].state == ActivityState.CANCELLED
    assert "台风" in sign_in(here.volunteer).get(url).text


def test_a_manager_whose_time_has_ended_runs_nothing_any_more(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    browser = sign_in(here.manager)
    with app.app_context(), transaction():
        member = db.session.scalars(select(OrganizationMember).filter_by(person_id=here.manager)).one()
        member.ended_at = member.since
    assert browser.get(f"{here.path}/{here.activity}/roster").status_code == 403
    assert browser.post(f"{here.path}/new", data=_new(here)).status_code == 403


def test_the_roster_checks_in_and_out_and_proposes_all_minutes(
    app: Flask, sign_in: SignIn, here: Neighbourhood, clock: Clock
) -> None:
    with app.app_context(), transaction():
        shift = db.session.get_one(Shift, here.shift)
        shift.capacity = 3
        places = [
            make_place(shift, db.session.get_one(PersonRow, here.volunteer)).id,
            *(make_place(shift).id for _ in range(2)),
        ]
    browser, roster = sign_in(here.manager), f"{here.path}/roster"
    clock.advance(hours=24)
    assert "李阿姨" in browser.get(f"{here.path}/{here.activity}/roster").text
    assert browser.post(f"{roster}/{places[0]}/check-in").status_code == 303
    part = browser.post(f"{roster}/{places[1]}/check-in", headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith(f'<li class="entry" id="place-{places[1]}">')
    assert "/undo/" in part.text.partition('<div id="toasts" hx-swap-oob="innerHTML">')[2]
    assert "rests" in part.text  # a second tap would check out
    assert "rests" not in browser.get(f"{here.path}/{here.activity}/roster").text
    assert browser.post(f"{roster}/{places[2]}/no-show").status_code == 303
    clock.advance(minutes=90)
    for place in places[:2]:
        assert browser.post(f"{roster}/{place}/check-out").status_code == 303
    assert browser.post(f"{roster}/propose", data={"shift": here.shift}).status_code == 409
    clock.advance(minutes=30)
    assert browser.post(f"{roster}/propose", data={"shift": here.shift}).status_code == 303
    assert "已提交 2 人的时长" in browser.get(f"{here.path}/{here.activity}/roster").text
    assert sign_in(here.volunteer).post(f"{roster}/{places[0]}/check-in").status_code == 403
    with app.app_context():
        assert db.session.scalars(select(ServiceRecord.minutes)).all() == [90, 90]


def test_minutes_by_hand_are_typed_with_a_reason_once(
    app: Flask, sign_in: SignIn, here: Neighbourhood, clock: Clock
) -> None:
    with app.app_context(), transaction():
        place_id = make_place(db.session.get_one(Shift, here.shift)).id
    clock.advance(hours=27)
    browser, url = sign_in(here.manager), f"{here.path}/roster/{place_id}/minutes"
    assert browser.get(url).status_code == 200
    hour = {"started_at": "2026-03-03T09:00", "ended_at": "2026-03-03T10:00"}
    assert browser.post(url, data={**hour, "reason": "", "token": "a" * 24}).status_code == 422
    too_long = {**hour, "started_at": "2026-03-03T08:00"}
    assert browser.post(url, data={**too_long, "reason": "忘了", "token": "a" * 24}).status_code == 422
    form = {**hour, "reason": "手机没电", "token": "b" * 24}
    assert [browser.post(url, data=form).status_code for _ in range(2)] == [303, 303]
    assert browser.post(url, data={**form, "token": "c" * 24}).status_code == 409
    with app.app_context():
        assert len(db.session.scalars(select(ServiceRecord)).all()) == 1


def _record(app: Flask, here: Neighbourhood, hours: float = -5, **others: Any) -> int:
    with app.app_context(), transaction():
        activity = db.session.get_one(Activity, here.activity)
        person = db.session.get_one(PersonRow, here.volunteer)
        by = db.session.get_one(PersonRow, here.manager)
        return make_record(make_shift(activity, hours=hours), person, by=by, minutes=60, **others).id


def test_the_second_person_sees_and_confirms_what_others_entered(
    app: Flask, sign_in: SignIn, here: Neighbourhood
) -> None:
    seen, by_hand = _record(app, here), _record(app, here, -9, how="by_hand", reason="手机没电")
    pages = {
        person: sign_in(person).get(f"{here.path}/hours").text for person in (here.manager, here.colleague, here.worker)
    }
    shown = {person: [f'value="{record}"' in page for record in (seen, by_hand)] for person, page in pages.items()}
    assert shown == {here.manager: [False, False], here.colleague: [True, False], here.worker: [True, True]}
    url = f"{here.path}/hours/confirm"
    assert sign_in(here.manager).post(url, data={"record": [seen]}).status_code == 403
    assert sign_in(here.volunteer).post(url, data={"record": [seen]}).status_code == 403
    assert sign_in(here.worker).post(url, data={"record": [seen, by_hand, "x", "9" * 40]}).status_code == 303
    assert sign_in(here.worker).post(url, data={}).status_code == 303
    with app.app_context():
        assert set(db.session.scalars(select(ServiceRecord.state))) == {RecordState.FINAL}


def test_all_that_is_shown_is_confirmed_at_once_and_each_asks_its_own_right(
    app: Flask, sign_in: SignIn, here: Neighbourhood
) -> None:
    records = [_record(app, here, -5 - 3 * n) for n in range(3)]
    page = sign_in(here.colleague).get(f"{here.path}/hours", headers={"Accept-Language": "en"}).text
    assert "Confirm all that is shown" in page
    assert all(f'name="shown" value="{record}"' in page for record in records)
    url = f"{here.path}/hours/confirm"
    by_hand = _record(app, here, -20, how="by_hand", reason="手机没电")
    assert sign_in(here.colleague).post(url, data={"shown": [*records, by_hand], "all": "1"}).status_code == 403
    assert sign_in(here.manager).post(url, data={"shown": records, "all": "1"}).status_code == 403
    sign_in(here.worker).post(url, data={"shown": records})
    with app.app_context():
        assert set(db.session.scalars(select(ServiceRecord.state))) == {RecordState.PROPOSED}
    for _twice in range(2):
        assert sign_in(here.worker).post(url, data={"shown": records, "all": "1"}).status_code == 303
    with app.app_context():
        found = dict(db.session.execute(select(ServiceRecord.id, ServiceRecord.state)).all())
        assert found == dict.fromkeys(records, RecordState.FINAL) | {by_hand: RecordState.PROPOSED}


def test_one_record_alone_is_ticked(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    _record(app, here)
    page = sign_in(here.worker).get(f"{here.path}/hours", headers={"Accept-Language": "en"}).text
    assert "Confirm what is ticked" in page
    assert "Confirm all that is shown" not in page


def test_a_record_is_corrected_or_voided_with_a_reason(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    wrong, false = _record(app, here), _record(app, here, -9)
    browser = sign_in(here.worker)
    url = f"{here.path}/hours/{wrong}/correct"
    assert browser.get(url).status_code == 200
    half_an_hour = {"started_at": "2026-03-02T04:00", "ended_at": "2026-03-02T04:30"}
    assert browser.post(url, data={**half_an_hour, "reason": "", "token": "a" * 24}).status_code == 422
    one_time = {**half_an_hour, "ended_at": "", "reason": "早走", "token": "a" * 24}
    assert browser.post(url, data=one_time).status_code == 422
    assert browser.post(url, data={**half_an_hour, "reason": "早走", "token": "b" * 24}).status_code == 303
    void = {"started_at": "", "ended_at": "", "only_void": "y", "reason": "没来", "token": "c" * 24}
    assert browser.post(f"{here.path}/hours/{false}/correct", data=void).status_code == 303
    assert sign_in(here.volunteer).get(url).status_code == 403
    assert sign_in(here.abroad).get(url).status_code == 403
    with app.app_context():
        rows = db.session.execute(select(ServiceRecord.state, ServiceRecord.minutes).order_by(ServiceRecord.id)).all()
        assert [tuple(row) for row in rows] == [("voided", 60), ("voided", 60), ("proposed", 30)]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"started_at": "", "ended_at": ""},
        {"started_at": "", "ended_at": "", "only_void": ""},
        {"started_at": "2026-03-02T04:00"},
        {"ended_at": "2026-03-02T04:30"},
        {"started_at": "2026-03-02T04:00", "ended_at": "2026-03-02T04:30", "only_void": "y"},
        {"started_at": "2026-03-02T04:00", "only_void": "y"},
    ],
)
def test_nothing_is_voided_unless_it_is_chosen(
    app: Flask, sign_in: SignIn, here: Neighbourhood, sent: dict[str, str]
) -> None:
    record = _record(app, here)
    data = {**sent, "reason": "没来", "token": "c" * 24}
    assert sign_in(here.worker).post(f"{here.path}/hours/{record}/correct", data=data).status_code == 422
    with app.app_context():
        assert db.session.scalars(select(ServiceRecord.state)).all() == ["proposed"]


def test_a_sheet_with_the_code_is_for_who_runs_it(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    for path in (f"{here.path}/shifts/{here.shift}/poster", f"{here.path}/shifts/{here.shift}/check-in.svg"):
        assert sign_in(here.manager).get(path).status_code == 200
        assert sign_in(here.volunteer).get(path).status_code == 403


def test_an_activity_without_shifts_has_an_empty_roster(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    with app.app_context(), transaction():
        db.session.delete(db.session.get_one(Shift, here.shift))
        assert db.session.get_one(CommunityRow, here.community).slug == "here"
        assert db.session.scalars(select(SignUp)).all() == []
    assert sign_in(here.manager).get(f"{here.path}/{here.activity}/roster").status_code == 200
    assert sign_in(here.manager).get(f"{here.path}/{here.activity}").status_code == 200
