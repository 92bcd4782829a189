"""From a form's drafts to the photos of a matter, shown and hidden."""

import pytest

from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow
from resident.db import db
from resident.media import actions
from resident.media.actions import TooManyDrafts, adopt_drafts, hide_photos, keep_drafts, publish_photos, remove_photos
from resident.media.intake import Prepared
from resident.media.models import Photo
from resident.media.owners import OWNERS
from resident.media.queries import drafts_of, photos_of
from resident.web.errors import Invalid
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
    return keep_drafts(make_prepared(count), community_id=community.id, owner_kind="thing", token=token, by=person)


def test_drafts_keep_their_order_over_two_tries(community: CommunityRow, person: PersonRow) -> None:
    kept = keep(community, person, 2) + keep(community, person, 1)
    assert drafts_of(TOKEN, person) == kept
    assert not any(photo.is_public for photo in kept)


def test_nothing_good_keeps_nothing(community: CommunityRow, person: PersonRow) -> None:
    assert keep_drafts(Prepared(), community_id=community.id, owner_kind="thing", token=TOKEN, by=person) == []


def test_drafts_belong_to_who_sent_them(community: CommunityRow, person: PersonRow) -> None:
    keep(community, person)
    other = make_resident(community)
    assert drafts_of(TOKEN, other) == []
    assert drafts_of("", person) == []
    assert adopt_drafts("thing", 7, token=TOKEN, by=other) == []


def test_after_a_rollback_the_same_photos_are_kept_again(community: CommunityRow, person: PersonRow) -> None:
    prepared = make_prepared()
    with db.session.begin_nested() as savepoint:
        keep_drafts(prepared, community_id=community.id, owner_kind="thing", token=TOKEN, by=person)
        savepoint.rollback()
    assert len(keep_drafts(prepared, community_id=community.id, owner_kind="thing", token=TOKEN, by=person)) == 1


def test_a_kind_nobody_registered_is_refused(community: CommunityRow, person: PersonRow) -> None:
    with pytest.raises(KeyError):
        keep_drafts(make_prepared(), community_id=community.id, owner_kind="nothing", token=TOKEN, by=person)


def test_nobody_gathers_drafts_without_end(
    community: CommunityRow, person: PersonRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_DRAFTS", 2)
    keep(community, person, 2)
    with pytest.raises(TooManyDrafts):
        keep(community, person, token="b" * 32)


def test_a_sent_form_hands_its_drafts_over_once(community: CommunityRow, person: PersonRow) -> None:
    first, second = keep(community, person, 2)
    assert adopt_drafts("thing", 7, token=TOKEN, by=person) == [first, second]
    assert adopt_drafts("thing", 8, token=TOKEN, by=person) == []
    assert photos_of("thing", [7, 8]) == {7: [first, second], 8: []}
    assert drafts_of(TOKEN, person) == []


def test_later_photos_stand_behind_the_earlier_ones(community: CommunityRow, person: PersonRow) -> None:
    keep(community, person, 2)
    before = adopt_drafts("thing", 7, token=TOKEN, by=person)
    keep(community, person, 1)
    after = adopt_drafts("thing", 7, token=TOKEN, by=person)
    assert photos_of("thing", [7])[7] == before + after


def test_more_than_nine_are_refused_at_the_field_and_stay_drafts(community: CommunityRow, person: PersonRow) -> None:
    keep(community, person, 6)
    adopt_drafts("thing", 7, token=TOKEN, by=person)
    keep(community, person, 4)
    with pytest.raises(Invalid) as refusal:
        adopt_drafts("thing", 7, token=TOKEN, by=person)
    assert refusal.value.field == "photos"
    assert len(drafts_of(TOKEN, person)) == 4
    remove_photos([drafts_of(TOKEN, person)[0].key], "thing", TOKEN, by=person)
    assert len(adopt_drafts("thing", 7, token=TOKEN, by=person)) == 3


def test_publishing_and_hiding_change_the_link_each_time(community: CommunityRow, person: PersonRow) -> None:
    keep(community, person)
    (photo,) = adopt_drafts("thing", 7, token=TOKEN, by=person)
    keys = [photo.key]
    for change, is_public in ((publish_photos, True), (hide_photos, False), (publish_photos, True)):
        change("thing", 7)
        assert photo.is_public is is_public
        keys.append(photo.key)
    assert len(set(keys)) == 4


def test_publishing_twice_keeps_the_link(community: CommunityRow, person: PersonRow) -> None:
    keep(community, person)
    (photo,) = adopt_drafts("thing", 7, token=TOKEN, by=person)
    publish_photos("thing", 7)
    key = photo.key
    publish_photos("thing", 7)
    assert photo.key == key


def test_only_photos_of_that_owner_are_removed(community: CommunityRow, person: PersonRow) -> None:
    keep(community, person, 2)
    mine = adopt_drafts("thing", 7, token=TOKEN, by=person)
    keep(community, person, 1)
    (others,) = adopt_drafts("thing", 8, token=TOKEN, by=person)
    remove_photos([mine[0].key, others.key, "unknown"], "thing", 7, by=person)
    assert photos_of("thing", [7, 8]) == {7: [mine[1]], 8: [others]}


def test_nobody_removes_the_drafts_of_another(community: CommunityRow, person: PersonRow) -> None:
    (draft,) = keep(community, person)
    remove_photos([draft.key], "thing", TOKEN, by=make_resident(community))
    assert drafts_of(TOKEN, person) == [draft]
