"""Changing the keys: everything comes under the newest, whatever interrupts it, and the ones before may go."""

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from resident import create_app
from resident.accounts import rotation
from resident.accounts.entrance.identity import decrypt, encrypt, is_newest, phone_lookup
from resident.accounts.models import PersonRow, RecoveryCode, SecondFactor
from resident.accounts.queries import find_by_phone
from resident.accounts.second_factor.recovery import recovery_hash
from resident.config import Settings, SettingsError, read_settings
from resident.db import Base, db, transaction
from resident.notifications.models import Notification
from resident.rewards.codes import code_lookup
from resident.rewards.models import Redemption
from tests.conftest import test_settings
from tests.makers.accounts import make_factor, make_person
from tests.makers.communities import make_community
from tests.makers.rewards import make_redemption, make_reward

PHONES = [f"1380000{number:04d}" for number in range(1, 8)]
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture
def begun(tmp_path: Path) -> Settings:
    """The settings of a database with seven people, a second factor, a recovery code and a redemption."""
    settings = test_settings(tmp_path, f"sqlite:///{tmp_path / 'resident.sqlite3'}", data_keys=(OLD,))
    app = _start(settings)
    with app.app_context(), transaction():
        people = [make_person(phone=phone) for phone in PHONES]
        make_factor(people[0])
        db.session.add(RecoveryCode(person_id=people[0].id, code_hash=recovery_hash(people[0].value.id, "ABCDE-23456")))
        make_redemption(make_reward(make_community("guihua")))
        closed = make_person(phone="13900000000")
        closed.phone_encrypted, closed.phone_lookup = "", None
    _end(app)
    return settings


def _start(settings: Settings) -> Flask:
    app = create_app(settings)
    with app.app_context():
        upgrade()
        db.session.remove()
    return app


