"""What may be read in a log."""

import logging

import pytest
import structlog

from resident import logs
from resident.logs import A_WHILE, MOST_ALIKE, Repeats, discreet, without_phones


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("sent to 13800000001", "sent to 138****0001"),
        ("no phone 12345678901 here", "no phone 12345678901 here"),
        ("id 2138000000019", "id 2138000000019"),
        ("号码13912345678。", "号码139****5678。"),
    ],
)
def test_phone_numbers_are_masked(text, kept):
    assert without_phones(text) == kept


def test_they_are_masked_wherever_they_stand():
    entry = {
        "event": "x",
        "to": ["13800000001", {"phone": "13800000002"}],
        "count": 13800000001,
        "exception": "13800000003",
    }
    assert discreet(None, "", entry) == {
        "event": "x",
        "to": ["138****0001", {"phone": "138****0002"}],
        "count": 13800000001,
        "exception": "138****0003",
    }


@pytest.mark.parametrize("name", ["token", "csrf_token", "password", "secret_key", "Cookie", "authorization"])
def test_secrets_are_left_out(name):
    assert discreet(None, "", {name: "abc"})[name] == "…"


class Minutes:
    """A log whose clock is ours."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        self.repeats = Repeats()
        monkeypatch.setattr(logs, "monotonic", lambda: self.now)

    def writes(
        self, words: object, *args: object, level: int = logging.ERROR, error: type[Exception] | None = None
    ) -> str:
        """What is written down of this, empty where nothing is."""
        raised = None
        if error is not None:
            try:
                raise error("for whatever reason")
            except Exception as problem:
                raised = (error, problem, problem.__traceback__)
        record = logging.LogRecord("huey.consumer", level, __file__, 1, words, args, raised)
        return str(record.msg) if self.repeats.filter(record) else ""


@pytest.fixture
def minutes(monkeypatch: pytest.MonkeyPatch) -> Minutes:
    return Minutes(monkeypatch)


def test_the_same_fault_is_written_down_a_few_times_a_minute(minutes):
    assert [bool(minutes.writes("no %s", what)) for what in range(100)] == [True] * MOST_ALIKE + [False] * (
        100 - MOST_ALIKE
    )
    minutes.now += A_WHILE
    assert minutes.writes("no %s", 1) == f"no %s (and {100 - MOST_ALIKE} more like this one before)"
    assert minutes.writes("no %s", 1) == "no %s"


def test_other_faults_are_written_down_meanwhile(minutes):
    for _ in range(10):
        minutes.writes("no queue", error=ConnectionError)
    assert minutes.writes("no queue", error=ConnectionError) == ""
    assert minutes.writes("no queue", error=ValueError)
    assert minutes.writes("no database", error=ConnectionError)


def test_what_is_no_fault_is_always_written_down(minutes):
    assert all(minutes.writes("begun", level=logging.INFO) for _ in range(100))


def test_our_own_faults_are_told_apart_by_what_was_raised(minutes):
    def fault(name: str, line: int) -> dict[str, str]:
        return {"event": "unexpected error", "exception": f'Traceback:\n  File "a.py", line {line}, in f\n{name}: x'}

    kept = [bool(minutes.writes(fault("KeyError", 1))) for _ in range(5)]
    assert kept == [True] * MOST_ALIKE + [False] * (5 - MOST_ALIKE)
    assert minutes.writes(fault("ValueError", 1))
    assert minutes.writes(fault("KeyError", 2))
    minutes.now += A_WHILE
    assert "2 more" in minutes.writes(fault("KeyError", 1))


def test_the_kinds_of_faults_that_are_remembered_are_bounded(minutes, monkeypatch):
    monkeypatch.setattr(logs, "MOST_KINDS", 10)
    assert all(minutes.writes(f"fault {number}") for number in range(100))
    assert len(minutes.repeats._seen) <= 10


def test_the_log_of_the_app_leaves_out_repeats(capsys):
    before = logging.getLogger().handlers[:]
    try:
        logs.setup()
        for _ in range(20):
            structlog.get_logger("away").error("it is away")
    finally:
        logging.getLogger().handlers = before
    assert capsys.readouterr().err.count("it is away") == MOST_ALIKE
