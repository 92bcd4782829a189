"""A shift that moves onto another names who would be in two places, and tells them what becomes of it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.models import PersonRow
from resident.activities.actions import move_shift
from resident.activities.actions.clashes import Clashes
from resident.activities.models import Shift, SignUp, SignUpState
from resident.communities.context import community_of
from resident.db import db, transaction
from tests.activities.conftest import Neighbourhood
from tests.makers.activities import make_activity, make_place, make_shift, shift_plan
from tests.makers.communities import make_community
from tests.recorded import recorded, told

SignIn = Callable[[int], FlaskClient]


def _move(shift: Shift, hours: float, accepted: tuple[int, ...] = (), **others: object) -> Shift:
    activity = shift.activity
    return move_shift(
        shift_id=shift.id,
        plan=shift_plan(hours, **others),  # type: ignore[arg-type]
        version=shift.version,
        accepted=accepted,
        community=community_of(activity),
        by=activity.created_by,
    )


@pytest.mark.usefixtures("session")
def test_nothing_moves_before_the_page_has_named_them_and_then_their_place_is_free() -> None:
    activity = make_activity(make_community())
    shift, other = make_shift(activity, hours=24, capacity=2), make_shift(activity, hours=48)
    clashing, free, waiting = make_place(shift), make_place(shift), make_place(shift, waiting=True)
    make_place(other, clashing.person)
    before = shift.starts_at
    with pytest.raises(Clashes) as refusal:
        _move(shift, 48, capacity=2)
    assert [(one.sign_up_id, one.name) for one in refusal.value.people] == [(clashing.id, clashing.person.display_name)]
    assert (shift.starts_at, clashing.state, told()) == (before, SignUpState.SIGNED_UP, [])
    _move(shift, 48, (clashing.id,), capacity=2)
    assert (clashing.state, free.state, waiting.state) == (
        SignUpState.CALLED_OFF,
        SignUpState.SIGNED_UP,
        SignUpState.SIGNED_UP,
    )
    assert shift.taken == 2
    kinds = {(one[0], one[1]) for one in told()}
    assert (clashing.person_id, "activities.displaced") in kinds
    assert (clashing.person_id, "activities.shift_moved") not in kinds
    assert (free.person_id, "activities.shift_moved") in kinds
    assert ("sign_up.displaced", activity.created_by_id, clashing.id, {"shift": shift.id}) in recorded()


@pytest.mark.usefixtures("session")
def test_it_looks_into_other_communities_and_right_after_is_no_clash() -> None:
    here, there = make_activity(make_community()), make_activity(make_community())
    shift = make_shift(here, hours=24)
    place = make_place(shift)
    make_place(make_shift(there, hours=48), place.person)
    _move(shift, 50)
    with pytest.raises(Clashes):
        _move(shift, 49)
    assert place.state == SignUpState.SIGNED_UP


@pytest.mark.usefixtures("session")
def test_somebody_who_clashes_only_since_the_page_was_shown_is_named_anew() -> None:
    activity = make_activity(make_community())
    shift, other = make_shift(activity, hours=24), make_shift(activity, hours=48)
    first, second = make_place(shift), make_place(shift)
    make_place(other, first.person)
    make_place(other, second.person)
    with pytest.raises(Clashes) as refusal:
        _move(shift, 48, (first.id,))
    assert {one.sign_up_id for one in refusal.value.people} == {first.id, second.id}


@pytest.mark.usefixtures("session")
def test_what_does_not_change_the_time_asks_nobody_anew() -> None:
    activity = make_activity(make_community())
    shift, other = make_shift(activity, hours=24), make_shift(activity, hours=24)
    place = make_place(shift)
    make_place(other, place.person)
    _move(shift, 24, capacity=9)
    assert (shift.capacity, place.state) == (9, SignUpState.SIGNED_UP)


def test_the_page_names_them_and_saves_when_it_is_sent_again(app: Flask, here: Neighbourhood, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        shift = db.session.get_one(Shift, here.shift)
        person = db.session.get_one(PersonRow, here.volunteer)
        place = make_place(shift, person).id
        make_place(make_shift(shift.activity, hours=77), person)  # 5 March, 14:00
    browser, url = sign_in(here.manager), f"{here.path}/shifts/{here.shift}/edit"
    form = {
        "place_zh_Hans": "活动室",
        "starts_at": "2026-03-05T14:00",
        "ends_at": "2026-03-05T16:00",
        "capacity": "8",
        "sign_up_until": "",
        "version": "1",
    }
    asked = browser.post(url, data=form)
    assert asked.status_code == 409
    assert "李阿姨" in asked.text
    assert f'value="{place}"' in asked.text
    assert browser.post(url, data={**form, "clashing": str(place)}).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(SignUp.state).where(SignUp.id == place)).one() == SignUpState.CALLED_OFF
