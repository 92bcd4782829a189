"""What is said after an act, and the way back that is said with it."""

from types import SimpleNamespace

import pytest
from flask import Flask, g, get_flashed_messages

from resident.web.toasts import note_deed, say

UNDO = "/c/guihua/undo/7"


@pytest.fixture
def asked(app: Flask):
    """A request in a community."""
    with app.test_request_context("/c/guihua/"):
        g.community = SimpleNamespace(slug="guihua")
        yield


def said() -> list[tuple[str, str]]:
    return get_flashed_messages(with_categories=True)


def test_what_can_be_undone_is_said_with_its_way_back(asked: None) -> None:
    note_deed(7)
    say("Supported.")
    assert said() == [(UNDO, "Supported.")]


def test_what_cannot_be_undone_is_said_alone(asked: None) -> None:
    say("Saved.")
    assert said() == [("message", "Saved.")]


def test_of_several_things_at_once_each_is_undone_at_its_own_place(asked: None) -> None:
    note_deed(7)
    note_deed(8)
    say("Confirmed.")
    assert said() == [("message", "Confirmed.")]


def test_outside_of_a_community_there_is_no_address_to_undo_at(app: Flask) -> None:
    with app.test_request_context("/me"):
        g.community = None
        note_deed(7)
        say("Done.")
        assert said() == [("message", "Done.")]


def test_what_a_job_does_is_offered_to_nobody(app: Flask) -> None:
    with app.app_context():
        note_deed(7)
        assert "deeds" not in g


def test_what_was_given_up_is_forgotten_with_its_way_back(app: Flask) -> None:
    with app.test_request_context("/c/guihua/"):
        note_deed(7)
        app._forget_what_was_said()  # type: ignore[attr-defined]
        note_deed(8)
        g.community = SimpleNamespace(slug="guihua")
        say("Supported.")
        assert said() == [("/c/guihua/undo/8", "Supported.")]
