"""Models and migrations say the same."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Boolean, Connection, MetaData, Table, insert, inspect, text

from resident import create_app
from resident.columns import UtcDateTime
from resident.config import ROOT
from resident.db import Base, db
from tests.conftest import POSTGRES, has_postgres, test_settings

VERSIONS = ROOT / "resident" / "migrations" / "versions"
GLUED = (
    (2, "refer", "桂花路街道办事处 · 不归社区管"),  # sent back since: the demand no longer knows to whom
    (1, "refer", "街道 · 城管 · 原因 · 两个"),
    (2, "absorb", "17"),
    (1, "park", "一句话 · 不动"),
)


@pytest.fixture(params=["sqlite", "postgres"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path):
    """An app on an empty database without any tables."""
    if request.param == "sqlite":
        yield create_app(test_settings(tmp_path, f"sqlite:///{tmp_path / 'fresh.sqlite3'}"))
        return
    if not has_postgres():
        pytest.skip(f"no PostgreSQL at {POSTGRES}")
    name = f"resident_fresh_{tmp_path.name}_{id(tmp_path)}"
    with psycopg.connect(f"postgresql://postgres@{POSTGRES}/postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield create_app(test_settings(tmp_path, f"postgresql+psycopg://postgres@{POSTGRES}/{name}"))
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_migrated_database_is_what_the_models_say(fresh: Flask):
    """Protects every installation: a column that only the models know breaks at the first page."""
    with fresh.app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        db.engine.dispose()


def test_migrations_can_be_taken_back(fresh: Flask):
    """Protects whoever must go back a release: down to nothing and up again works."""
    with fresh.app_context():
        upgrade()
        downgrade(revision="base")
        with db.engine.connect() as connection:
            assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        upgrade()
        db.engine.dispose()


def _fill(connection: Connection, name: str, **columns: object):
    """A row of the table as it was then; what it does not speak of is empty, 0 or now."""
    table = Table(name, MetaData(), autoload_with=connection)
    empty = {int: 0, str: "", bool: False, object: {}, datetime: datetime.now(UTC)}
    rest = {one.name: empty[one.type.python_type] for one in table.columns if not one.nullable}
    connection.execute(insert(table), rest | columns)


def test_what_was_glued_in_a_history_is_taken_apart_and_glued_again(fresh: Flask):
    """Protects histories that are there: to whom a demand was referred, why, and which one went on under it."""
    with fresh.app_context():
        upgrade(revision="0004")
        with db.engine.begin() as connection:
            _fill(connection, "community", id=1, pickup_days=7)
            for number, referred_to in ((1, "街道 · 城管"), (2, "")):
                demand = {"id": number, "number": number, "referred_to": referred_to, "state": "to_assign"}
                _fill(connection, "demand", community_id=1, source="list", source_id=f"{number}", **demand)
            for number, (demand_id, kind, note) in enumerate(GLUED, 1):
                event = {"id": number, "demand_id": demand_id, "kind": kind, "note": note}
                _fill(connection, "demand_event", community_id=1, **event)
        upgrade(revision="0005")
        parts = "SELECT note, referred_to, other_number FROM demand_event ORDER BY id"
        with db.engine.connect() as connection:
            assert [tuple(row) for row in connection.execute(text(parts))] == [
                ("不归社区管", "桂花路街道办事处", None),
                ("原因 · 两个", "街道 · 城管", None),
                ("", None, 17),
                ("一句话 · 不动", None, None),
            ]
        downgrade(revision="0004")
        with db.engine.connect() as connection:
            notes = list(connection.scalars(text("SELECT note FROM demand_event ORDER BY id")))
        assert notes == [note for _, _, note in GLUED]
        db.engine.dispose()


def test_a_home_under_two_spellings_becomes_one(fresh: Flask):
    """Protects who lives behind a door that was typed as 二单元 by one and as 2单元 by another."""
    (file,) = VERSIONS.glob("*_one_home_one_spelling.py")
    number = int(file.name[:4])
    with fresh.app_context():
        upgrade(revision=f"{number - 1:04}")
        with db.engine.begin() as connection:
            _fill(connection, "community", id=1, pickup_days=7)
            _fill(connection, "grid", id=1, community_id=1)
            _fill(connection, "building", id=1, community_id=1, grid_id=1)
            for home, (unit, room) in enumerate((("2", "501"), ("二", "501"), ("三", "502"), ("第三", "502")), 1):
                _fill(connection, "household", id=home, community_id=1, building_id=1, unit=unit, room=room)
                _fill(connection, "person", id=home)
                _fill(connection, "membership", id=home, community_id=1, person_id=home, household_id=home)
        upgrade(revision=f"{number:04}")
        with db.engine.connect() as connection:
            homes = connection.execute(text("SELECT id, unit, room FROM household ORDER BY id"))
            assert [tuple(row) for row in homes] == [(1, "2", "501"), (3, "3", "502")]
            lives = connection.scalars(text("SELECT household_id FROM membership ORDER BY id"))
            assert list(lives) == [1, 1, 3, 3]
        downgrade(revision=f"{number - 1:04}")
        db.engine.dispose()


SERVED = (  # person, minutes, how, state, hour of the check-in or none, hour at which the shift began
    (1, 120, "seen", "final", 9.5, 9),
    (1, 60, "by_hand", "proposed", None, 11),
    (1, 60, "by_hand", "voided", None, 11),
    (1, 60, "seen", "in_notice", 12, 12),
    (2, 60, "seen", "final", 8, 9),
    (2, 60, "seen", "final", 10, 10),
)


def test_records_that_overlap_already_are_flagged_and_kept(fresh: Flask):
    """Protects what was recorded before one person had one time: nothing is voided, and staff see what to look at."""
    day = datetime(2026, 3, 1, tzinfo=UTC)
    with fresh.app_context():
        upgrade(revision="0011")
        with db.engine.begin() as connection:
            _fill(connection, "community", id=1, pickup_days=7, notice_days=0, points_per_hour=0)
            for number in (1, 2, 3):
                _fill(connection, "person", id=number)
            _fill(connection, "organization", id=1, community_id=1)
            _fill(connection, "activity", id=1, community_id=1, organization_id=1, created_by_id=3)
            for number, (person, minutes, how, state, came, began) in enumerate(SERVED, 1):
                starts = day + timedelta(hours=began)
                shift = {"starts_at": starts, "ends_at": starts + timedelta(hours=3), "sign_up_until": starts}
                own = {"id": number, "community_id": 1}
                _fill(connection, "shift", **own, **shift, activity_id=1, capacity=5, check_in_key=f"{number}")
                key = {"shift_id": number, "person_id": person}
                checked_in = None if came is None else day + timedelta(hours=came)
                _fill(connection, "sign_up", **own, **key, state="signed_up", checked_in_at=checked_in)
                record = {"minutes": minutes, "how": how, "state": state, "proposed_by_id": 3}
                _fill(connection, "service_record", **own, **key, **record)
        upgrade()
        said = "SELECT state, started_at, ended_at, overlapped_before FROM service_record ORDER BY id"
        columns = {"started_at": UtcDateTime, "ended_at": UtcDateTime, "overlapped_before": Boolean}
        with db.engine.begin() as connection:
            found = connection.execute(text(said).columns(**columns)).all()
            hours = [
                ((one.started_at - day) / timedelta(hours=1), (one.ended_at - day) / timedelta(hours=1))
                for one in found
            ]
            assert hours == [(9.5, 11.5), (11, 12), (11, 12), (12, 13), (9, 10), (10, 11)]
            assert [one.overlapped_before for one in found] == [True, True, False, False, False, False]
            assert [one.state for one in found] == [state for _, _, _, state, _, _ in SERVED]
            connection.execute(text("UPDATE service_record SET state = 'final' WHERE id = 2"))  # it goes its way
        downgrade(revision="0011")
        with db.engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM service_record")) == len(SERVED)
        upgrade()
        db.engine.dispose()


# Raised on Monday, 2 March 2026, at nine in Shanghai; what is due by then was promised for Monday the 9th at midnight.
RAISED, DUE = datetime(2026, 3, 2, 1, tzinfo=UTC), datetime(2026, 3, 9, 15, 59, 59, tzinfo=UTC)
AGAIN = datetime(2026, 3, 18, 15, 59, 59, tzinfo=UTC)  # five weekdays after Wednesday, 11 March
PROMISED: dict[str, tuple[dict[str, object], list[tuple[str, int]], list[int], tuple[object, ...]]] = {
    # columns before; steps and answers with their day of March; contacted, first due, due, missed, whether resolved
    "accepted": ({"due_at": DUE, "contacted_at": RAISED}, [], [], (None, DUE, DUE, None, False)),
    "answered": ({"due_at": DUE, "contacted_at": RAISED}, [], [4], (4, DUE, DUE, None, False)),
    "unassigned": ({}, [], [], (None, datetime(2026, 3, 9, 10, tzinfo=UTC), "first", None, False)),
    "in time": ({"due_at": DUE, "state": "resolved"}, [("resolve", 6)], [6], (6, DUE, DUE, None, True)),
    "late": ({"due_at": DUE, "state": "solved"}, [("resolve", 11)], [11], (11, DUE, DUE, DUE, True)),
    "again": (
        {"due_at": AGAIN, "state": "reopened", "times_reopened": 1},
        [("resolve", 10), ("reopen", 11)],
        [10],
        (10, DUE, AGAIN, DUE, False),
    ),
    "again in time": (
        {"due_at": AGAIN, "state": "reopened", "times_reopened": 1},
        [("resolve", 6), ("reopen", 11)],
        [6],
        (6, DUE, AGAIN, None, False),
    ),
    "in review": ({"published_at": None, "state": "in_review"}, [], [], (None, None, None, None, False)),
    "imported": ({"source": "list", "source_id": "9", "due_at": DUE}, [], [], (None, DUE, DUE, None, False)),
}


def _of_march(day: int) -> datetime:
    return datetime(2026, 3, day, 2, tzinfo=UTC)


def _moment(value: object) -> object:
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if isinstance(found, datetime) and found.tzinfo is None else found


def _fill_promised(connection: Connection) -> None:
    _fill(connection, "community", id=1, pickup_days=7, time_zone="Asia/Shanghai")
    _fill(connection, "person", id=1)
    for number, (columns, steps, answers, _after) in enumerate(PROMISED.values(), 1):
        before = {"published_at": RAISED, "state": "in_hand", "author_id": 1, "submitted_at": RAISED} | columns
        if before["state"] in ("resolved", "solved", "reopened"):
            before["resolved_at"] = _of_march(steps[0][1])
        _fill(connection, "demand", id=number, number=number, community_id=1, **before)
        for kind, day in steps:
            state = "resolved" if kind == "resolve" else "reopened"
            event = {"kind": kind, "state": state, "at": _of_march(day)}
            _fill(connection, "demand_event", id=number * 10 + day, community_id=1, demand_id=number, **event)
        for day in answers:
            at = {"at": _of_march(day)}
            _fill(connection, "answer", id=number, community_id=1, demand_id=number, source=None, **at)


def test_what_was_promised_and_missed_is_filled_in_from_the_history(fresh: Flask):
    """Protects figures: old rows keep their dates, accepting was no contact, and what was closed late was late."""
    name = next((Path(__file__).parents[2] / "resident/migrations/versions").glob("*_promises_that_hold.py")).name
    with fresh.app_context():
        upgrade(revision=f"{int(name[:4]) - 1:04}")
        with db.engine.begin() as connection:
            _fill_promised(connection)
        upgrade(revision=name[:4])
        columns = "contacted_at, first_due_at, due_at, missed_at, resolved_at, contact_due_at"
        with db.engine.connect() as connection:
            rows = connection.execute(text(f"SELECT {columns} FROM demand ORDER BY id")).all()
        for (case, (_columns, _steps, _answers, expected)), row in zip(PROMISED.items(), rows, strict=True):
            contacted, first, due, missed, is_resolved = expected
            found = tuple(_moment(value) for value in row)
            assert found[0] == (_of_march(contacted) if isinstance(contacted, int) else None), case
            assert found[1:4] == (first, first if due == "first" else due, missed), case
            assert (found[4] is not None) is is_resolved, case
            next_day = datetime(2026, 3, 3, 1, tzinfo=UTC)
            assert found[5] == (None if case in ("in review", "imported") else next_day), case
        downgrade(revision=f"{int(name[:4]) - 1:04}")
        with db.engine.connect() as connection:
            assert connection.scalar(text("SELECT contacted_in_time FROM demand WHERE id = 2")) in (0, False)
        db.engine.dispose()


def test_what_waits_for_the_review_is_promised_in_the_office_hours_of_its_community(fresh: Flask):
    """Protects who waits while the app is renewed: their promise counts from when they sent it."""
    sent, zone = datetime(2026, 3, 2, 13, 3, tzinfo=UTC), "Asia/Shanghai"  # 21:03
    with fresh.app_context():
        upgrade(revision="0040")
        with db.engine.begin() as connection:
            _fill(connection, "community", id=1, pickup_days=7, time_zone=zone, office_hours="08:00-12:00 14:00-18:00",
                  own_days={"2026-03-03": "off"}, review_promise_minutes=240)  # fmt: skip
            _fill(connection, "person", id=1)
            for number, state in ((1, "waiting"), (2, "approved")):
                _fill(connection, "review_item", id=number, community_id=1, author_id=1, subject_id=number,
                      kind="note", title={}, state=state, submitted_at=sent)  # fmt: skip
        upgrade()
        with db.engine.connect() as connection:
            due = text("SELECT id, due_at FROM review_item ORDER BY id").columns(due_at=UtcDateTime())
            assert connection.execute(due).all() == [(1, datetime(2026, 3, 4, 4, tzinfo=UTC)), (2, None)]
        downgrade(revision="0040")
        db.engine.dispose()


def test_the_one_text_becomes_a_notice_and_is_one_text_again(fresh: Flask):
    """Protects what a community had to say: its first sentence is the title, a long one stays whole below a title of ours."""
    with fresh.app_context():
        upgrade(revision="0059")
        long = "请" * 70
        with db.engine.begin() as connection:
            _fill(
                connection,
                "community",
                id=1,
                slug="one",
                pickup_days=7,
                notice={"zh_Hans": "周五停水。请先接好水", "en": ""},
            )
            _fill(connection, "community", id=2, slug="two", pickup_days=7, notice={"zh_Hans": long})
            _fill(connection, "community", id=3, slug="three", pickup_days=7, notice={"zh_Hans": "", "en": ""})
        upgrade(revision="0062")
        with db.engine.begin() as connection:
            table = Table("notice", MetaData(), autoload_with=connection)
            found = {row.community_id: row for row in connection.execute(table.select())}
        assert set(found) == {1, 2}
        assert (found[1].title["zh_Hans"], found[1].body["zh_Hans"]) == ("周五停水", "请先接好水")
        assert (found[2].title["zh_Hans"], found[2].body["zh_Hans"]) == ("居委会公告", long)
        downgrade(revision="0059")
        with db.engine.begin() as connection:
            table = Table("community", MetaData(), autoload_with=connection)
            texts = {row.id: row.notice for row in connection.execute(table.select())}
        assert texts[1]["zh_Hans"] == "周五停水\n请先接好水"
        db.engine.dispose()
