"""The demo community with one thing for every number in an address, and the address of every route with them in it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from resident import clock
from resident.accounts.models import Suspension
from resident.accounts.queries import find_by_phone
from resident.activities.models import ServiceRecord, Shift, SignUp, Voiding
from resident.communities.actions import send_sheet
from resident.communities.context import community_by_id, community_of
from resident.communities.importing import kept_of
from resident.communities.models import (
    Building,
    CommunityRow,
    Grid,
    HomeObjection,
    Household,
    Membership,
    Role,
    RoleGrant,
)
from resident.db import db, transaction
from resident.demands.models import AfterPhotos, Call, Comment, Demand, DemandCategory
from resident.exports.actions import Wanted, ask_export, begin_export, finish_export
from resident.exports.kinds import KINDS as KINDS_OF_EXPORT
from resident.exports.queries import layout_of
from resident.invitations.actions import send_staff_sheet
from resident.invitations.importing import kept_of as staff_of
from resident.media.models import Photo
from resident.moderation.actions import take_down
from resident.moderation.models import Proposal, ReviewItem, Takedown
from resident.notices.models import Notice
from resident.notifications.models import Notification
from resident.organizations.models import OrganizationMember
from resident.rewards.actions.shelf import Offer, offer_reward
from resident.rewards.models import Redemption, Reward
from resident.sheets import reader
from resident.undo.models import Deed
from resident.web.jobs import beat
from tests.journeys.conftest import demo_app
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.invitations import make_invitation
from tests.makers.sheets import make_csv

PEOPLE = {
    "resident": "13800000001",
    "volunteer": "13800000008",
    "manager": "13800000020",
    "clerk": "13800000030",
    "moderator": "13800000010",
    "worker": "13900000040",
    "dispatcher": "13800000050",
    "administrator": "13900000090",
    "chief": "13800000090",
}
WITH_ONE_ROLE = {"worker": Role.WORKER, "administrator": Role.ADMINISTRATOR}  # the demo's have others beside
KINDS = ("visitor", "stranger", *PEOPLE)
APART = {"/taken-down/": "takedown", "/proposed/": "proposal"}  # what their numbers count


def furnished(folder: Path, **others: object) -> Flask:
    """The demo community with two people of one role each, and a stranger who lives in another one."""
    app = demo_app(folder, **others)
    with app.app_context(), transaction():
        app.config["STRANGER"] = make_resident(make_community("yulan")).id
        here = db.session.scalars(select(CommunityRow).where(CommunityRow.slug == "guihua")).one()
        for kind, role in WITH_ONE_ROLE.items():
            make_staff(here, role, kind, phone=PEOPLE[kind])
        rests = Suspension(
            community_id=here.id,
            person_id=make_resident(here).id,
            reason="Shouted",
            begun_at=clock.now(),
            until=clock.now() + timedelta(days=7),
            state="appealed",
            appeal="I did not",
        )
        db.session.add(rests)
        db.session.flush()
        app.config["SUSPENSION"] = rests.id
        other = db.session.scalars(select(Demand).where(Demand.is_listed, Demand.state == "assigned")).first()
        first = find_by_phone("13800000011")
        assert other is not None
        assert first is not None
        propose_soap(here)
        app.config["SHEET"] = send_homes(here)
        chief, asked = find_by_phone(PEOPLE["chief"]), PEOPLE["volunteer"]
        app.config["STAFF_SHEET"] = send_staff(here)
        app.config["EXPORT"] = take_out(here)
        app.config["INVITATION"] = make_invitation(here, phone=asked, by=chief).id
        take_down(community=community_of(other), kind="demand", subject_id=other.id, reason="粗话", by=first.value)
    with app.app_context():
        beat()
    return app


def propose_soap(here: CommunityRow) -> None:
    """What the manager's body wants to give, and nobody has read yet."""
    manager = find_by_phone(PEOPLE["manager"])
    assert manager is not None
    body = db.session.scalars(
        select(OrganizationMember.organization_id).where(OrganizationMember.person_id == manager.id)
    ).first()
    assert body is not None
    soap = Offer({"zh_Hans": "香皂", "en": "Soap"}, {}, "soap", 30, None)
    offer_reward(community=community_by_id(here.id), organization_id=body, offer=soap, stock=1, by=manager.value)


def take_out(here: CommunityRow) -> int:
    """A sheet of figures that is ready, and one that still waits."""
    chief = find_by_phone(PEOPLE["chief"])
    assert chief is not None
    community, kind, today = community_by_id(here.id), KINDS_OF_EXPORT["months"], clock.now().date()
    wanted = Wanted(kind, today, today, tuple(layout_of(community, kind)), "")
    ready, _waiting = (ask_export(community=community, wanted=wanted, by=chief.value) for _time in range(2))
    begin_export(export=ready, by=chief.value)
    finish_export(export=ready, content=b"PK", people=[], by=chief.value)
    return ready.id


def send_homes(here: CommunityRow) -> int:
    """A sheet of homes that nobody has taken over yet."""
    chief = find_by_phone(PEOPLE["chief"])
    assert chief is not None
    rows = [["楼栋", "单元", "房号"], ["3栋", "9单元", "901"]]
    kept = kept_of(reader.read(make_csv(rows)))
    community = community_by_id(here.id)
    return send_sheet(community=community, kept=kept, file_name="homes.csv", by=chief.value).id


def send_staff(here: CommunityRow) -> int:
    """A sheet of staff that nobody has taken over yet."""
    chief = find_by_phone(PEOPLE["chief"])
    assert chief is not None
    rows = [["姓名", "手机号", "角色", "单位"], ["王芳", "13800000061", "社区工作者", ""]]
    kept = staff_of(reader.read(make_csv(rows)))
    community = community_by_id(here.id)
    return send_staff_sheet(community=community, kept=kept, file_name="staff.csv", by=chief.value).id


