"""What a body other than the committee wants to tell everybody is read first."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.accounts.models import PersonRow
from resident.communities.context import community_by_id
from resident.communities.models import Role
from resident.db import db, transaction
from resident.media.models import Photo
from resident.moderation.actions import approve, ask_changes
from resident.moderation.models import Proposal, ReviewItem
from resident.notices.actions import Draft, edit_notice, publish_notice, withdraw_notice
from resident.notices.models import Notice
from resident.notices.queries import current
from resident.notifications.models import Notification
from resident.organizations.models import OrganizationKind
from resident.undo.actions import undo
from resident.web.errors import Invalid, NotAllowed
from tests.makers.communities import make_community, make_staff
from tests.makers.media import make_upload
from tests.makers.organizations import make_member, make_organization
from tests.makers.undo import last_deed

FILM = Draft({"zh_Hans": "周六放电影", "en": ""}, {"zh_Hans": "广场，19:30", "en": ""})


class Town:
    """A community, its body with a manager, a moderator and an administrator."""

    def __init__(self, kind: OrganizationKind = OrganizationKind.PROPERTY_COMPANY) -> None:
        self.place = make_community("guihua")
        self.community = community_by_id(self.place.id)
        self.body = make_organization(self.place, kind)
        self.manager = make_member(self.body).value
        self.moderator = make_staff(self.place, Role.MODERATOR).value
        self.boss = make_staff(self.place, Role.ADMINISTRATOR).value

    def publish(self, draft: Draft = FILM, **others: object) -> Notice | Proposal:
        return publish_notice(
            community=self.community, draft=draft, organization_id=self.body.id, by=self.manager, **others
        )

    def decide(self, decision: Callable[..., None], proposal: Proposal, **others: object) -> None:
        decision(item=waiting(proposal.id), version=proposal.version, by=self.moderator, **others)

    def titles(self) -> list[str]:
        return [one.title["zh_Hans"] for one in current(self.community).rows]


def waiting(proposal_id: int) -> ReviewItem:
    """Its place in the queue."""
    return db.session.query(ReviewItem).filter_by(kind="notice", subject_id=proposal_id, state="waiting").one()


@pytest.mark.usefixtures("session")
def test_a_body_is_read_first_and_the_committees_own_is_not() -> None:
    town = Town()
    with pytest.raises(Invalid):
        town.publish(replace(FILM, is_pinned=True))
    with pytest.raises(NotAllowed):
        publish_notice(community=town.community, draft=FILM, organization_id=town.body.id, by=town.boss)
    proposal = town.publish()
    assert isinstance(proposal, Proposal)
    assert town.titles() == []
    town.decide(ask_changes, proposal, reason="几点？")
    again = town.publish(replace(FILM, title={"zh_Hans": "周六晚放电影"}), again=proposal)
    assert again is proposal
    town.decide(approve, proposal)
    assert town.titles() == ["周六晚放电影"]
    undo(deed_id=last_deed().id, community=town.community, by=town.moderator)
    assert town.titles() == []
    own = make_organization(town.place, OrganizationKind.COMMITTEE)
    said = publish_notice(community=town.community, draft=FILM, organization_id=own.id, by=make_member(own).value)
    assert isinstance(said, Notice)


@pytest.mark.usefixtures("session")
def test_new_words_of_a_body_wait_and_the_committee_may_withdraw_them() -> None:
    town = Town()
    town.decide(approve, town.publish())
    notice = db.session.query(Notice).one()
    later = replace(FILM, title={"zh_Hans": "改到周日", "en": ""})
    with pytest.raises(NotAllowed):
        edit_notice(notice=notice, draft=later, version=1, by=town.boss)
    for _twice in range(2):
        assert edit_notice(notice=notice, draft=later, version=notice.version, by=town.manager)
    assert town.titles() == ["周六放电影"]
    town.decide(approve, db.session.query(Proposal).filter_by(subject_id=notice.id, state="waiting").one())
    assert town.titles() == ["改到周日"]
    assert notice.edited_at is not None
    withdraw_notice(notice=notice, by=town.boss)
    assert town.titles() == []
    told = db.session.query(Notification).filter_by(person_id=town.manager.id, kind="notices.withdrawn").one()
    assert told.path.endswith(f"/notices/{notice.id}")


def test_photos_are_seen_once_the_notice_is_read(
    app: Flask, client: FlaskClient, sign_in: Callable[[int], FlaskClient]
) -> None:
    with app.app_context(), transaction():
        town = Town()
        manager, moderator, body = town.manager.id, town.moderator.id, town.body.id
    data = {"title_zh_Hans": "周六放电影", "organization_id": str(body), "token": "t" * 24}
    browser = sign_in(manager)
    sent = browser.post("/c/guihua/notices/new", data=data | {"photos": make_upload()})
    assert "/proposed/" in sent.location
    with app.app_context():
        photo = db.session.query(Photo).one()
        proposal = db.session.query(Proposal).one()
        assert (photo.owner_kind, photo.owner_id, photo.is_public) == ("notice_proposal", proposal.id, False)
        key, number = photo.key, proposal.id
    for one, status in ((client, 404), (browser, 200)):
        with one.get(f"/photos/{key}") as answer:
            assert answer.status_code == status
    again = browser.get(f"/c/guihua/notices/new?again={number}").text
    assert f"/photos/{key}/thumb" in again
    with app.app_context(), transaction():
        approve(item=waiting(number), version=1, by=db.session.get_one(PersonRow, moderator).value)
    with app.app_context():
        photo = db.session.query(Photo).one()
        notice = db.session.query(Notice).one()
        assert (photo.owner_kind, photo.owner_id, photo.is_public) == ("notice", notice.id, True)
    page = client.get(f"/c/guihua/notices/{notice.id}").text
    assert f"/photos/{photo.key}/wide" in page
