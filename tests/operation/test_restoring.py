"""A backup is put back where nothing is, with its own keys, wholly or not at all; and nobody is served before it is audited."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask_migrate import upgrade
from sqlalchemy import func, select, text

from resident import clock as app_clock
from resident.accounts import sessions
from resident.accounts.actions import close_account
from resident.accounts.models import SYSTEM, KnownBrowser, PersonRow, SignInCode, SignInSession, WayIn
from resident.audit.models import AuditEvent
from resident.communities.actions import grant_role
from resident.communities.context import community_by_slug
from resident.communities.models import Community, CommunityRow, Role
from resident.config import SettingsError
from resident.db import db, transaction
from resident.media.files import Size, path_of
from resident.media.models import Photo
from resident.notifications.models import OutboxMessage
from resident.operation import restoring
from resident.operation.closings import CLOSINGS, note_in
from resident.operation.creating import create_backup
from resident.operation.faults import Refused
from resident.operation.finishing import Finished, finish
from resident.operation.mark import MARK, read_mark
from resident.operation.restoring import restore
from resident.operation.verifying import prove
from resident.serving import require_servable
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.media import make_photo, make_prepared
from tests.makers.notifications import make_outbox_message
from tests.makers.operation import House, relisted
from tests.makers.points import give_points

Houses = Callable[[], House]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The time of the machine: what is put back here was made there."""
    app_clock.use(None)
    yield
    app_clock.use(None)


@dataclass
class Story:
    """A backup, the house it is of, and what has happened there since."""

    house: House
    backup: Path
    stays: int
    leaves: int
    leads: int


