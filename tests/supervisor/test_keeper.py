"""What ends by itself is started again, more and more slowly, and not for ever."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from resident.config import ROOT
from resident.supervisor.children import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    MOST_FAILURES,
    STEADY,
    Child,
    Role,
)

LONGEST = 120  # seconds; a moment on an idle machine
HURRIED = """
import sys, time
from resident import logs
from resident.supervisor import children, keeper
from resident.supervisor.children import Role
from resident.supervisor.keeper import Keeper

children.FIRST_PAUSE = children.LONGEST_PAUSE = 0.01
children.LONGEST_SILENCE = 0.5
keeper.A_LOOK = 0.05
logs.setup()

def note(words):
    with open(sys.argv[1], "a") as file:
        file.write(words + "\\n")
"""


class Hurried:
    """A keeper in a process of its own, with short pauses; its children write into a file."""

    def __init__(self, folder: Path, script: str) -> None:
        self.noted = folder / "noted"
        self.noted.touch()
        self.process = subprocess.Popen(
            [sys.executable, "-c", HURRIED + textwrap.dedent(script), str(self.noted)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self) -> tuple[int, list[str], str]:
        """Its exit status, what the children noted, and what it said."""
        said = self.process.communicate(timeout=LONGEST)[1]
        return self.process.returncode, self.noted.read_text().splitlines(), said


@pytest.fixture
def hurried(tmp_path: Path) -> Iterator[type[Hurried]]:
    started: list[Hurried] = []

    def _start(script: str) -> Hurried:
        started.append(Hurried(tmp_path, script))
        return started[-1]

    yield _start  # type: ignore[misc]
    for each in started:
        each.process.kill()
        each.process.communicate()


def test_what_ends_again_and_again_ends_it_all_with_a_failure(hurried):
    status, noted, said = hurried("""
        sys.exit(Keeper([Role("weak", lambda beat: note("began")), Role("strong", lambda beat: time.sleep(60))]).keep())
    """).end()
    assert status == 1
    assert noted == ["began"] * MOST_FAILURES
    assert "ends again and again" in said
    assert '"process": "weak"' in said


def test_what_happens_once_is_not_repeated_and_is_no_failure(hurried):
    kept = hurried("""
        import os, signal
        def last(beat):
            time.sleep(0.3)
            note("last")
            os.kill(os.getppid(), signal.SIGTERM)
        sys.exit(Keeper([Role("greeting", lambda beat: note("hello"), is_once=True), Role("last", last)]).keep())
    """)
    status, noted, _said = kept.end()
    assert (status, noted) == (0, ["hello", "last"])


def test_a_process_that_is_stuck_is_ended_and_started_anew(hurried):
    kept = hurried("""
        import os, signal
        def hangs_once(beat):
            note("began")
            if len(open(sys.argv[1]).readlines()) > 1:
                os.kill(os.getppid(), signal.SIGTERM)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            time.sleep(60)
        sys.exit(Keeper([Role("web", hangs_once, beats=True)]).keep())
    """)
    status, noted, said = kept.end()
    assert (status, noted) == (0, ["began", "began"])
    assert "stuck" in said


def test_a_process_that_beats_is_let_be(hurried):
    kept = hurried("""
        import os, signal
        def beats(beat):
            note("began")
            for _ in range(30):
                time.sleep(0.05)
                beat()
            os.kill(os.getppid(), signal.SIGTERM)
            time.sleep(60)
        sys.exit(Keeper([Role("web", beats, beats=True)]).keep())
    """)
    assert kept.end()[:2] == (0, ["began"])


def test_all_are_asked_to_end_and_waited_for(hurried):
    kept = hurried("""
        import os, signal
        def works(beat):
            def finish(*_):
                time.sleep(0.2)
                note("finished")
                os._exit(0)
            signal.signal(signal.SIGTERM, finish)
            note("began")
            while True:
                time.sleep(1)
        def asks(beat):
            while len(open(sys.argv[1]).readlines()) < 2:
                time.sleep(0.01)
            os.kill(os.getppid(), signal.SIGTERM)
            time.sleep(60)
        sys.exit(Keeper([Role("a", works), Role("b", works), Role("asks", asks)]).keep(lambda: note("closed")))
    """)
    status, noted, _said = kept.end()
    assert status == 0
    assert noted == ["began", "began", "closed", "finished", "finished"]


class Ended:
    """A process that has ended by itself."""

    exitcode = -9


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Child:
    """A place whose process ends whenever we say so; the time is ours."""
    one = Child(Role("web", lambda beat: None, beats=True))

    def _start() -> None:
        one.due, one._started, one.process = None, one.now, None  # type: ignore[attr-defined]

    monkeypatch.setattr(one, "start", _start)
    return one


def end_at(child: Child, now: float) -> float:
    """Start what is due, let it end at this time; how long the pause is then."""
    child.process = Ended()  # type: ignore[assignment]
    child.look(now)
    assert child.due is not None
    return child.due - now


def start_at(child: Child, now: float) -> None:
    child.now = now  # type: ignore[attr-defined]
    child.look(now)
    assert child.due is None


def test_pauses_grow_until_nobody_hopes_any_more(child: Child):
    now, pauses = 1000.0, []
    while not child.is_hopeless:
        start_at(child, now)
        pauses.append(end_at(child, now + 1))
        now = now + 1 + pauses[-1]
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30, 30]
    assert (pauses[0], max(pauses), len(pauses)) == (FIRST_PAUSE, LONGEST_PAUSE, MOST_FAILURES)


def test_what_has_run_for_a_while_begins_with_short_pauses_again(child: Child):
    start_at(child, 1000.0)
    for now in (1001.0, 1010.0, 1020.0):
        end_at(child, now)
        start_at(child, now + LONGEST_PAUSE)
    assert end_at(child, 1020.0 + LONGEST_PAUSE + STEADY + 1) == FIRST_PAUSE
