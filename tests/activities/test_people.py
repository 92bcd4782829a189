"""What a person takes along, and what closing an account does to places."""

import json

import pytest

from resident.accounts.registry import KEPT
from resident.activities.models import SignUpState
from resident.activities.people import end_sign_ups, service_of
from tests.makers.activities import make_activity, make_place, make_record, make_shift
from tests.makers.communities import make_community, make_resident

pytestmark = pytest.mark.usefixtures("session")


def test_the_file_holds_places_and_records_without_other_people() -> None:
    community = make_community()
    activity, person = make_activity(community), make_resident(community)
    make_place(make_shift(activity), person)
    make_record(make_shift(activity, hours=-5), person, by=activity.created_by, minutes=90, reason="手机没电")
    assert KEPT["service"].rows is service_of
    file = service_of(person)
    assert [record["minutes"] for record in file["service_records"]] == [90]
    assert file["sign_ups"][0]["activity"]["zh_Hans"] == "包饺子"
    assert activity.created_by.display_name not in json.dumps(file, ensure_ascii=False)


def test_closing_an_account_frees_places_to_come_and_keeps_what_was_given() -> None:
    community = make_community()
    activity, person = make_activity(community), make_resident(community)
    to_come, begun = make_shift(activity, capacity=1), make_shift(activity, hours=-1)
    mine, there, next_one = make_place(to_come, person), make_place(begun, person), make_place(to_come, waiting=True)
    record = make_record(make_shift(activity, hours=-5), person, by=activity.created_by)
    end_sign_ups(person)
    end_sign_ups(person)
    assert [mine.state, there.state, next_one.state] == [
        SignUpState.CANCELLED,
        SignUpState.SIGNED_UP,
        SignUpState.SIGNED_UP,
    ]
    assert (to_come.taken, record.state) == (1, "proposed")