def _end(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _rotate(settings: Settings) -> str:
    app = create_app(settings)
    said = app.test_cli_runner().invoke(args=["keys", "rotate"]).output
    _end(app)
    return said


def _is_whole(settings: Settings) -> bool:
    """Whether all is read and found with these settings alone."""
    app = _start(settings)
    with app.app_context():
        people = [find_by_phone(phone) for phone in PHONES]
        assert all(people)
        assert [decrypt(person.phone_encrypted) for person in people if person] == PHONES
        assert decrypt(db.session.scalars(select(SecondFactor.secret_encrypted)).one())
        redemption = db.session.scalars(select(Redemption)).one()
        code = decrypt(redemption.code_encrypted)
        assert redemption.code_lookup == code_lookup(redemption.community_id, code)
    _end(app)
    return True


def test_a_new_data_key_takes_the_place_of_the_old_one(begun: Settings) -> None:
    both = replace(begun, data_keys=(NEW, OLD))
    _end(_start(both))
    assert "10 rows were written anew" in _rotate(both)
    _end(_start(both))  # the app starts once more before the old one is taken out
    assert "0 rows were written anew" in _rotate(both)
    assert _is_whole(replace(begun, data_keys=(NEW,)))
    with pytest.raises(SettingsError, match="RESIDENT_DATA_KEY is not the key"):
        _start(begun)


def test_a_run_that_is_interrupted_goes_on_where_it_was(begun: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    both = replace(begun, data_keys=(NEW, OLD))
    _end(_start(both))
    written: list[str] = []

    def _stop(text: str) -> str:
        if len(written) == 5:
            raise KeyboardInterrupt
        written.append(text)
        return encrypt(text)

    with monkeypatch.context() as here:
        here.setattr(rotation, "encrypt", _stop)
        app = create_app(both)
        with app.app_context(), pytest.raises(KeyboardInterrupt):
            rotation.rotate_keys()
        _end(app)
    app = create_app(both)
    with app.app_context():
        done = sum(is_newest(text) for text in db.session.scalars(select(PersonRow.phone_encrypted)) if text)
    _end(app)
    assert done == 4
    assert "6 rows were written anew" in _rotate(both)
    assert _is_whole(replace(begun, data_keys=(NEW,)))


def test_what_an_app_with_the_old_key_writes_meanwhile_keeps_the_old_key(
    begun: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = replace(begun, data_keys=(NEW, OLD))
    _end(_start(both))
    with monkeypatch.context() as here:
        here.setattr(rotation, "_bring_anew", lambda _kept: 0)
        assert "Restart the app with the new keys" in _rotate(both)
    _end(_start(both))
    with pytest.raises(SettingsError):
        _start(replace(begun, data_keys=(NEW,)))


def test_a_new_lookup_key_is_for_the_command_alone_until_it_ran(begun: Settings) -> None:
    changed = replace(begun, lookup_key="n" * 40, lookup_key_before=begun.lookup_key)
    with pytest.raises(SettingsError, match="keys rotate"):
        _start(changed)
    said = create_app(changed).test_cli_runner().invoke(args=["points", "audit"]).output
    assert "keys rotate" in said
    assert "9 rows were written anew" in _rotate(changed)
    assert _is_whole(replace(begun, lookup_key="n" * 40))
    with pytest.raises(SettingsError, match="RESIDENT_LOOKUP_KEY is not the key"):
        _start(begun)


def test_a_new_lookup_key_without_the_one_before_starts_nothing(begun: Settings) -> None:
    assert "RESIDENT_LOOKUP_KEY_BEFORE" in _rotate(replace(begun, lookup_key="n" * 40))
    assert _is_whole(begun)


def test_recovery_codes_end_with_their_lookup_key_and_their_person_hears(begun: Settings) -> None:
    _rotate(replace(begun, data_keys=(NEW, OLD)))
    changed = replace(begun, data_keys=(NEW,), lookup_key="n" * 40, lookup_key_before=begun.lookup_key)
    app = create_app(replace(begun, data_keys=(NEW,)))
    with app.app_context():
        assert len(db.session.scalars(select(RecoveryCode)).all()) == 1
    _end(app)
    _rotate(changed)
    app = _start(replace(changed, lookup_key_before=""))
    with app.app_context():
        assert db.session.scalars(select(RecoveryCode)).all() == []
        first = find_by_phone(PHONES[0])
        assert first is not None
        assert first.phone_lookup == phone_lookup(PHONES[0])
        told = db.session.execute(select(Notification.person_id, Notification.kind)).all()
        assert (first.id, "accounts.recovery_codes_ended") in [tuple(one) for one in told]
    _end(app)


def test_a_session_outlives_a_change_of_the_secret_key(begun: Settings) -> None:
    app = create_app(begun)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = signer.dumps({"_user_id": "somebody"})
    changed = replace(begun, secret_key="n" * 40, secret_key_before=begun.secret_key)
    for settings in (changed, replace(changed)):
        app = _start(settings)
        reader = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        assert reader.loads(cookie) == {"_user_id": "somebody"}
        assert reader.loads(reader.dumps({"a": 1})) == {"a": 1}
        _end(app)
    with pytest.raises(SettingsError, match="RESIDENT_SECRET_KEY is not the key"):
        _start(replace(changed, secret_key_before=""))
    _rotate(changed)
    _end(_start(changed))
    _end(_start(replace(changed, secret_key_before="")))


def test_the_keys_before_come_from_the_environment_or_a_file_and_are_judged_as_the_others(tmp_path: Path) -> None:
    env = {"RESIDENT_DATA_DIR": str(tmp_path), "RESIDENT_DEMO": "1"}
    assert (read_settings(env).secret_key_before, read_settings(env).lookup_key_before) == ("", "")
    (tmp_path / "lookup_key_before.secret").write_text("f" * 40 + "\n")
    read = read_settings(env | {"RESIDENT_SECRET_KEY_BEFORE": "e" * 40})
    assert (read.secret_key_before, read.lookup_key_before) == ("e" * 40, "f" * 40)
    with pytest.raises(SettingsError, match="RESIDENT_SECRET_KEY_BEFORE"):
        read_settings(env | {"RESIDENT_SECRET_KEY_BEFORE": "short"})


def test_every_encrypted_column_is_known_to_the_rotation(sqlite_app: Flask) -> None:
    """Protects from a column that keeps an old key alive, or dies with it."""
    there = {
        (mapper.local_table.name, column.name)
        for mapper in Base.registry.mappers
        for column in mapper.columns
        if column.name.endswith("_encrypted")
    }
    assert there == {(name, column) for name, kept in rotation.KEPT.items() for column in kept.encrypted}
