"""Who may see a photo is asked of what it belongs to."""

from types import SimpleNamespace

import pytest

from resident.accounts.models import SYSTEM, Actor
from resident.communities.models import Role
from resident.media.owners import OWNERS
from resident.media.permissions import can_see, can_send, can_use_draft
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.communities import make_community, make_resident, make_staff


def test_the_owner_is_asked_about_this_very_thing_and_person(session: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Actor | None, int | None]] = []

    def _may_see(person: Actor | None, owner_id: int | None) -> bool:
        asked.append((person, owner_id))
        return owner_id == 7

    monkeypatch.setitem(OWNERS, "thing", _may_see)
    person = make_person().value
    photos = [
        SimpleNamespace(owner_kind="thing", owner_id=number, uploaded_by_id=person.id, taken_down_at=None)
        for number in (7, 8)
    ]
    assert [can_see(who, photo) for photo in photos for who in (person, None)] == [True, True, False, False]
    assert asked == [(person, 7), (None, 7), (person, 8), (None, 8)]


def test_what_was_taken_down_is_seen_by_its_sender_and_who_decides_on_it(
    session: None, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setitem(OWNERS, "thing", lambda _person, owner_id: owner_id == 7)
    community = make_community()
    sender, other = make_resident(community).value, make_resident(community).value
    staff = {role: make_staff(community, role).value for role in (Role.MODERATOR, Role.WORKER, Role.ADMINISTRATOR)}
    elsewhere = make_staff(make_community(), Role.MODERATOR).value
    photo, hidden = (
        SimpleNamespace(
            owner_kind="thing",
            owner_id=number,
            uploaded_by_id=sender.id,
            community_id=community.id,
            taken_down_at=clock(),
        )
        for number in (7, 8)
    )
    people = (sender, staff[Role.MODERATOR], staff[Role.WORKER], staff[Role.ADMINISTRATOR], other, elsewhere, None)
    assert [can_see(person, photo) for person in people] == [True, True, True, False, False, False, False]
    assert [can_see(person, hidden) for person in people] == [False] * len(people)


def test_a_draft_is_its_senders_alone_and_the_app_sends_none(session: None) -> None:
    sender, other = make_person().value, make_person().value
    draft = SimpleNamespace(owner_kind="thing", owner_id=None, uploaded_by_id=sender.id)
    people = (sender, other, None, SYSTEM)
    assert [can_see(person, draft) for person in people] == [True, False, False, False]
    assert [can_use_draft(person, draft).reason for person in people] == ["", "not_yours", "signed_out", "not_yours"]
    assert [can_send(person).reason for person in people] == ["", "", "signed_out", "not_yours"]
