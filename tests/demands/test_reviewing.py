"""What the review queue's decisions do to a demand."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from resident.db import db
from resident.demands.actions import edit_demand, raise_demand, withdraw_demand
from resident.demands.models import Demand, DemandState, Visibility
from resident.media.actions import keep_drafts
from resident.media.intake import prepare
from resident.media.queries import photos_of
from resident.moderation import actions as moderation
from resident.moderation.kinds import KINDS
from resident.moderation.models import ReviewItem
from resident.notifications.models import Notification
from resident.web.errors import Changed, NotAllowed
from tests.conftest import Clock
from tests.demands.conftest import Place


def _item(demand: Demand) -> ReviewItem:
    return db.session.scalars(
        select(ReviewItem).where(ReviewItem.kind == "demand", ReviewItem.subject_id == demand.id)
    ).one()


def _with_photo(place: Place, **changes: object) -> Demand:
    picture = BytesIO()
    Image.new("RGB", (40, 30), "green").save(picture, "PNG")
    picture.seek(0)
    keep_drafts(
        prepared=prepare([FileStorage(picture, "door.png")]),
        community=place.community,
        owner_kind="demand",
        token="t" * 20,
        by=place.author,
    )
    return raise_demand(community=place.community, draft=place.draft(**changes), photo_token="t" * 20, by=place.author)


def test_approved_it_is_listed_and_its_photos_are_public(place: Place, clock: Clock) -> None:
    demand = _with_photo(place)
    before = photos_of(place.community, "demand", demand.id)[0].key
    moderation.approve(item=_item(demand), version=1, by=place.moderator)
    photo = photos_of(place.community, "demand", demand.id)[0]
    assert (demand.state, demand.is_listed, demand.published_at) == (DemandState.TO_ASSIGN, True, clock())
    assert photo.is_public
    assert photo.key != before


def test_one_for_the_committee_is_never_listed_and_its_photos_stay_private(place: Place) -> None:
    demand = _with_photo(place, visibility=Visibility.COMMITTEE)
    moderation.approve(item=_item(demand), version=1, by=place.moderator)
    assert (demand.state, demand.is_listed) == (DemandState.TO_ASSIGN, False)
    assert not photos_of(place.community, "demand", demand.id)[0].is_public


def test_withdrawn_again_its_photos_are_hidden(place: Place) -> None:
    demand = _with_photo(place)
    moderation.approve(item=_item(demand), version=1, by=place.moderator)
    withdraw_demand(demand=demand, by=place.author)
    assert not photos_of(place.community, "demand", demand.id)[0].is_public


def test_refused_or_sent_back_the_author_hears_why(place: Place) -> None:
    for decide, state, kind in (
        (moderation.reject, DemandState.NOT_APPROVED, "not_approved"),
        (moderation.ask_changes, DemandState.CHANGES_ASKED, "changes_asked"),
    ):
        demand = raise_demand(community=place.community, draft=place.draft(), by=place.author)
        decide(item=_item(demand), version=1, by=place.moderator, reason="请去掉门牌号")
        assert (demand.state, demand.is_listed) == (state, False)
        told = db.session.scalars(select(Notification).where(Notification.kind == f"demands.{kind}")).one()
        assert (told.person_id, told.params["reason"]) == (place.author.id, "请去掉门牌号")
        assert told.path == f"/c/{place.community.slug}/demands/{demand.number}"


def test_a_moderator_gets_the_new_text_instead_of_a_blind_approval(place: Place) -> None:
    demand = raise_demand(community=place.community, draft=place.draft(), by=place.author)
    edit_demand(demand=demand, draft=place.draft(body="新的说法。"), version=1, by=place.author)
    with pytest.raises(Changed):
        moderation.approve(item=_item(demand), version=1, by=place.moderator)
    assert demand.state == DemandState.IN_REVIEW
    assert KINDS["demand"].show(demand.id).text == "新的说法。"


def test_nobody_decides_on_their_own_demand(place: Place) -> None:
    demand = raise_demand(community=place.community, draft=place.draft(), by=place.moderator)
    with pytest.raises(NotAllowed):
        moderation.approve(item=_item(demand), version=1, by=place.moderator)


def test_the_moderator_sees_it_whole(place: Place) -> None:
    demand = _with_photo(place, spot="2单元", shows_name=False)
    shown = KINDS["demand"].show(demand.id)
    facts = {str(name): str(value) for name, value in shown.facts}
    assert shown.title["en"] == demand.title
    assert len(shown.photos) == 1
    assert {"2单元", str(demand.category.name)} <= set(facts.values())
