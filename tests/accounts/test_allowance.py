"""Gentle limits: so much a person and day, counted where it is posted."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident.accounts.entrance.allowance import ALLOWANCES, count_post
from resident.accounts.models import SYSTEM, PersonRow, ThrottleHit
from resident.config import settings
from resident.db import db, transaction
from resident.web.errors import Later
from tests.accounts.conftest import AtOnce
from tests.conftest import Clock
from tests.makers.accounts import make_person


def _most(kind: str) -> int:
    return int(getattr(settings(), ALLOWANCES[kind].setting))


@pytest.mark.parametrize("kind", ALLOWANCES)
def test_one_more_than_the_setting_is_for_later(session: None, clock: Clock, kind: str) -> None:
    person, other = make_person(), make_person()
    for _ in range(_most(kind)):
        count_post(kind, by=person)
    with pytest.raises(Later):
        count_post(kind, by=person)
    count_post(kind, by=other)
    clock.advance(seconds=ALLOWANCES[kind].per.total_seconds())
    count_post(kind, by=person)


def test_the_next_is_taken_when_the_first_is_a_day_old(session: None, clock: Clock) -> None:
    person = make_person()
    for _ in range(_most("demand")):
        count_post("demand", by=person)
        clock.advance(minutes=30)
    with pytest.raises(Later) as refused:
        count_post("demand", by=person)
    assert "9:00" in str(refused.value.message)
    clock.advance(hours=24 - _most("demand") / 2)
    count_post("demand", by=person)
    with pytest.raises(Later):
        count_post("demand", by=person)


def test_many_photos_count_each(session: None) -> None:
    person = make_person()
    count_post("photo", by=person, number=_most("photo") - 1)
    with pytest.raises(Later):
        count_post("photo", by=person, number=2)
    count_post("photo", by=person)


def test_the_app_itself_is_not_counted(session: None) -> None:
    for _ in range(_most("demand") + 1):
        count_post("demand", by=SYSTEM)
    assert db.session.scalar(select(func.count()).select_from(ThrottleHit)) == 0


def test_what_is_rolled_back_was_not_posted(app: Flask) -> None:
    with app.app_context():
        with transaction():
            person_id = make_person().id
        for _ in range(_most("demand")):
            with pytest.raises(RuntimeError), transaction():
                count_post("demand", by=db.session.get_one(PersonRow, person_id))
                raise RuntimeError
        with transaction():
            count_post("demand", by=db.session.get_one(PersonRow, person_id))


def test_two_at_once_get_the_last_one_once(app: Flask, at_once: AtOnce) -> None:
    with app.app_context(), transaction():
        person = make_person()
        count_post("comment", by=person, number=_most("comment") - 1)
        person_id = person.id

    def _post() -> bool:
        try:
            count_post("comment", by=db.session.get_one(PersonRow, person_id))
        except Later:
            return False
        return True

    assert sorted(at_once(2, _post)) == [False, True]