def things_of(demo: Flask) -> dict[str, Any]:
    """One thing for every kind of number in an address: what the resident has, what the manager leads."""
    with demo.app_context():
        li = find_by_phone(PEOPLE["resident"])
        assert li is not None
        mine = db.session.scalars(select(Demand).where(Demand.author_id == li.id, Demand.state == "resolved")).one()
        place = db.session.scalars(
            select(SignUp)
            .join(Shift)
            .where(SignUp.person_id == li.id, SignUp.state == "signed_up")
            .order_by(Shift.starts_at.desc(), SignUp.id)
        ).first()
        today = db.session.scalars(select(Shift).where(Shift.capacity == 6).order_by(Shift.id.desc())).first()
        comment = db.session.scalars(select(Comment).where(Comment.author_id == li.id)).first()
        after = db.session.scalars(select(AfterPhotos).order_by(AfterPhotos.id)).first()
        assert after is not None
        assert place is not None
        assert comment is not None
        assert today is not None
        shift = db.session.get_one(Shift, place.shift_id)
        return {
            "number": mine.number,
            "comment_id": comment.id,
            "after_id": after.id,
            "shown_after": after.demand.number,
            "commented": db.session.get_one(Demand, comment.demand_id).number,
            "activity_id": shift.activity_id,
            "shift_id": shift.id,
            "sign_up_id": place.id,
            "record_id": _first(ServiceRecord, ServiceRecord.state == "proposed"),
            "notice_id": _first(Notice),
            "reward_id": _first(Reward),
            "redemption_id": _first(Redemption, Redemption.state == "waiting", Redemption.person_id == li.id),
            "organization_id": _first(OrganizationMember, column="organization_id"),
            "session_id": 1,
            "suspension_id": demo.config["SUSPENSION"],
            "member_id": _first(OrganizationMember),
            "grant_id": _first(RoleGrant),
            "invitation_id": demo.config["INVITATION"],
            "person_id": _first(RoleGrant, column="person_id"),
            "building_id": _first(Building),
            "grid_id": _first(Grid),
            "staff_sheet_id": demo.config["STAFF_SHEET"],
            "home_id": _first(Household),
            "objection_id": _objection(),
            "code": "0000000000",
            "export_id": demo.config["EXPORT"],
            "sheet_id": demo.config["SHEET"],
            "category_id": _first(DemandCategory),
            "item": _first(ReviewItem, ReviewItem.state == "waiting"),
            "kind": "demand",
            "subject_id": mine.id,
            "takedown": _first(Takedown),
            "proposal": _first(Proposal),
            "photo": db.session.scalars(select(Photo.key).where(Photo.is_public)).first(),
            "key": today.check_in_key,
            "message_id": _first(Notification, Notification.person_id == li.id),
            "year": 2026,
            "deed_id": _first(Deed, Deed.by_id == li.id),
            "voiding_id": _wish(),
            "call_id": _call(mine),
        }


def _wish() -> int:
    """A wish to void what counts, which the demo has none of."""
    counts = db.session.scalars(
        select(ServiceRecord).where(ServiceRecord.state == "final").order_by(ServiceRecord.id)
    ).first()
    assert counts is not None
    with transaction():
        wish = Voiding(
            community_id=counts.community_id,
            record_id=counts.id,
            reason="记错了",
            asked_by_id=counts.proposed_by_id,
            asked_at=counts.proposed_at,
        )
        db.session.add(wish)
        db.session.flush()
        number = wish.id
        db.session.connection().connection.commit()
    return number


def _objection() -> int:
    """Somebody who says that who joined their home does not belong there, which the demo has none of."""
    with transaction():
        home = db.session.scalars(select(Membership).where(Membership.confirmed_at.is_not(None))).first()
        assert home is not None
        objection = HomeObjection(
            community_id=home.community_id,
            household_id=home.household_id,
            person_id=home.person_id,
            said_at=clock.now(),
        )
        db.session.add(objection)
        db.session.flush()
        number = objection.id
        db.session.connection().connection.commit()
    return number


def _call(demand: Demand) -> int:
    """A call about a demand, which the demo has none of."""
    with transaction():
        call = Call(
            community_id=demand.community_id,
            demand_id=demand.id,
            person_id=_first(RoleGrant, column="person_id"),
            called_at=demand.submitted_at,
            spoke_with="本人",
            said="说过了",
            at=demand.submitted_at,
        )
        db.session.add(call)
        db.session.flush()
        number = call.id
        db.session.connection().connection.commit()
    return number


def _first(model: Any, *where: Any, column: str = "id") -> Any:
    return db.session.scalars(select(getattr(model, column)).where(*where).order_by(model.id)).first()


def address(rule: Rule, things: dict[str, Any]) -> str:
    """The address of a rule with real things in it."""
    values = {"community": "guihua", **things}
    if rule.endpoint.startswith("moderation."):
        values["number"] = things[next((name for part, name in APART.items() if part in rule.rule), "item")]
    if "comment_id" in rule.arguments:
        values["number"] = things["commented"]
    if "after_id" in rule.arguments:
        values["number"] = things["shown_after"]
    if rule.endpoint.startswith("media."):
        values["key"] = things["photo"]

    def _filled(match: re.Match[str]) -> str:
        converter, name = match["converter"] or "", match["name"]
        return converter[4:-1].split(",")[0].strip() if converter.startswith("any(") else str(values[name])

    return re.sub(r"<(?:(?P<converter>[^<>:]+):)?(?P<name>\w+)>", _filled, rule.rule)


def rules(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Every route with each of its methods."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, rule
