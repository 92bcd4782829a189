"""Every night one backup where a folder is set; what goes wrong is a warning; what is not kept goes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.accounts.actions import close_account
from resident.accounts.models import PersonRow
from resident.communities.models import Role
from resident.db import db, transaction
from resident.operation import jobs, nightly
from resident.operation.closings import CLOSINGS
from resident.operation.creating import Made
from resident.operation.faults import Refused
from resident.operation.folder import Kept, alone_in, backups_in, name_of, to_drop
from resident.operation.jobs import back_up, note_closings
from resident.web.jobs import beat
from tests.conftest import Clock
from tests.makers.communities import make_building, make_community, make_resident, make_staff
from tests.makers.operation import furnish

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """The folder of backups, set but not made yet."""
    before = app.config["RESIDENT"]
    app.config["RESIDENT"] = replace(before, backup_dir=tmp_path / "backups")
    yield tmp_path / "backups"
    app.config["RESIDENT"] = before


def night(app: Flask) -> None:
    with app.app_context():
        back_up()


def test_without_a_folder_nothing_happens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "create_backup", lambda _folder: pytest.fail("a backup was made"))
    night(app)
    with app.app_context():
        note_closings()
        assert nightly.newest_backup() is None
        assert nightly.is_backed_up()


def test_a_night_makes_one_and_the_same_night_no_second(app: Flask, folder: Path, clock: Clock) -> None:
    furnish(app)
    night(app)
    night(app)
    clock.advance(hours=5)
    night(app)
    assert [kept.path.name for kept in backups_in(folder)] == ["resident-20260302T010000Z.tar"]
    clock.advance(hours=19)
    night(app)
    assert len(backups_in(folder)) == 2


def nights(count: int, *, now: datetime) -> list[Kept]:
    """A backup of each of so many nights, newest first."""
    return [Kept(now - timedelta(days=day), Path(str(day))) for day in range(count)]


@pytest.mark.parametrize("start", range(7))
def test_seven_days_and_four_weeks_are_kept_and_nothing_past_35_days(start: int) -> None:
    now = datetime(2026, 3, 2 + start, 19, 20, tzinfo=UTC)
    made = nights(120, now=now)
    kept = [one for one in made if one not in to_drop(made, now)]
    days = [(now - one.made_at).days for one in kept]
    assert days[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert 10 <= len(days) <= 11
    assert max(days) <= 35
    assert len({one.made_at.isocalendar()[:2] for one in kept}) == 5


def test_the_newest_of_a_day_is_kept() -> None:
    now = datetime(2026, 3, 5, 19, 20, tzinfo=UTC)
    made = [Kept(now - timedelta(hours=hours), Path(str(hours))) for hours in (0, 8, 15, 30)]
    assert [one.path.name for one in to_drop(made, now)] == ["8", "15"]


def test_what_nobody_makes_any_more_goes_nevertheless_after_35_days() -> None:
    now = datetime(2026, 3, 5, 19, 20, tzinfo=UTC)
    only = [Kept(now - timedelta(days=35), Path("35")), Kept(now - timedelta(days=35, minutes=1), Path("36"))]
    assert [one.path.name for one in to_drop(only, now)] == ["36"]


def test_a_rule_applied_every_night_keeps_four_weeks_before_this_one() -> None:
    """What is dropped tonight is missing in four weeks: the rule must hold when it is applied each night."""
    kept: list[Kept] = []
    for day in range(100):
        now = datetime(2026, 1, 1, 19, 20, tzinfo=UTC) + timedelta(days=day)
        kept = [Kept(now, Path(str(day))), *kept]
        dropped = to_drop(kept, now)
        kept = [one for one in kept if one not in dropped]
        if day >= 35:
            assert len({one.made_at.isocalendar()[:2] for one in kept}) == 5
            assert now - kept[-1].made_at >= timedelta(days=22)


def test_a_night_drops_what_is_not_kept_and_leaves_everything_else(app: Flask, folder: Path, clock: Clock) -> None:
    folder.mkdir()
    old = [folder / name_of(clock.moment - timedelta(days=days)) for days in (36, 80)]
    others = [folder / "notes.txt", folder / "resident-old.tar", folder / "resident-20200101T000000Z.tar.gz"]
    for path in (*old, *others):
        path.write_bytes(b"x")
    night(app)
    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in others)
    assert len(backups_in(folder)) == 1


@pytest.mark.parametrize(
    "fault", [Refused("no room"), PermissionError(13, "Permission denied")], ids=["room", "rights"]
)
def test_what_goes_wrong_is_a_warning(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch, logged: Callable[[], str], fault: Exception
) -> None:
    def _fails(_folder: Path) -> Made:
        raise fault

    monkeypatch.setattr(nightly, "create_backup", _fails)
    night(app)
    assert "no backup this night" in logged()
    with app.app_context():
        assert not nightly.is_backed_up()


def test_a_folder_that_is_a_file_is_a_warning(app: Flask, folder: Path) -> None:
    folder.write_text("no folder", encoding="utf-8")
    night(app)
    with app.app_context():
        note_closings()
        assert (nightly.newest_backup(), nightly.is_backed_up()) == (None, False)


def test_while_somebody_else_makes_one_the_night_makes_none(app: Flask, folder: Path) -> None:
    folder.mkdir()
    with alone_in(folder):
        night(app)
    assert backups_in(folder) == []


def test_readyz_warns_of_a_night_without(app: Flask, folder: Path, client: FlaskClient, clock: Clock) -> None:
    def _said() -> dict[str, object]:
        with app.app_context():
            beat()
        answer = client.get("/readyz", headers={"Accept-Language": "en"})
        assert answer.status_code == 200
        return answer.json or {}

    said = _said()
    assert said["warnings"] == ["backup"]
    assert said["words"] == {"backup": "There is no backup of last night."}
    night(app)
    assert _said()["warnings"] == []
    clock.advance(hours=30)
    assert _said()["warnings"] == []
    clock.advance(seconds=1)
    assert _said()["warnings"] == ["backup"]


def test_the_administrator_sees_how_old_it_is(app: Flask, folder: Path, sign_in: SignIn, clock: Clock) -> None:
    with app.app_context(), transaction():
        community = make_community("linli")
        boss = make_staff(community, Role.ADMINISTRATOR).id
        make_building(community)  # so that something is done

    def _page() -> str:
        return sign_in(boss).get("/c/linli/admin", headers={"Accept-Language": "en"}).text

    def _is_ticked() -> bool:
        page = _page()
        return page.index("Have everything backed up each night") > page.index(">Done<")

    assert ("No backup yet" in _page(), _is_ticked()) == (True, False)
    night(app)
    assert ("Backed up: " in _page(), _is_ticked()) == (True, True)
    clock.advance(hours=31)
    assert ("The backup of last night is missing" in _page(), _is_ticked()) == (True, False)
    app.config["RESIDENT"] = replace(app.config["RESIDENT"], backup_dir=None)
    assert ("sets RESIDENT_BACKUP_DIR to a folder" in _page(), _is_ticked()) == (True, False)


def test_the_privacy_page_says_how_long_where_they_are_made(app: Flask, folder: Path, client: FlaskClient) -> None:
    english = {"Accept-Language": "en"}
    assert "at most 35 days" in client.get("/privacy", headers=english).text
    app.config["RESIDENT"] = replace(app.config["RESIDENT"], backup_dir=None)
    assert "at most 35 days" not in client.get("/privacy", headers=english).text


def closed(app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Somebody closes their account; what woke the worker."""
    woken: list[str] = []
    monkeypatch.setattr(jobs, "wake", lambda run: woken.append(run.__name__))
    with app.app_context(), transaction():
        person = make_resident(make_community())
        close_account(by=db.session.get_one(PersonRow, person.id).value)
    return woken


