"""Sign-up, its end, check-in, check-out and no-show are undone for ten minutes, while nobody has built on them."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.models import SYSTEM, Person, PersonRow
from resident.activities.actions import (
    cancel_shift,
    cancel_sign_up,
    check_in,
    check_out,
    join_waitlist,
    mark_no_show,
    propose_seen,
    sign_up,
)
from resident.activities.models import Shift, SignUp, SignUpState
from resident.audit.models import AuditEvent
from resident.communities.context import community_by_id, community_of
from resident.communities.models import Community
from resident.db import db, transaction
from resident.undo.actions import BuiltOn, TooLate, undo
from resident.undo.models import Deed
from resident.web.errors import Conflict, NotAllowed, NotHere
from tests.activities.conftest import Neighbourhood
from tests.at_once import at_once
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_place, make_shift
from tests.makers.communities import make_community, make_resident
from tests.makers.organizations import make_member
from tests.makers.undo import last_deed
from tests.recorded import recorded, told

SignIn = Callable[[int], FlaskClient]


def _community(shift: Shift) -> Community:
    return community_of(shift.activity)


def _undo(shift: Shift, by: PersonRow | Person, deed: Deed | None = None) -> str:
    return undo(deed_id=(deed or last_deed()).id, community=_community(shift), by=by)


@pytest.fixture
def shift(session: None) -> Shift:
    """A shift with one place that begins tomorrow."""
    return make_shift(make_activity(make_community()), capacity=1)


@pytest.fixture
def running(session: None) -> Shift:
    """A shift of two hours that has just begun."""
    return make_shift(make_activity(make_community()), hours=0)


def _act(running: Shift, act: str, place: SignUp, by: PersonRow | None = None) -> None:
    acts = {"in": check_in, "out": check_out, "missed": mark_no_show}
    by = by or running.activity.created_by
    acts[act](
        sign_up_id=place.id,
        community=_community(running),
        by=by,
        **({"key": running.check_in_key} if act != "missed" else {}),
    )


def _signed_up(shift: Shift) -> SignUp:
    return sign_up(shift_id=shift.id, community=_community(shift), by=make_resident(_community(shift)).value)


def test_a_sign_up_is_undone_and_the_place_is_free(shift: Shift) -> None:
    mine = _signed_up(shift)
    before = len(recorded())
    assert _undo(shift, mine.person) == f"/c/{_community(shift).slug}/activities/{shift.activity_id}#shift-{shift.id}"
    assert (mine.state, shift.taken) == (SignUpState.CANCELLED, 0)
    assert mine.ended_at is not None
    details = {"shift": shift.id, "deed": last_deed().id}
    assert recorded(but=before) == [("sign_up.undone", mine.person_id, mine.id, details)]
    _undo(shift, mine.person)  # twice is the same
    assert len(recorded(but=before)) == 1
    assert shift.taken == 0


@pytest.mark.parametrize(
    ("act", "column"), [("in", "checked_in_at"), ("missed", "no_show_at"), ("out", "checked_out_at")]
)
def test_presence_is_undone_although_time_goes_on_while_it_is_noted(
    running: Shift, ticking: Clock, act: str, column: str
) -> None:
    place = make_place(running)
    if act == "out":
        _act(running, "in", place)
    ticking.advance(minutes=100)
    _act(running, act, place)
    _undo(running, running.activity.created_by)
    assert getattr(place, column) is None


def test_the_first_in_line_gets_the_place_of_a_sign_up_that_is_undone(shift: Shift) -> None:
    mine, waiting = _signed_up(shift), make_place(shift, waiting=True)
    _undo(shift, mine.person)
    assert (waiting.state, shift.taken) == (SignUpState.SIGNED_UP, 1)


def test_the_app_itself_leaves_nothing_to_undo_and_undoes_nothing(shift: Shift) -> None:
    mine = _signed_up(shift)
    with pytest.raises(NotAllowed):
        undo(deed_id=last_deed().id, community=_community(shift), by=SYSTEM)
    assert mine.state == SignUpState.SIGNED_UP


def test_waiting_is_undone_unless_one_has_moved_up_meanwhile(shift: Shift) -> None:
    holder = make_place(shift)
    person = make_resident(_community(shift))
    mine = join_waitlist(shift_id=shift.id, community=_community(shift), by=person.value)
    deed = last_deed()
    cancel_sign_up(shift_id=shift.id, community=_community(shift), by=holder.person.value)
    assert mine.state == SignUpState.SIGNED_UP
    with pytest.raises(BuiltOn, match="BuiltOn"):
        _undo(shift, person, deed)
    again = make_shift(shift.activity, hours=50, capacity=1)
    make_place(again)
    other = join_waitlist(shift_id=again.id, community=_community(shift), by=person.value)
    _undo(again, person)
    assert (other.state, again.taken) == (SignUpState.CANCELLED, 1)


def test_a_place_given_back_is_ones_own_again_unless_the_next_has_it(shift: Shift) -> None:
    mine = _signed_up(shift)
    cancel_sign_up(shift_id=shift.id, community=_community(shift), by=mine.person.value)
    _undo(shift, mine.person)
    assert (mine.state, mine.ended_at, shift.taken) == (SignUpState.SIGNED_UP, None, 1)
    make_place(shift, waiting=True)
    cancel_sign_up(shift_id=shift.id, community=_community(shift), by=mine.person.value)
    with pytest.raises(BuiltOn) as refusal:
        _undo(shift, mine.person)
    assert "下一位" in str(refusal.value.message) or "next" in str(refusal.value.message)
    assert mine.state == SignUpState.CANCELLED


def test_a_place_given_back_stays_given_when_one_is_elsewhere_or_signed_up_again(shift: Shift) -> None:
    mine = _signed_up(shift)
    cancel_sign_up(shift_id=shift.id, community=_community(shift), by=mine.person.value)
    deed = last_deed()
    other = make_shift(shift.activity)
    sign_up(shift_id=other.id, community=_community(shift), by=mine.person.value)
    with pytest.raises(BuiltOn):
        _undo(shift, mine.person, deed)
    cancel_sign_up(shift_id=other.id, community=_community(shift), by=mine.person.value)
    sign_up(shift_id=shift.id, community=_community(shift), by=mine.person.value)
    with pytest.raises(BuiltOn):
        _undo(shift, mine.person, deed)


def test_nothing_is_undone_once_the_shift_was_called_off(shift: Shift) -> None:
    mine = _signed_up(shift)
    by = shift.activity.created_by
    cancel_shift(shift_id=shift.id, reason="下雨", community=_community(shift), by=by)
    with pytest.raises(BuiltOn):
        _undo(shift, mine.person)
    assert mine.state == SignUpState.CALLED_OFF


@pytest.mark.parametrize("act", ["in", "out", "missed"])
def test_presence_is_undone_by_who_noted_it_and_written_down(running: Shift, act: str) -> None:
    place = make_place(running)
    if act == "out":
        _act(running, "in", place)
    before = (place.checked_in_at, place.checked_out_at, place.no_show_at)
    _act(running, act, place)
    events = len(recorded())
    manager = running.activity.created_by
    assert _undo(running, manager).endswith(f"/roster?shift={running.id}#place-{place.id}")
    assert (place.checked_in_at, place.checked_out_at, place.no_show_at) == before
    named = {"in": "check_in_undone", "out": "check_out_undone", "missed": "no_show_undone"}[act]
    details = {"shift": running.id, "deed": last_deed().id}
    assert recorded(but=events) == [(f"sign_up.{named}", manager.id, place.id, details)]
    _undo(running, manager)
    assert len(recorded(but=events)) == 1


def test_who_was_marked_as_not_there_is_that_again(running: Shift) -> None:
    place = make_place(running)
    _act(running, "missed", place)
    missed = place.no_show_at
    _act(running, "in", place)
    _undo(running, running.activity.created_by)
    assert (place.checked_in_at, place.checked_in_by_id, place.no_show_at) == (None, None, missed)


def test_a_volunteer_undoes_own_check_in_for_ten_minutes_and_the_manager_until_minutes_are_proposed(
    running: Shift, clock: Clock
) -> None:
    place, other = make_place(running), make_place(running)
    for one in (place, other):
        _act(running, "in", one, by=one.person)
    deeds = list(db.session.scalars(select(Deed).order_by(Deed.id)))
    clock.advance(minutes=10)
    _undo(running, place.person, deeds[0])
    assert place.checked_in_at is None
    clock.advance(seconds=1)
    with pytest.raises(TooLate):
        _undo(running, other.person, deeds[1])
    colleague = make_member(running.activity.organization)
    _undo(running, colleague, deeds[1])
    assert other.checked_in_at is None


def test_after_minutes_are_proposed_the_record_is_corrected_instead(running: Shift, clock: Clock) -> None:
    place = make_place(running)
    _act(running, "in", place)
    clock.advance(hours=2)
    _act(running, "out", place)
    propose_seen(shift_id=running.id, community=_community(running), by=running.activity.created_by)
    with pytest.raises(BuiltOn):
        _undo(running, running.activity.created_by)
    assert place.checked_out_at is not None


def test_a_check_in_is_not_undone_under_a_check_out(running: Shift) -> None:
    place = make_place(running)
    _act(running, "in", place)
    came = last_deed()
    _act(running, "out", place)
    with pytest.raises(BuiltOn):
        _undo(running, running.activity.created_by, came)
    _undo(running, running.activity.created_by)
    _undo(running, running.activity.created_by, came)
    assert (place.checked_in_at, place.checked_out_at) == (None, None)


def test_nobody_else_undoes_it_and_in_no_other_community(running: Shift) -> None:
    place, stranger = make_place(running), make_place(running).person
    _act(running, "in", place, by=place.person)
    with pytest.raises(NotAllowed):
        _undo(running, stranger)
    abroad = make_activity(make_community())
    with pytest.raises(NotHere):
        undo(deed_id=last_deed().id, community=community_of(abroad), by=place.person)
    with pytest.raises(NotAllowed):
        _undo(running, abroad.created_by)
    assert place.checked_in_at is not None
    assert told() == []


def _offered(page: str) -> str:
    """The address of the one thing that a page offers to undo; nothing where it offers none."""
    found = set(re.findall(r'action="(/c/here/undo/\d+)"', page))
    assert len(found) <= 1
    return next(iter(found), "")


def _at_once(app: Flask, acts: list[Callable[[], object]]) -> list[str]:
    def _run(act: Callable[[], object]) -> str:
        with app.app_context():
            try:
                with transaction():
                    act()
            except Conflict as refusal:
                return type(refusal).__name__
            return "done"

    return at_once([lambda act=act: _run(act) for act in acts])  # type: ignore[misc]


def test_undone_by_two_at_once_it_is_undone_once(app: Flask, here: Neighbourhood) -> None:
    with app.app_context(), transaction():
        shift = db.session.get_one(Shift, here.shift)
        person = db.session.get_one(PersonRow, here.volunteer).value
        sign_up(shift_id=shift.id, community=_community(shift), by=person)
        make_place(shift)
        deed, waiting = last_deed().id, make_place(shift, waiting=True).id

    def _again() -> object:
        return undo(
            deed_id=deed, community=community_by_id(here.community), by=db.session.get_one(PersonRow, here.volunteer)
        )

    assert _at_once(app, [_again] * 4) == ["done"] * 4
    with app.app_context():
        assert db.session.get_one(Shift, here.shift).taken == 2
        assert db.session.get_one(SignUp, waiting).state == SignUpState.SIGNED_UP
        events = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
        assert events == ["sign_up.made", "sign_up.undone", "sign_up.moved_up"]


def test_undoing_a_check_in_and_checking_out_at_once_ends_in_one_of_both(app: Flask, here: Neighbourhood) -> None:
    with app.app_context(), transaction():
        shift = make_shift(db.session.get_one(Shift, here.shift).activity, hours=0)
        place = make_place(shift)
        manager = db.session.get_one(PersonRow, here.manager)
        check_in(sign_up_id=place.id, community=_community(shift), by=manager)
        deed, place_id = last_deed().id, place.id

    def _back() -> object:
        return undo(
            deed_id=deed, community=community_by_id(here.community), by=db.session.get_one(PersonRow, here.manager)
        )

    def _out() -> object:
        by = db.session.get_one(PersonRow, here.colleague)
        return check_out(sign_up_id=place_id, community=community_by_id(here.community), by=by)

    outcomes = _at_once(app, [_back, _out])
    with app.app_context():
        place = db.session.get_one(SignUp, place_id)
        seen = (place.checked_in_at is None, place.checked_out_at is None)
    assert (outcomes, seen) in ((["done", "NotNow"], (True, True)), (["BuiltOn", "done"], (False, False)))


def test_the_page_offers_it_for_ten_minutes_to_who_did_it_and_says_why_not(
    here: Neighbourhood, sign_in: SignIn, clock: Clock
) -> None:
    browser, page = sign_in(here.volunteer), f"{here.path}/{here.activity}"
    assert "/undo/" not in browser.get(page).text
    browser.post(f"{page}/sign-up", data={"shift": here.shift})
    first = _offered(browser.get(page).text)
    assert first
    assert "/undo/" not in sign_in(here.manager).get(page).text
    assert sign_in(here.manager).post(first).status_code == 403
    answer = browser.post(first)
    assert (answer.status_code, answer.location) == (303, f"{page}#shift-{here.shift}")
    assert "/undo/" not in browser.get(page).text
    browser.post(f"{page}/sign-up", data={"shift": here.shift})
    browser.post(f"{page}/cancel-sign-up", data={"shift": here.shift})
    last = _offered(browser.get(page).text)  # the end of it is what was done last
    clock.advance(minutes=11)
    assert "/undo/" not in browser.get(page).text
    late = browser.post(last)
    assert late.status_code == 409
    assert page in late.text
    assert browser.post("/c/here/undo/999999").status_code == 404


def test_a_second_scan_asks_before_it_ends_the_service(
    app: Flask, here: Neighbourhood, sign_in: SignIn, clock: Clock
) -> None:
    with app.app_context(), transaction():
        shift = make_shift(db.session.get_one(Shift, here.shift).activity, hours=0)
        place = make_place(shift, db.session.get_one(PersonRow, here.volunteer)).id
        link = f"{here.path}/check-in/{shift.check_in_key}"
    browser = sign_in(here.volunteer)
    for _twice in range(2):
        assert browser.post(link, data={"step": "in"}).status_code == 303
    asked = browser.get(link).text
    assert _offered(asked)
    head, question = asked.split('<details class="confirm">', 1)
    assert 'value="out"' not in head
    assert 'value="out"' in question
    assert "11:00" in question  # until when the shift goes on
    with app.app_context():
        assert db.session.get_one(SignUp, place).checked_out_at is None
    clock.advance(minutes=5)
    assert browser.post(link, data={"step": "out"}).status_code == 303
    assert browser.post(_offered(browser.get(link).text)).status_code == 303
    with app.app_context():
        assert db.session.get_one(SignUp, place).checked_out_at is None


def test_the_roster_offers_it_until_minutes_are_entered(
    app: Flask, here: Neighbourhood, sign_in: SignIn, clock: Clock
) -> None:
    with app.app_context(), transaction():
        shift = make_shift(db.session.get_one(Shift, here.shift).activity, hours=0)
        place, shift_id = make_place(shift).id, shift.id
    browser, roster = sign_in(here.manager), f"{here.path}/{here.activity}/roster?shift={shift_id}"
    part = browser.post(f"{here.path}/roster/{place}/check-in", headers={"HX-Request": "true"})
    first = _offered(part.text)
    assert first
    clock.advance(hours=2)
    assert _offered(sign_in(here.colleague).get(roster).text) == first
    browser.post(f"{here.path}/roster/{place}/check-out")
    second = _offered(browser.get(roster).text)
    assert second not in ("", first)
    browser.post(f"{here.path}/roster/propose", data={"shift": shift_id})
    assert "/undo/" not in browser.get(roster).text
    assert browser.post(second).status_code == 409
