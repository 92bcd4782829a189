"""Doorplates, and that every line of a history has its words."""

from typing import Any

import pytest
from flask import Flask

from resident.demands.actions.history import RECORDED
from resident.demands.models import DemandState, Move
from resident.demands.queries import Part
from resident.demands.words import STEPS, Plate, plate_words, state_words, step_details, step_words
from tests.conftest import MONDAY_MORNING


@pytest.mark.parametrize(
    ("place", "plate"),
    [
        ("3栋", Plate("3栋")),
        ("Building 12", Plate("12", above="Bldg")),
        ("block 3A", Plate("3A", above="Bldg")),
        ("East gate", Plate("East", below="gate")),
        ("中心花园", Plate(below="中心花园")),
        ("地下停车场入口", None),
        ("Underground garage", None),
        ("one two three", None),
        ("", None),
    ],
)
def test_a_place_stands_on_a_plate_where_it_fits(place: str, plate: Plate | None) -> None:
    assert plate_words(place) == plate


def _step(kind: str, **parts: Any) -> Part:
    known = {"text": "", "referred_to": None, "number": None, "body": None, "person": None, **parts}
    return Part(part="step", id=1, at=MONDAY_MORNING, kind=kind, state="in_hand", **known)


def test_every_kind_of_step_has_words_and_a_name_in_the_record(sqlite_app: Flask) -> None:
    assert (
        set(STEPS)
        == {"import", *RECORDED}
        == {"import", "raise", "enter", "edit", "answer", "absorb", "part", "unassign", "undecide", "give_back", *Move}
        | {"undo_accept", "undo_return", "undo_answer", "undo_resolve", "undo_rating", "undo_reopen"}
        | {"call", "undo_call", "contest_call", "contest_words", "confirm_call", "refute_call"}
        | {"allow_calls", "forbid_calls", "name_body", "unname_body"}
        | {"undo_park", "undo_refer", "undo_merge"}
        | {"sounds", "sounds_below", "see_danger", "mark_danger", "deny_danger", "undo_deny"}
        | {"make_urgent", "make_ordinary", "make_complex"}
    )
    with sqlite_app.test_request_context(headers={"Accept-Language": "en"}):
        for kind in STEPS:
            assert step_words(_step(kind, body={"en": "Anhe"}, number=7))
        assert step_words(_step("accept")) == "Accepted by The committee"
        assert step_words(_step("absorb", number=7)) == "No. 7 goes on together with this"
        assert step_details(_step("absorb", number=7)) == ""
        assert step_words(_step("refer", referred_to="街道", text="占道")) == "Passed on to 街道"
        assert step_details(_step("refer", referred_to="街道", text="占道")) == "占道"
        assert step_details(_step("park", text="等计划")) == "等计划"


def test_every_state_has_one_word(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context(headers={"Accept-Language": "en"}):
        assert set(state_words()) == {*DemandState, "overdue"}
        assert state_words()["to_assign"] == "To hand over"