def lines(folder: Path) -> list[str]:
    return [line for line in (folder / CLOSINGS).read_text(encoding="ascii").splitlines() if not line.startswith("#")]


def test_a_closing_is_noted_beside_the_backups(
    app: Flask, folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(app)
    assert lines(folder) == []
    assert closed(app, folder, monkeypatch) == ["note_closings"]
    with app.app_context():
        note_closings()
    (line,) = lines(folder)
    assert line.startswith("2026-03-02 ")
    assert (folder / CLOSINGS).stat().st_mode & 0o777 == 0o600
    written = (folder / CLOSINGS).stat().st_mtime_ns
    with app.app_context():
        note_closings()
    assert (folder / CLOSINGS).stat().st_mtime_ns == written
    clock.advance(days=39)
    with app.app_context():
        note_closings()
    assert lines(folder) == [line]
    clock.advance(days=2)
    with app.app_context():
        note_closings()
    assert lines(folder) == []


def test_what_another_database_has_noted_stays(app: Flask, folder: Path, clock: Clock) -> None:
    """After a restore the database does not know of closings that came later: the list does."""
    folder.mkdir()
    (folder / CLOSINGS).write_text(f"# mine\n2026-03-01 {'a' * 64}\nnonsense\n", encoding="ascii")
    night(app)
    assert [line for line in lines(folder) if line != "nonsense"] == [f"2026-03-01 {'a' * 64}"]


def test_without_a_folder_a_closing_wakes_nobody(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert closed(app, Path(), monkeypatch) == []
