"""Signing out from afar, and being signed out."""

from sqlalchemy import select

from resident.accounts.actions import sign_out_elsewhere
from resident.accounts.actions.leaving import put_out
from resident.accounts.entrance.identity import phone_lookup
from resident.accounts.entrance.known import is_known, know_browser
from resident.accounts.models import SYSTEM
from resident.accounts.queries import phone_of
from resident.accounts.sessions import open_session
from resident.accounts.sessions.rows import person_behind
from resident.audit.models import AuditEvent
from resident.db import db
from tests.makers.accounts import make_person
from tests.makers.communities import make_community
from tests.recorded import recorded


def test_who_is_put_out_is_out_on_every_device_and_on_record_once(session: None) -> None:
    person, community = make_person(), make_community()
    tokens = [open_session(person, device=device) for device in ("a", "b")]
    before = len(recorded())
    ended = [put_out(person=person.value, by=SYSTEM, community_id=community.id) for _ in range(2)]
    assert ended == [2, 0]
    assert [person_behind(token) for token in tokens] == [None, None]
    assert recorded(but=before) == [("person.put_out", None, person.id, {"devices": 2})]
    assert db.session.scalars(select(AuditEvent.community_id).order_by(AuditEvent.id.desc())).first() == community.id


def test_signing_out_elsewhere_leaves_the_browser_at_hand_known(session: None) -> None:
    person = make_person().value
    here, there = (open_session(person, device=device) for device in ("a", "b"))
    mine, lost = (know_browser(person, token="") for _ in range(2))
    sign_out_elsewhere(token=here, by=person, known=mine)
    lookup = phone_lookup(phone_of(person))
    assert (person_behind(here) is not None, person_behind(there)) == (True, None)
    assert (is_known(mine, lookup=lookup), is_known(lost, lookup=lookup)) == (True, False)
