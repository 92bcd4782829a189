"""Doorplates, and that every line of a history has its words."""

from types import SimpleNamespace

import pytest
from flask import Flask

from resident.demands.models import Move
from resident.demands.words import STEPS, Plate, plate_words, step_note, step_words


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


def test_every_kind_of_step_has_words(sqlite_app: Flask) -> None:
    assert set(STEPS) == {"import", "raise", "edit", "answer", "absorb", *Move}
    with sqlite_app.test_request_context(headers={"Accept-Language": "en"}):
        for kind in STEPS:
            assert step_words(SimpleNamespace(kind=kind, body={"en": "Anhe"}, note="7"))
        assert step_words(SimpleNamespace(kind="accept", body=None, note="")) == "Accepted by The committee"
        assert step_note(SimpleNamespace(kind="absorb", note="7")) == ""
