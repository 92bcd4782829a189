"""Reaching who has a place: by a number they let be shown, on record, and by a message to all."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.models import SYSTEM, PersonRow
from resident.accounts.queries import phone_of
from resident.activities.actions import join_waitlist, let_call, see_number, sign_up, write_to_all
from resident.activities.models import Shift, ShiftMessage, SignUp
from resident.activities.people import service_of
from resident.communities.context import community_of
from resident.communities.models import Community, CommunityRow
from resident.db import db
from resident.organizations.models import OrganizationKind
from resident.reaching.models import ContactView
from resident.reaching.queries import looks_at
from resident.web.errors import Invalid, Later, NotAllowed, NotHere
from tests.activities.conftest import Neighbourhood
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_place, make_shift
from tests.makers.communities import make_community, make_resident
from tests.makers.organizations import make_organization
from tests.recorded import recorded, told

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def shift(session: None) -> Shift:
    """A shift of two places that begins tomorrow."""
    return make_shift(make_activity(make_community()), capacity=2)


def _here(shift: Shift) -> Community:
    return community_of(shift.activity)


def _row(shift: Shift) -> CommunityRow:
    return db.session.get_one(CommunityRow, shift.community_id)


def _see(one: SignUp, by: object) -> object:
    return see_number(sign_up_id=one.id, community=_here(one.shift), by=by)  # type: ignore[arg-type]


def _write(shift: Shift, by: object, text: str = "带上水杯。") -> ShiftMessage:
    return write_to_all(shift_id=shift.id, text=text, community=_here(shift), by=by)  # type: ignore[arg-type]


def test_who_lets_the_organizer_call_reads_who_looked(shift: Shift) -> None:
    person, manager = make_resident(_row(shift), "李阿姨"), shift.activity.created_by
    one = sign_up(shift_id=shift.id, community=_here(shift), may_call=True, by=person.value)
    shown = see_number(sign_up_id=one.id, community=_here(shift), by=manager.value)
    assert shown is not None
    assert (shown.phone, shown.home) == (phone_of(person.value), None)
    (look,) = looks_at(person.value, "sign_up", [one.id])
    assert (look.name, look.body) == (manager.display_name, shift.activity.organization.name)
    assert service_of(person.value)["sign_ups"][0]["organizer_may_call"] is True


def test_nobody_is_called_who_has_not_said_so(shift: Shift) -> None:
    person, manager = make_resident(_row(shift)), shift.activity.created_by
    one = sign_up(shift_id=shift.id, community=_here(shift), by=person.value)
    for by in (manager, person, make_resident(_row(shift)), SYSTEM):
        with pytest.raises(NotAllowed):
            _see(one, by)
    for _twice in range(2):
        let_call(shift_id=shift.id, may_call=True, community=_here(shift), by=person.value)
    assert [event[0] for event in recorded()].count("sign_up.calls_allowed") == 1
    assert _see(one, manager)
    let_call(shift_id=shift.id, may_call=False, community=_here(shift), by=person.value)
    with pytest.raises(NotAllowed):
        _see(one, manager)
    with pytest.raises(NotHere):
        let_call(shift_id=shift.id, may_call=True, community=_here(shift), by=manager.value)


def test_a_shop_sees_no_numbers_and_nobody_does_for_ever(shift: Shift, clock: Clock) -> None:
    shop = make_organization(_row(shift), OrganizationKind.MERCHANT)
    of_shop = make_place(make_shift(make_activity(_row(shift), body=shop)))
    one = make_place(shift)
    of_shop.may_call = one.may_call = True
    with pytest.raises(NotAllowed):
        _see(of_shop, of_shop.shift.activity.created_by)
    clock.moment = shift.ends_at
    clock.advance(days=14)
    assert _see(one, shift.activity.created_by)
    clock.advance(minutes=1)
    with pytest.raises(NotAllowed):
        _see(one, shift.activity.created_by)


def test_who_waits_is_shown_once_there_is_a_place(shift: Shift) -> None:
    for _ in range(2):
        make_place(shift)
    person = make_resident(_row(shift))
    one = join_waitlist(shift_id=shift.id, community=_here(shift), may_call=True, by=person.value)
    with pytest.raises(NotAllowed):
        _see(one, shift.activity.created_by)


def test_a_message_reaches_everybody_with_a_place_three_times_a_day(shift: Shift, clock: Clock) -> None:
    manager = shift.activity.created_by
    with pytest.raises(Invalid):
        _write(shift, manager)
    people = {make_place(shift).person_id for _ in range(2)}
    join_waitlist(shift_id=shift.id, community=_here(shift), by=make_resident(_row(shift)).value)
    before = len(told())
    assert _write(shift, manager).reached == 2
    assert {one[0] for one in told(but=before)} == people
    for by in (make_resident(_row(shift)), SYSTEM):
        with pytest.raises(NotAllowed):
            _write(shift, by)
    with pytest.raises(Invalid):
        _write(shift, manager, "  ")
    for _ in range(2):
        _write(shift, manager)
    with pytest.raises(Later):
        _write(shift, manager)
    clock.advance(days=1)
    assert _write(shift, manager)
    assert [one["text"] for one in service_of(manager.value)["messages_to_shifts"]] == ["带上水杯。"] * 4


def test_the_line_is_not_ticked_and_the_roster_shows_the_number_in_one_answer(
    here: Neighbourhood, sign_in: SignIn, app: Flask
) -> None:
    volunteer, manager, english = sign_in(here.volunteer), sign_in(here.manager), {"Accept-Language": "en"}
    page = f"{here.path}/{here.activity}"
    (line,) = [one for one in volunteer.get(page).text.split("<input") if 'name="may_call"' in one]
    assert "checked" not in line.partition(">")[0].replace("checkbox", "")
    volunteer.post(f"{page}/sign-up", data={"shift": here.shift, "may_call": "1"})
    with app.app_context():
        place, phone = (
            db.session.scalars(select(SignUp.id)).one(),
            phone_of(db.session.get_one(PersonRow, here.volunteer).value),
        )
    spaced, roster = f"{phone[:3]} {phone[3:7]} {phone[7:]}", f"{page}/roster?shift={here.shift}"
    assert spaced not in manager.get(roster).text
    for headers in ({}, {"HX-Request": "true"}):
        answer = manager.post(f"{here.path}/roster/{place}/contact", headers=headers)
        assert answer.headers["Cache-Control"] == "no-store"
        assert spaced in answer.text
    assert "Who looked at your number" in volunteer.get(page, headers=english).text
    message = {"text": "带上水杯。", "token": "t" * 24}
    for _twice in range(2):
        assert manager.post(f"{here.path}/shifts/{here.shift}/message", data=message).status_code == 303
    assert "带上水杯。" in volunteer.get("/me/notifications").text
    assert manager.post(f"{here.path}/shifts/{here.shift}/message", data={"text": " "}).status_code == 422
    volunteer.post(f"{page}/may-call", data={"shift": here.shift, "may_call": "0"})
    assert manager.post(f"{here.path}/roster/{place}/contact").status_code == 403
    with app.app_context():
        assert len(db.session.scalars(select(ContactView)).all()) == 2
        assert len(db.session.scalars(select(ShiftMessage)).all()) == 1