@pytest.fixture(scope="module")
def story(new_house: Houses, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Somebody stays, somebody leaves, and the only administrator names another one and leaves, all after the backup."""
    app_clock.use(None)
    house, folder = new_house(), tmp_path_factory.mktemp("backups")
    with house.app():
        upgrade()
        with transaction():
            community = make_community("linli")
            stays, leaves = make_resident(community), make_resident(community, "王叔叔")
            leads = make_staff(community, Role.ADMINISTRATOR)
            for _number in range(2):
                (drawn,) = make_prepared(1).ready
                make_photo(community, 7, file=drawn.file)
            give_points(community, stays, 30)
            make_outbox_message(person_id=stays.id, kind="x", path="/")
            for person in (stays, leaves):
                sessions.open_session(person, device="phone")
            now = app_clock.now()
            db.session.add(WayIn(person_id=stays.id, code_hash="w", made_at=now))
            db.session.add(SignInCode(phone_lookup="p", browser_hash="b", code_hash="c", sent_at=now, tries_left=5))
            db.session.add(KnownBrowser(token_hash="t", person_id=stays.id, first_at=now, last_at=now))
            told = Story(house, folder, stays.id, leaves.id, leads.id)
        told.backup = create_backup(folder).path
        with transaction():
            close_account(by=db.session.get_one(PersonRow, told.leaves).value)
            new = make_resident(db.session.scalars(select(CommunityRow)).one(), "新主任")
            grant_role(community=linli(), person=new.value, role=Role.ADMINISTRATOR, by=SYSTEM)
            close_account(by=db.session.get_one(PersonRow, told.leads).value)
        note_in(folder)
    return told


def linli() -> Community:
    found = community_by_slug("linli")
    assert found is not None
    return found


def finished(house: House) -> Finished:
    with house.app():
        return finish()


def servable(house: House) -> None:
    with house.app() as app:
        require_servable(app)


def count(table: type[object], *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(*where)) or 0  # type: ignore[arg-type]


def name_another_administrator(house: House, person_id: int) -> None:
    """What an operator does at the command line."""
    with house.app(), transaction():
        person = db.session.get_one(PersonRow, person_id)
        grant_role(community=linli(), person=person.value, role=Role.ADMINISTRATOR, by=SYSTEM)


def test_what_is_put_back_is_all_there_and_shut(story: Story, new_house: Houses) -> None:
    house = new_house()
    restore(story.backup, house.environ)
    with pytest.raises(SettingsError, match="is not finished"):
        servable(house)
    done = finished(house)
    assert (done.sessions, done.messages, done.closed) == (2, 1, 1)
    assert [said.partition(":")[0] for said in done.wrong] == [
        f"person {story.leads} has closed the account since, and it cannot be closed again yet"
    ]
    with house.app():
        assert count(SignInSession, SignInSession.ended_at.is_(None)) == 0
        assert [count(table) for table in (SignInCode, WayIn, KnownBrowser)] == [0, 0, 0]
        assert {
            one.state for one in db.session.scalars(select(OutboxMessage).where(OutboxMessage.why == "restored"))
        } == {"needless"}
        assert count(OutboxMessage, OutboxMessage.why == "restored") == 1
        left, here = (db.session.get_one(PersonRow, person) for person in (story.leaves, story.stays))
        assert (left.phone_encrypted, left.phone_lookup, left.closed_at is not None) == ("", None, True)
        assert (here.display_name, here.closed_at) == ("李阿姨", None)
        assert count(AuditEvent, AuditEvent.action == "installation.restored") == 1
        for photo in db.session.scalars(select(Photo)):
            assert all(path_of(photo.file, size).stat().st_size for size in Size)
    with pytest.raises(SettingsError, match="is not finished"):
        servable(house)
    name_another_administrator(house, story.stays)
    assert finished(house)[:4] == (0, 0, 1, [])
    with house.app() as app:
        assert read_mark(house.data_dir) is None
        require_servable(app)
        assert db.session.get_one(PersonRow, story.leads).closed_at is not None
    with house.app(), pytest.raises(Refused, match="Nothing that was restored here waits"):
        finish()


def test_without_the_list_of_closings_it_is_said(story: Story, new_house: Houses, tmp_path: Path) -> None:
    house, alone = new_house(), tmp_path / story.backup.name
    shutil.copy(story.backup, alone)
    restore(alone, house.environ)
    done = finished(house)
    assert (done.closed, done.wrong) == (0, [])
    assert done.to_look_at[0].startswith("no list of closings lies beside the backup")


@pytest.mark.parametrize("place", ["told", "nightly"])
def test_the_list_is_also_looked_for_elsewhere(story: Story, new_house: Houses, tmp_path: Path, place: str) -> None:
    house, alone = new_house(), tmp_path / story.backup.name
    shutil.copy(story.backup, alone)
    if place == "nightly":
        house.environ["RESIDENT_BACKUP_DIR"] = str(story.backup.parent)
    mark = restore(alone, house.environ, [story.backup.parent / CLOSINGS] if place == "told" else [])
    assert mark.closings == (story.backup.parent / CLOSINGS,)


def test_a_difference_in_the_ledger_keeps_everybody_out_until_it_is_mended(
    story: Story, new_house: Houses, tmp_path: Path
) -> None:
    house, alone = new_house(), tmp_path / story.backup.name
    shutil.copy(story.backup, alone)
    restore(alone, house.environ)
    with house.app(), transaction():
        db.session.execute(text("UPDATE ledger_account SET balance = balance + 1 WHERE kind = 'person'"))
    assert finished(house).wrong != []
    with pytest.raises(SettingsError, match=r"delete .*restoring\.json"):
        servable(house)
    with house.app(), transaction():
        db.session.execute(text("UPDATE ledger_account SET balance = balance - 1 WHERE kind = 'person'"))
    assert finished(house).wrong == []


OTHER_KEYS = {
    "RESIDENT_SECRET_KEY": "o" * 40,
    "RESIDENT_LOOKUP_KEY": "o" * 40,
    "RESIDENT_DATA_KEY": Fernet.generate_key().decode(),
}


def test_what_somebody_else_has_put_together_is_not_restored(story: Story, new_house: Houses, tmp_path: Path) -> None:
    """Who can write where backups lie could name themselves administrator; a list under a key they know helps them not."""

    house, other = new_house(), tmp_path / "other.tar"
    for change in ({"made_at": "2026-01-01T00:00:00+00:00"}, {"proof": "0" * 64}):
        prove(relisted(story.backup, other, lambda said, change=change: said.update(change)))
        with pytest.raises(Refused, match="not written by the app with these keys"):
            restore(other, house.environ)
        assert not house.data_dir.exists()


@pytest.mark.parametrize("name", OTHER_KEYS)
@pytest.mark.parametrize("is_there", [True, False], ids=["another", "none"])
def test_with_other_keys_nothing_is_restored(story: Story, new_house: Houses, name: str, is_there: bool) -> None:
    house = new_house()
    house.environ = {key: value for key, value in house.environ.items() if key != name}
    if is_there:
        house.environ[name] = OTHER_KEYS[name]
    with pytest.raises(Refused, match=f"written with other keys: {name}. Put back"):
        restore(story.backup, house.environ)
    assert not house.data_dir.exists()


def test_a_key_that_is_to_be_rotated_stands_behind_the_new_one(story: Story, new_house: Houses) -> None:
    house = new_house()
    house.environ["RESIDENT_DATA_KEY"] = f"{OTHER_KEYS['RESIDENT_DATA_KEY']},{house.environ['RESIDENT_DATA_KEY']}"
    assert restore(story.backup, house.environ).backup == str(story.backup)


def test_over_a_living_house_nothing_is_restored(story: Story) -> None:
    before = {path: path.stat().st_mtime_ns for path in story.house.data_dir.rglob("*.jpg")}
    with pytest.raises(Refused, match="The database has tables"):
        restore(story.backup, story.house.environ)
    assert {path: path.stat().st_mtime_ns for path in story.house.data_dir.rglob("*.jpg")} == before
    assert not (story.house.data_dir / MARK).exists()


@pytest.mark.parametrize("name", ["media/aa/photo.jpg", "notes.txt"])
def test_over_a_folder_with_a_file_nothing_is_restored(story: Story, new_house: Houses, name: str) -> None:
    house = new_house()
    (house.data_dir / name).parent.mkdir(parents=True)
    (house.data_dir / name).write_text("mine", encoding="utf-8")
    (house.data_dir / "data_key.secret").write_text(house.environ["RESIDENT_DATA_KEY"], encoding="utf-8")
    with pytest.raises(Refused, match=f"must hold nothing but the keys, and there is: {name.partition('/')[0]}"):
        restore(story.backup, house.environ)
    assert (house.data_dir / name).read_text(encoding="utf-8") == "mine"
    assert not (house.data_dir / MARK).exists()


def test_a_damaged_backup_leaves_nothing(story: Story, new_house: Houses, tmp_path: Path) -> None:
    house, damaged = new_house(), tmp_path / "damaged.tar"
    content = story.backup.read_bytes()
    damaged.write_bytes(content[:5000] + bytes([content[5000] ^ 1]) + content[5001:])
    with pytest.raises(Refused):
        restore(damaged, house.environ)
    assert not house.data_dir.exists()


def test_a_backup_of_a_newer_app_is_refused(
    story: Story, new_house: Houses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = relisted(story.backup, tmp_path / "newer.tar", lambda said: said.update(migration="9999"))
    monkeypatch.setattr("resident.operation.verifying._compare", lambda *_given: None)
    with pytest.raises(Refused, match=r"newer version of the app \(migration 9999\)"):
        restore(newer, new_house().environ)


def test_a_backup_is_for_its_own_kind_of_database(story: Story, new_house: Houses) -> None:
    house = new_house()
    other = "postgresql://nobody@127.0.0.1:1/none" if "RESIDENT_DATABASE_URL" not in house.environ else ""
    house.environ["RESIDENT_DATABASE_URL"] = other
    with pytest.raises(Refused, match="both must be the same"):
        restore(story.backup, house.environ)


def test_real_people_never_become_a_demo(story: Story, new_house: Houses) -> None:
    house = new_house()
    house.environ["RESIDENT_DEMO"] = "1"
    with pytest.raises(Refused, match="This backup is of no demo"):
        restore(story.backup, house.environ)


def test_without_room_nothing_is_begun(story: Story, new_house: Houses, monkeypatch: pytest.MonkeyPatch) -> None:
    house = new_house()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9, 0))
    with pytest.raises(Refused, match="and 0 are free"):
        restore(story.backup, house.environ)
    assert not house.data_dir.exists()


class Killed(BaseException):
    """What no handler of ours is asked about."""


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_failure_in_the_middle_leaves_nothing_or_goes_on(
    story: Story, new_house: Houses, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Before the database is there nothing stays; once it is, the photos stay with it, and `finish` goes on."""
    house, put_back = new_house(), restoring.put_back

    def _fail(kind: str, place: Path, url: str) -> None:
        if where == "after":
            put_back(kind, place, url)
        raise Killed

    monkeypatch.setattr(restoring, "put_back", _fail)
    with pytest.raises(Killed):
        restore(story.backup, house.environ)
    monkeypatch.undo()
    if where == "before":
        assert list(house.data_dir.iterdir()) == []
        restore(story.backup, house.environ)
    else:
        with pytest.raises(Refused, match="backup finish"):
            restore(story.backup, house.environ)
    assert len(list(house.data_dir.glob("media/??/*.jpg"))) == 6
    assert finished(house).closed == 1


def test_a_kill_in_the_middle_is_cleared_away_by_the_next_try(
    story: Story, new_house: Houses, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = new_house()
    monkeypatch.setattr(restoring, "_clear", lambda _data_dir: None)  # who is killed clears nothing

    def _killed(*_given: object) -> None:
        raise Killed

    monkeypatch.setattr(restoring, "put_back", _killed)
    with pytest.raises(Killed):
        restore(story.backup, house.environ)
    assert (house.data_dir / MARK).exists()
    assert len(list(house.data_dir.glob("media/??/*.jpg"))) == 6
    monkeypatch.undo()
    with pytest.raises(SettingsError, match="run the same"):
        servable(house)
    (house.data_dir / "queue.sqlite3").unlink(missing_ok=True)
    restore(story.backup, house.environ)
    assert finished(house).closed == 1


def test_the_commands_say_what_they_did_and_run_without_keys(story: Story, new_house: Houses) -> None:
    house = new_house()
    given = dict(house.environ)
    house.environ = {name: value for name, value in given.items() if not name.endswith("_KEY")}
    status, said = house.command("backup", "restore", str(story.backup))
    assert (status, "Error: This backup was written with other keys" in said, house.data_dir.exists()) == (
        1,
        True,
        False,
    )
    house.environ = given
    status, said = house.command("backup", "restore", str(story.backup))
    assert status == 1
    assert "2 sessions ended, 1 messages not sent, 1 accounts closed again, 1 differences" in said
    assert "Nobody is served before this is mended" in said
    name_another_administrator(house, story.stays)
    status, said = house.command("backup", "finish")
    assert (status, "Restored. The app may be started." in said) == (0, True)
    assert "Traceback" not in said
