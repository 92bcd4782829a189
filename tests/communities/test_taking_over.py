"""Taking places over from a sheet: sent, looked at, and taken over by the worker."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident import clock
from resident.accounts.models import SYSTEM, PersonRow
from resident.audit.models import AuditEvent
from resident.communities import jobs
from resident.communities.actions import (
    PlacesChanged,
    add_homes,
    add_places,
    archive_building,
    begin_sheet,
    confirm_residence,
    finish_sheet,
    forget_sheet,
    send_sheet,
    stop_sheet,
    throw_sheet_away,
)
from resident.communities.actions.importing import NothingNew, StillWrong
from resident.communities.context import community_by_id
from resident.communities.importing import kept_of
from resident.communities.models import (
    Building,
    Community,
    CommunityRow,
    Grid,
    Household,
    PlaceSheet,
    Role,
    RoleGrant,
    SheetMoved,
    SheetState,
)
from resident.communities.queries import outlook_of
from resident.db import db, transaction
from resident.sheets import reader
from resident.web.errors import DomainError, NotAllowed
from tests.at_once import at_once
from tests.makers.communities import make_building, make_community, make_resident, make_staff
from tests.makers.sheets import make_xlsx

HEAD = ["网格", "楼栋", "单元", "房号"]
ROWS = [HEAD, ["第一网格", "1栋", "1单元", "101"], [None, None, None, "102"], ["第二网格", "2栋", None, "101"]]


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    """A community with an administrator and a colleague, without places."""
    with app.app_context(), transaction():
        here = make_community("guihua")
        return {
            "community": here.id,
            "administrator": make_staff(here, Role.ADMINISTRATOR, "王敏").id,
            "colleague": make_staff(here, Role.ADMINISTRATOR, "刘洋").id,
            "moderator": make_staff(here, Role.MODERATOR).id,
        }


def here(ids: dict[str, int]) -> Community:
    return community_by_id(ids["community"])  # type: ignore[arg-type]


def row_of(ids: dict[str, int]) -> CommunityRow:
    return db.session.get_one(CommunityRow, ids["community"])


def who(ids: dict[str, int], name: str = "administrator") -> Any:
    return db.session.get_one(PersonRow, ids[name]).value


def sent(app: Flask, ids: dict[str, int], rows: list[list[Any]] = ROWS, by: str = "administrator") -> int:
    with app.app_context(), transaction():
        kept = kept_of(reader.read(make_xlsx(rows)))
        return send_sheet(community=here(ids), kept=kept, file_name="台账.xlsx", by=who(ids, by)).id


def mark_of(app: Flask, ids: dict[str, int], sheet_id: int) -> str:
    with app.app_context():
        return outlook_of(here(ids), db.session.get_one(PlaceSheet, sheet_id)).outcome.mark


def begin(app: Flask, ids: dict[str, int], sheet_id: int, mark: str = "", by: str = "administrator") -> None:
    mark = mark or mark_of(app, ids, sheet_id)
    with app.app_context(), transaction():
        begin_sheet(sheet=db.session.get_one(PlaceSheet, sheet_id), mark=mark, by=who(ids, by))


def work(app: Flask) -> None:
    with app.app_context():
        jobs.take_sheets_over()


def taken(app: Flask, ids: dict[str, int], rows: list[list[Any]] = ROWS) -> int:
    sheet_id = sent(app, ids, rows)
    begin(app, ids, sheet_id)
    work(app)
    return sheet_id


def counts(app: Flask) -> tuple[int, int, int]:
    with app.app_context():
        return tuple(db.session.scalar(select(func.count()).select_from(kind)) for kind in (Grid, Building, Household))  # type: ignore[return-value]


def sheet(app: Flask, sheet_id: int) -> PlaceSheet:
    with app.app_context():
        return db.session.get_one(PlaceSheet, sheet_id)


def test_nothing_is_written_before_it_is_taken_over_and_then_all_of_it(app: Flask, ids: dict[str, int]) -> None:
    sheet_id = sent(app, ids)
    assert counts(app) == (0, 0, 0)
    begin(app, ids, sheet_id)
    assert counts(app) == (0, 0, 0)
    work(app)
    assert counts(app) == (2, 2, 3)
    row = sheet(app, sheet_id)
    assert (row.state, row.done, row.total, row.content_encrypted) == (SheetState.TAKEN, 3, 3, "")
    with app.app_context():
        homes = db.session.execute(select(Building.name, Household.unit, Household.room).join(Household.building))
        assert {(name["zh_Hans"], unit, room) for name, unit, room in homes} == {
            ("1栋", "1", "101"), ("1栋", "1", "102"), ("2栋", "", "101"),
        }  # fmt: skip
        grids = {grid.id: grid.name["zh_Hans"] for grid in db.session.scalars(select(Grid))}
        assert [grids[one.grid_id] for one in db.session.scalars(select(Building).order_by(Building.position))] == [
            "第一网格", "第二网格",
        ]  # fmt: skip


def test_what_a_sheet_says_is_kept_encrypted_and_names_no_person(app: Flask, ids: dict[str, int]) -> None:
    row = sheet(app, sent(app, ids))
    assert "1栋" not in row.content_encrypted
    assert row.content_encrypted.startswith("gAAAA")


def test_twice_adds_nothing(app: Flask, ids: dict[str, int]) -> None:
    taken(app, ids)
    work(app)
    again = sent(app, ids)
    with pytest.raises(NothingNew):
        begin(app, ids, again)
    assert counts(app) == (2, 2, 3)


def test_a_second_sheet_adds_what_is_new_and_moves_what_moved(app: Flask, ids: dict[str, int]) -> None:
    taken(app, ids)
    taken(
        app, ids, [HEAD, ["第二网格", "一栋", "一单元", "101室"], [None, None, None, "103"], [None, "3栋", None, "101"]]
    )
    assert counts(app) == (2, 3, 5)
    with app.app_context():
        names = {grid.id: grid.name["zh_Hans"] for grid in db.session.scalars(select(Grid))}
        assert {one.name["zh_Hans"]: names[one.grid_id] for one in db.session.scalars(select(Building))} == {
            "1栋": "第二网格", "2栋": "第二网格", "3栋": "第二网格",
        }  # fmt: skip


def test_a_sheet_with_anything_wrong_is_not_taken_over(app: Flask, ids: dict[str, int]) -> None:
    sheet_id = sent(app, ids, [*ROWS, ["第二网格", "2号楼", None, "102"]])
    with pytest.raises(StillWrong):
        begin(app, ids, sheet_id)
    assert (sheet(app, sheet_id).state, counts(app)) == (SheetState.WAITING, (0, 0, 0))


def test_a_preview_that_is_no_longer_true_is_refused(app: Flask, ids: dict[str, int]) -> None:
    sheet_id = sent(app, ids)
    shown = mark_of(app, ids, sheet_id)
    taken(app, ids, [HEAD, ["第一网格", "1栋", "1单元", "101"]])
    with pytest.raises(PlacesChanged):
        begin(app, ids, sheet_id, shown)
    assert sheet(app, sheet_id).state == SheetState.WAITING
    assert counts(app) == (1, 1, 1)


def test_places_that_change_before_the_worker_comes_stop_it_before_anything(app: Flask, ids: dict[str, int]) -> None:
    sheet_id = sent(app, ids)
    begin(app, ids, sheet_id)
    with app.app_context(), transaction():
        make_building(row_of(ids), "1")
    work(app)
    row = sheet(app, sheet_id)
    assert (row.state, row.stopped) == (SheetState.WAITING, True)
    assert counts(app)[2] == 0


def test_who_loses_the_role_takes_over_nothing_more(app: Flask, ids: dict[str, int]) -> None:
    sheet_id = sent(app, ids)
    begin(app, ids, sheet_id)
    with app.app_context(), transaction():
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == ids["administrator"])).one()
        grant.ended_at = clock.now()
    work(app)
    assert (sheet(app, sheet_id).state, counts(app)) == (SheetState.WAITING, (0, 0, 0))


def test_what_was_interrupted_goes_on_and_doubles_nothing(
    app: Flask, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 1)
    sheet_id = sent(app, ids)
    begin(app, ids, sheet_id)
    with app.app_context(), monkeypatch.context() as killed:
        added = iter([True, False])

        def _one_and_no_more(**what: Any) -> None:
            if not next(added):
                raise RuntimeError("killed")
            add_homes(**what)

        killed.setattr(jobs, "add_homes", _one_and_no_more)
        jobs.take_sheets_over()
    row = sheet(app, sheet_id)
    assert (row.state, row.done, counts(app)) == (SheetState.TAKING, 1, (2, 2, 1))
    work(app)
    row = sheet(app, sheet_id)
    assert (row.state, row.done, counts(app)) == (SheetState.TAKEN, 3, (2, 2, 3))


def test_a_building_that_is_archived_in_the_middle_stops_it(
    app: Flask, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet_id = sent(app, ids)
    begin(app, ids, sheet_id)
    with app.app_context():

        def _archived_first(**what: Any) -> None:
            building = db.session.get_one(Building, what["building_id"])
            archive_building(building=building, by=who(ids, "colleague"))
            add_homes(**what)

        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(jobs, "add_homes", _archived_first)
            jobs.take_sheets_over()
    row = sheet(app, sheet_id)
    assert (row.state, row.stopped, counts(app)[2]) == (SheetState.WAITING, True, 0)


def test_a_home_that_a_resident_has_meanwhile_is_not_doubled(
    app: Flask, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet_id = sent(app, ids)
    begin(app, ids, sheet_id)
    with app.app_context():
        batches = jobs._batches_of

        def _confirmed_first(sheet_id: int) -> Any:
            found = batches(sheet_id)
            with transaction():
                resident = make_resident(row_of(ids), confirmed=False)
                building = db.session.get_one(Building, found[0][0])
                confirm_residence(
                    community=here(ids), person=resident.value, building=building, unit="1", room="101",
                    by=who(ids, "moderator"),
                )  # fmt: skip
            return found

        monkeypatch.setattr(jobs, "_batches_of", _confirmed_first)
        jobs.take_sheets_over()
    assert (sheet(app, sheet_id).state, counts(app)[2]) == (SheetState.TAKEN, 3)


def test_two_administrators_at_once_take_it_over_once(app: Flask, ids: dict[str, int]) -> None:
    first, second = sent(app, ids), sent(app, ids, by="colleague")
    marks = [mark_of(app, ids, one) for one in (first, second)]
    begin(app, ids, first, marks[0])
    begin(app, ids, second, marks[1], by="colleague")
    work(app)
    assert counts(app) == (2, 2, 3)
    assert [sheet(app, one).state for one in (first, second)] == [SheetState.TAKEN, SheetState.WAITING]


def test_two_press_take_over_at_the_same_moment(app: Flask, ids: dict[str, int]) -> None:
    sheet_id = sent(app, ids)
    mark = mark_of(app, ids, sheet_id)

    def _press(by: str) -> bool:
        try:
            begin(app, ids, sheet_id, mark, by=by)
        except SheetMoved:
            return False
        return True

    assert sorted(at_once([lambda: _press("administrator"), lambda: _press("colleague")])) == [False, True]
    work(app)
    assert counts(app) == (2, 2, 3)


def test_the_worker_twice_at_once_doubles_nothing(app: Flask, ids: dict[str, int]) -> None:
    sheet_id = sent(app, ids)
    begin(app, ids, sheet_id)

    def _work() -> None:
        with app.app_context():
            jobs.take_sheets_over()

    at_once([_work, _work])
    work(app)
    assert (sheet(app, sheet_id).state, counts(app)) == (SheetState.TAKEN, (2, 2, 3))


ACTIONS: list[Callable[..., object]] = [
    lambda one, by: begin_sheet(sheet=one, mark="", by=by),
    lambda one, by: throw_sheet_away(sheet=one, by=by),
    lambda one, by: add_places(sheet=one, by=by),
    lambda one, by: add_homes(sheet=one, building_id=1, homes=(), by=by),
    lambda one, by: finish_sheet(sheet=one, by=by),
    lambda one, by: stop_sheet(sheet=one, by=by),
    lambda one, by: forget_sheet(sheet=one, by=by),
]


@pytest.mark.parametrize("action", ACTIONS)
def test_who_may_not_is_refused_by_the_action_itself(
    app: Flask, ids: dict[str, int], action: Callable[..., object]
) -> None:
    sheet_id = sent(app, ids)
    with app.app_context(), pytest.raises(NotAllowed), transaction():
        action(db.session.get_one(PlaceSheet, sheet_id), who(ids, "moderator"))


def test_the_app_itself_sends_and_begins_nothing(app: Flask, ids: dict[str, int]) -> None:
    sheet_id = sent(app, ids)
    with app.app_context(), pytest.raises(NotAllowed), transaction():
        send_sheet(community=here(ids), kept=kept_of([]), file_name="x", by=SYSTEM)  # type: ignore[arg-type]
    for action in (ACTIONS[0], ACTIONS[1], ACTIONS[2], ACTIONS[3]):
        with app.app_context(), pytest.raises(NotAllowed), transaction():
            action(db.session.get_one(PlaceSheet, sheet_id), SYSTEM)


def test_from_a_wrong_state_nothing_happens(app: Flask, ids: dict[str, int]) -> None:
    sheet_id = sent(app, ids)
    with app.app_context(), transaction():
        for action in (ACTIONS[2], ACTIONS[4], ACTIONS[5]):
            action(db.session.get_one(PlaceSheet, sheet_id), who(ids))
    assert (sheet(app, sheet_id).state, counts(app)) == (SheetState.WAITING, (0, 0, 0))
    begin(app, ids, sheet_id)
    for refused in (ACTIONS[0], ACTIONS[1]):
        with app.app_context(), pytest.raises(SheetMoved), transaction():
            refused(db.session.get_one(PlaceSheet, sheet_id), who(ids))
    work(app)
    with app.app_context(), pytest.raises(DomainError), transaction():
        ACTIONS[3](db.session.get_one(PlaceSheet, sheet_id), who(ids))


def test_a_sheet_is_forgotten_after_a_day(app: Flask, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    old, taking = sent(app, ids), sent(app, ids)
    begin(app, ids, taking)
    with app.app_context():
        jobs.forget_old_sheets()
        assert db.session.scalar(select(func.count()).select_from(PlaceSheet)) == 2
        with transaction():
            for row in db.session.scalars(select(PlaceSheet)):
                row.sent_at = clock.now() - jobs.SHEET_LASTS * 1.01
        jobs.forget_old_sheets()
        assert [row.id for row in db.session.scalars(select(PlaceSheet))] == [taking] != [old]
        jobs.take_sheets_over()
        jobs.forget_old_sheets()
        assert db.session.scalars(select(PlaceSheet)).all() == []


def test_what_was_done_is_on_record(app: Flask, ids: dict[str, int]) -> None:
    sheet_id = taken(app, ids)
    with app.app_context():
        events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
        ours = [(event.action, event.actor_id) for event in events if event.subject_kind == "place_sheet"]
    by = ids["administrator"]
    assert ours == [("place_sheet.sent", by), ("place_sheet.begun", by), ("place_sheet.taken_over", by)]
    assert {"grid.added", "building.added"} <= {event.action for event in events}
    assert sheet_id
