"""A page asks the database the same number of things whatever there is to show."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.accounts.models import PersonRow
from resident.activities.models import Activity, Shift, Volunteer
from resident.communities.context import community_of
from resident.db import db, transaction
from tests.activities.conftest import Neighbourhood
from tests.makers.activities import make_activity, make_place, make_record, make_shift
from tests.makers.communities import make_resident
from tests.statements import statements_of

MOST = 12


def _one_of_each(here: Neighbourhood) -> None:
    volunteer, shift = db.session.get_one(PersonRow, here.volunteer), db.session.get_one(Shift, here.shift)
    make_place(shift, volunteer)
    activity = db.session.get_one(Activity, here.activity)
    past = make_activity(community_of(activity), body=activity.organization, manager=activity.created_by)
    _past(here, make_shift(past, hours=-30), volunteer)


def _past(here: Neighbourhood, shift: Shift, volunteer: PersonRow) -> None:
    manager = db.session.get_one(PersonRow, here.manager)
    make_record(shift, volunteer, by=manager, state="final")
    other = make_resident(community_of(shift.activity))
    make_record(shift, other, by=manager)
    third = make_resident(community_of(shift.activity))
    make_record(shift, third, by=manager, state="in_notice", notice_until=shift.starts_at)
    db.session.add(Volunteer(community_id=here.community, person_id=third.id, number=third.id))


def _many_of_each(here: Neighbourhood) -> None:
    volunteer, activity = db.session.get_one(PersonRow, here.volunteer), db.session.get_one(Activity, here.activity)
    shift = db.session.get_one(Shift, here.shift)
    shift.capacity = 40
    for _ in range(12):
        make_place(shift)
        make_place(shift, waiting=True)
    for number in range(22):
        make_shift(activity, hours=50 + number * 3)
        one = make_activity(community_of(activity), body=activity.organization, manager=activity.created_by)
        make_place(make_shift(one, hours=300 + number * 3), volunteer)
        past = make_activity(community_of(activity), body=activity.organization, manager=activity.created_by)
        _past(here, make_shift(past, hours=-33 - number * 3), volunteer)


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("", None),
        ("", "volunteer"),
        ("", "manager"),
        ("?past=1", None),
        ("?mine=1", "manager"),
        ("/{activity}", None),
        ("/{activity}", "volunteer"),
        ("/{activity}", "manager"),
        ("/{activity}/roster", "manager"),
        ("/hours", "worker"),
        ("/hours", "colleague"),
        ("/notice", None),
        ("/me/service", "volunteer"),
    ],
)
def test_a_page_takes_as_many_statements_for_many_as_for_one(
    app: Flask,
    client: FlaskClient,
    sign_in: Callable[[int], FlaskClient],
    here: Neighbourhood,
    path: str,
    who: str | None,
) -> None:
    browser = sign_in(getattr(here, who)) if who else client
    url = path if path.startswith("/me") else here.path + path.format(activity=here.activity)
    counts = []
    for fill in (_one_of_each, _many_of_each):
        with app.app_context(), transaction():
            fill(here)
        browser.get(here.path)
        with statements_of(app) as seen:
            assert browser.get(url).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= MOST


def test_signing_up_takes_few_statements(
    app: Flask, sign_in: Callable[[int], FlaskClient], here: Neighbourhood
) -> None:
    browser = sign_in(here.volunteer)
    with statements_of(app) as seen:
        answer = browser.post(f"{here.path}/{here.activity}/sign-up", data={"shift": here.shift})
    assert answer.status_code == 303
    locks_people = [one for one in seen if "FOR NO KEY UPDATE" in one]
    assert len(seen) - len(locks_people) == 10  # the last one writes down what can be undone
    assert len(locks_people) <= 1
