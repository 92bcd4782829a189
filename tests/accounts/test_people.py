"""Joining, renaming, signing out and leaving."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident.accounts import registry
from resident.accounts.actions import (
    Entered,
    agree,
    ask_for_code,
    close_account,
    enter_code,
    join,
    read_in,
    rename,
    sign_out,
    sign_out_everywhere,
)
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.codes import code_hash
from resident.accounts.entrance.identity import decrypt
from resident.accounts.models import Consent, KeptForm, PersonRow, SignInCode, SignInSession
from resident.accounts.queries import code_of, devices_of, find_by_phone, has_agreed, person_row
from resident.accounts.sessions import open_session
from resident.accounts.sessions.kept import keep_form, kept_form
from resident.accounts.sessions.rows import presence_behind
from resident.accounts.sessions.using import mark_used
from resident.audit.models import AuditEvent
from resident.db import db, transaction
from resident.i18n import speaking
from resident.web.errors import Conflict, Invalid
from tests.accounts.conftest import AtOnce
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.recorded import recorded

PHONE = "13800000001"
HERE = Browser("here")


def _count(table: type) -> int:
    return db.session.scalars(select(func.count()).select_from(table)).one()


def _events() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def test_joining_makes_a_person_who_has_agreed(session: None) -> None:
    person = join(phone="+86 138 0000 0001", display_name=" Ｌi ", language="en", reading_mode="care")
    assert (person.display_name, person.language, person.reading_mode) == ("Li", "en", "care")
    assert find_by_phone("138-0000-0001").value == person
    assert has_agreed(person)
    assert PHONE not in person_row(person).phone_encrypted
    assert decrypt(person_row(person).phone_encrypted) == PHONE
    assert recorded() == [("person.joined", person.id, person.id, {})]


def test_joining_twice_is_joining_once(session: None) -> None:
    first = join(phone=PHONE, display_name="李阿姨")
    assert join(phone=PHONE, display_name="别人") == first
    assert first.display_name == "李阿姨"
    assert _count(Consent) == 1


@pytest.mark.parametrize(("phone", "name", "field"), [("123", "李", "phone"), (PHONE, "警察", "display_name")])
def test_a_number_or_name_that_is_none_is_refused(session: None, phone: str, name: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        join(phone=phone, display_name=name)
    assert refused.value.field == field
    assert str(refused.value.message) != str(Invalid.message)


def test_a_prepared_account_is_asked_for_consent_at_the_first_sign_in(session: None, sent: list) -> None:
    prepared = join(phone=PHONE, display_name="管事的", consented=False)
    assert recorded() == [("person.joined", None, prepared.id, {})]
    assert not has_agreed(prepared)
    ask_for_code(phone=PHONE, browser=HERE)
    entrance = enter_code(phone=PHONE, digits=_code_of(PHONE), browser=HERE)
    assert entrance.outcome is Entered.TO_AGREE
    agreed = agree(
        phone=PHONE, proof=entrance.proof, display_name="王敏", browser=HERE, language="en", reading_mode="standard"
    )
    assert agreed.person.id == prepared.id
    row = person_row(prepared)
    assert (row.display_name, row.language, row.reading_mode) == ("王敏", "en", "standard")
    assert has_agreed(prepared)


def _code_of(phone: str) -> str:
    """A code that the test knows, in place of the one that was sent."""
    row = code_of(phone, HERE)
    assert row is not None
    row.code_hash = code_hash(row.phone_lookup, row.browser_hash, "123456")
    db.session.flush()
    return "123456"


@pytest.fixture
def proof(app: Flask) -> Iterator[str]:
    """Somebody new has just shown that the number is theirs."""
    with app.app_context():
        with transaction():
            ask_for_code(phone=PHONE, browser=HERE)
            proof = enter_code(phone=PHONE, digits=_code_of(PHONE), browser=HERE).proof
        yield proof


def _agree(proof: str, name: str = "李阿姨") -> Entered:
    return agree(phone=PHONE, proof=proof, display_name=name, browser=HERE, language=None, reading_mode=None).outcome


def test_consent_opens_the_account_and_signs_in(proof: str) -> None:
    with transaction():
        assert _agree(proof) is Entered.SIGNED_IN
    assert (_count(PersonRow), _count(Consent), _count(SignInSession)) == (1, 1, 1)


def test_consent_sent_four_times_at_once_lets_one_in(proof: str, at_once: AtOnce) -> None:
    outcomes = at_once(4, lambda: _agree(proof))
    assert sorted(outcomes, key=lambda one: one.value) == [Entered.SIGNED_IN] + [Entered.TOO_LATE] * 3
    assert (_count(PersonRow), _count(Consent), _count(SignInSession)) == (1, 1, 1)


def test_consent_without_the_proof_opens_nothing(proof: str, clock: Clock) -> None:
    with transaction():
        assert _agree("") is Entered.TOO_LATE
        assert _agree("2026-03-02T01:00:01+00:00") is Entered.TOO_LATE
    clock.advance(minutes=30)
    with transaction():
        assert _agree(proof) is Entered.TOO_LATE
    assert _count(PersonRow) == 0


def test_a_refused_name_opens_nothing(proof: str) -> None:
    with pytest.raises(Invalid), transaction():
        _agree(proof, "派出所")
    assert _count(PersonRow) == 0


def test_a_new_name_is_checked_and_noted(session: None) -> None:
    person = make_person("李阿姨")
    rename(by=person, display_name="李 奶奶")
    rename(by=person, display_name="李 奶奶")
    assert person.display_name == "李 奶奶"
    assert _events() == ["person.renamed"]
    with pytest.raises(Invalid):
        rename(by=person, display_name="街道办")


def test_a_choice_of_language_leaves_the_reading_mode(session: None) -> None:
    person = make_person()
    read_in(by=person, reading_mode="care")
    read_in(by=person, language="en")
    assert (person.language, person.reading_mode) == ("en", "care")


def test_signing_out_ends_this_device_only(session: None) -> None:
    person = make_person()
    here, there = open_session(person, device="a b"), open_session(person, device="c d")
    sign_out(token=here)
    sign_out(token=here)
    assert [one.device for one in devices_of(person)] == ["c d"]
    sign_out(token=there)
    assert devices_of(person) == []


def test_signing_out_everywhere_ends_every_device_and_old_proofs(proof: str) -> None:
    with transaction():
        person = join(phone=PHONE, display_name="李阿姨")
        others = make_person()
        for one in (person, person, others):
            open_session(one, device="")
        events = len(recorded())
        sign_out_everywhere(by=person)
        assert recorded(but=events) == [("person.signed_out", person.id, person.id, {})]
        sign_out_everywhere(by=person)
        assert devices_of(person) == []
        assert len(devices_of(others)) == 1
        assert _agree(proof) is Entered.TOO_LATE


def test_a_device_that_is_used_runs_out_after_ninety_days(session: None, clock: Clock) -> None:
    person = make_person()
    token = open_session(person, device="")
    for days in (29, 29, 29, 2):
        clock.advance(days=days)
        presence = presence_behind(token)
        assert presence is not None
        mark_used(presence)
    assert len(devices_of(person)) == 1
    clock.advance(days=1)
    assert devices_of(person) == []


def test_closing_empties_the_person_and_keeps_the_number_of_the_row(proof: str) -> None:
    with transaction():
        person = join(phone=PHONE, display_name="李阿姨", language="en", reading_mode="care")
        token = open_session(person, device="")
        keep_form(token=token, path="/x", sent_to="/x", fields={"text": ["a"]})
        close_account(by=person)
        close_account(by=person)
    emptied = db.session.scalars(select(PersonRow)).one()
    assert (emptied.phone_encrypted, emptied.phone_lookup) == ("", None)
    for language, words in (("en", "Closed account"), ("zh_Hans", "已注销用户")):
        with speaking(language):
            db.session.expire(emptied)
            assert emptied.display_name == words
    assert (emptied.language, emptied.reading_mode) == (None, None)
    assert emptied.closed_at is not None
    assert (_count(SignInSession), _count(KeptForm), _count(SignInCode)) == (0, 0, 0)
    assert db.session.scalars(select(Consent)).one().withdrawn_at == emptied.closed_at
    assert _events()[-1] == "person.closed"


def test_closing_withdraws_ones_own_consent_and_keeps_when_an_earlier_one_was(session: None, clock: Clock) -> None:
    leaving, staying = make_person(), make_person()
    earlier = Consent(
        person_id=leaving.id, purpose="account", version="2025-01", given_at=clock(), withdrawn_at=clock()
    )
    db.session.add(earlier)
    db.session.flush()
    before = clock()
    clock.advance(days=1)
    close_account(by=leaving.value)
    withdrawn = {
        (one.person_id, one.version): one.withdrawn_at
        for one in db.session.scalars(select(Consent).execution_options(populate_existing=True))
    }
    assert withdrawn.pop((leaving.id, "2025-01")) == before
    assert {person: at for (person, _version), at in withdrawn.items()} == {leaving.id: clock(), staying.id: None}


def test_the_same_number_may_come_back_as_somebody_new(session: None) -> None:
    first = join(phone=PHONE, display_name="李阿姨")
    close_account(by=first)
    second = join(phone=PHONE, display_name="李阿姨")
    assert second.id != first.id
    assert find_by_phone(PHONE).value == second


def test_closing_lets_every_package_do_its_part_and_refuse(session: None, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def _refuse(person: PersonRow) -> None:
        raise Conflict("Hand over first.")

    monkeypatch.setattr(registry, "KEPT", {})
    person = make_person("李阿姨")
    registry.register("one", "", "", rows=list, close=lambda leaving: seen.append(leaving.display_name))
    registry.register("two", "", "", rows=list, close=_refuse)
    with pytest.raises(Conflict):
        close_account(by=person)
    assert seen == ["李阿姨"]
    assert person.closed_at is None


def test_everything_about_me_has_the_part_of_every_package(session: None, monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_person("李阿姨", phone=PHONE)
    monkeypatch.setattr(registry, "KEPT", dict(registry.KEPT))
    registry.register("cats", "Cats", "", rows=lambda _who: [{"name": "咪咪"}])
    everything = registry.everything_about(person)
    assert everything["account"]["phone"] == PHONE
    assert everything["account"]["consents"][0]["purpose"] == "account"
    assert everything["cats"] == [{"name": "咪咪"}]


def test_what_is_kept_of_a_form_is_its_last_state_for_half_an_hour(session: None, clock: Clock) -> None:
    person = make_person()
    token = open_session(person, device="")
    sign_out(token=token)
    keep_form(token=token, path="/a", sent_to="/a", fields={"text": ["one"]})
    keep_form(token=token, path="/b", sent_to="/b/send", fields={"text": ["tw\0o\ud800"], "chosen": ["1", "2"]})
    kept = kept_form(person)
    assert kept is not None
    assert (kept.path, kept.sent_to) == ("/b", "/b/send")
    assert kept.fields == {"text": ["two"], "chosen": ["1", "2"]}
    clock.advance(minutes=29, seconds=59)
    assert kept_form(person) is not None
    clock.advance(seconds=1)
    assert kept_form(person) is None


def test_nothing_is_kept_for_nobody_nor_without_measure(session: None) -> None:
    person = make_person()
    token = open_session(person, device="")
    keep_form(token="stranger", path="/a", sent_to="/a", fields={"text": ["one"]})
    keep_form(token=token, path="/a", sent_to="/a", fields={})
    keep_form(token=token, path="/a", sent_to="/a", fields={"text": ["x" * 100_001]})
    assert _count(KeptForm) == 0


def test_the_longest_form_is_kept_and_the_longest_address_as_far_as_it_goes(session: None) -> None:
    person = make_person()
    token = open_session(person, device="")
    long = "/" + "a" * 600
    keep_form(token=token, path=long, sent_to=long, fields={"text": ["x" * 99_999], "more": ["y"]})
    kept = kept_form(person)
    assert kept is not None
    assert (kept.path, kept.sent_to) == (long[:500], long[:500])


def test_two_forms_at_once_leave_one(app: Flask, at_once: AtOnce) -> None:
    with app.app_context(), transaction():
        token = open_session(make_person(), device="")
    at_once(4, lambda: keep_form(token=token, path="/a", sent_to="/a", fields={"text": ["one"]}))
    with app.app_context():
        assert _count(KeptForm) == 1
