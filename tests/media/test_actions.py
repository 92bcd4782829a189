"""From a form's drafts to the photos of a matter, shown and hidden."""

from collections.abc import Sequence
from typing import Any

import pytest

from resident.accounts.models import SYSTEM, PersonRow
from resident.communities.models import CommunityRow
from resident.db import db
from resident.media.actions import (
    TooManyDrafts,
    adopt_drafts,
    drafts,
    hide_photos,
    keep_drafts,
    publish_photos,
    remove_drafts,
    remove_photos,
)
from resident.media.intake import Prepared
from resident.media.models import Photo
from resident.media.owners import OWNERS
from resident.media.queries import drafts_of, photos_of
from resident.web.errors import Invalid, NotAllowed
from tests.makers.communities import make_community, make_resident
from tests.makers.media import make_prepared

pytestmark = pytest.mark.usefixtures("session")
TOKEN = "a" * 32


@pytest.fixture(autouse=True)
def _owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OWNERS, "thing", lambda _person, _owner_id: True)


@pytest.fixture
def community() -> CommunityRow:
    return make_community()


@pytest.fixture
def person(community: CommunityRow) -> PersonRow:
    return make_resident(community)


def keep(community: CommunityRow, person: PersonRow, count: int = 1, token: str = TOKEN) -> list[Photo]:
    return keep_drafts(prepared=make_prepared(count), community=community, owner_kind="thing", token=token, by=person)


def adopt(community: CommunityRow, person: PersonRow, owner_id: int) -> list[Photo]:
    return adopt_drafts(community=community, owner_kind="thing", owner_id=owner_id, token=TOKEN, by=person)


def remove(community: CommunityRow, person: PersonRow, key: str) -> None:
    remove_drafts(keys=[key], community=community, owner_kind="thing", token=TOKEN, by=person)


def keys_of(photos: Sequence[Any]) -> list[str]:
    return [photo.key for photo in photos]


def test_drafts_keep_their_order_over_two_tries(community: CommunityRow, person: PersonRow) -> None:
    kept = keep(community, person, 2) + keep(community, person, 1)
    assert keys_of(drafts_of(community, TOKEN, person)) == keys_of(kept)
    assert not any(photo.is_public for photo in kept)


def test_nothing_good_keeps_nothing(community: CommunityRow, person: PersonRow) -> None:
    assert keep_drafts(prepared=Prepared(), community=community, owner_kind="thing", token=TOKEN, by=person) == []


def test_drafts_belong_to_who_sent_them(community: CommunityRow, person: PersonRow) -> None:
    keep(community, person)
    other = make_resident(community)
    assert drafts_of(community, TOKEN, other) == []
    assert drafts_of(community, "", person) == []
    assert adopt(community, other, 7) == []


def test_after_a_rollback_the_same_photos_are_kept_again(community: CommunityRow, person: PersonRow) -> None:
    prepared = make_prepared()
    with db.session.begin_nested() as savepoint:
        keep_drafts(prepared=prepared, community=community, owner_kind="thing", token=TOKEN, by=person)
        savepoint.rollback()
    assert len(keep_drafts(prepared=prepared, community=community, owner_kind="thing", token=TOKEN, by=person)) == 1


def test_a_kind_nobody_registered_is_refused(community: CommunityRow, person: PersonRow) -> None:
    with pytest.raises(KeyError):
        keep_drafts(prepared=make_prepared(), community=community, owner_kind="nothing", token=TOKEN, by=person)


def test_nobody_gathers_drafts_without_end(
    community: CommunityRow, person: PersonRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 2)
    keep(community, person, 2)
    with pytest.raises(TooManyDrafts):
        keep(community, person, token="b" * 32)


def test_a_sent_form_hands_its_drafts_over_once(community: CommunityRow, person: PersonRow) -> None:
    first, second = keep(community, person, 2)
    assert adopt(community, person, 7) == [first, second]
    assert adopt(community, person, 8) == []
    assert keys_of(photos_of(community, "thing", 7)) == [first.key, second.key]
    assert photos_of(community, "thing", 8) == []
    assert drafts_of(community, TOKEN, person) == []


def test_later_photos_stand_behind_the_earlier_ones(community: CommunityRow, person: PersonRow) -> None:
    keep(community, person, 2)
    before = adopt(community, person, 7)
    keep(community, person, 1)
    after = adopt(community, person, 7)
    assert keys_of(photos_of(community, "thing", 7)) == keys_of(before + after)


def test_more_than_nine_are_refused_at_the_field_and_stay_drafts(community: CommunityRow, person: PersonRow) -> None:
    keep(community, person, 6)
    adopt(community, person, 7)
    keep(community, person, 4)
    with pytest.raises(Invalid) as refusal:
        adopt(community, person, 7)
    assert refusal.value.field == "photos"
    assert len(drafts_of(community, TOKEN, person)) == 4
    remove(community, person, drafts_of(community, TOKEN, person)[0].key)
    assert len(adopt(community, person, 7)) == 3


def test_publishing_and_hiding_change_the_link_each_time(community: CommunityRow, person: PersonRow) -> None:
    keep(community, person)
    (photo,) = adopt(community, person, 7)
    keys = [photo.key]
    for change, is_public in ((publish_photos, True), (hide_photos, False), (publish_photos, True)):
        change(owner_kind="thing", owner_id=7)
        assert photo.is_public is is_public
        keys.append(photo.key)
    assert len(set(keys)) == 4


def test_publishing_twice_keeps_the_link(community: CommunityRow, person: PersonRow) -> None:
    keep(community, person)
    (photo,) = adopt(community, person, 7)
    publish_photos(owner_kind="thing", owner_id=7)
    key = photo.key
    publish_photos(owner_kind="thing", owner_id=7)
    assert photo.key == key


def test_only_photos_of_that_owner_are_removed(community: CommunityRow, person: PersonRow) -> None:
    keep(community, person, 2)
    mine = adopt(community, person, 7)
    keep(community, person, 1)
    (others,) = adopt(community, person, 8)
    remove_photos(keys=[mine[0].key, others.key, "unknown"], owner_kind="thing", owner_id=7)
    assert keys_of(photos_of(community, "thing", 7)) == [mine[1].key]
    assert keys_of(photos_of(community, "thing", 8)) == [others.key]


def test_nobody_removes_the_drafts_of_another(community: CommunityRow, person: PersonRow) -> None:
    (draft,) = keep(community, person)
    remove(community, make_resident(community), draft.key)
    assert keys_of(drafts_of(community, TOKEN, person)) == [draft.key]


def test_drafts_of_another_community_are_not_adopted(community: CommunityRow, person: PersonRow) -> None:
    (draft,) = keep(community, person)
    assert adopt(make_community(), person, 7) == []
    assert keys_of(drafts_of(community, TOKEN, person)) == [draft.key]


def test_the_app_itself_sends_adopts_and_removes_no_photos(community: CommunityRow, person: PersonRow) -> None:
    (draft,) = keep(community, person)
    for act in (
        lambda: keep(community, SYSTEM),
        lambda: adopt(community, SYSTEM, 7),
        lambda: remove(community, SYSTEM, draft.key),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert keys_of(drafts_of(community, TOKEN, person)) == [draft.key]
