"""Founding a community that residents can use at once, and the list of what is still to prepare."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.accounts.models import SYSTEM
from resident.admin.actions import begin_community
from resident.audit.models import AuditEvent
from resident.communities.context import communities, community_by_slug
from resident.communities.models import BuildingKind, Community, CommunityRow, Role
from resident.db import db, transaction
from resident.demands.actions import add_usual_categories
from resident.demands.models import DemandCategory, Urgency
from resident.demands.queries import categories_for_admin
from resident.organizations.actions import found_committee
from resident.organizations.models import Organization, OrganizationKind
from resident.web.guards import NotAllowed
from resident.web.preparations import Prepared, preparations_of
from tests.makers.communities import boss_of, make_building, make_community, make_staff
from tests.makers.demands import make_category
from tests.makers.organizations import make_organization
from tests.statements import statements_of

SAID = {"--name-zh": "邻里社区", "--name-en": "Linli Community", "--phone": "0571-88000018", "--address": "邻里路1号"}
OPERATORS = {"filing", "codes", "backup"}


def _found(app: Flask, slug: str = "linli", **changes: str | None) -> tuple[int, str]:
    said = SAID | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    words = [word for name, value in said.items() if value is not None for word in (name, value)]
    result = app.test_cli_runner().invoke(args=["communities", "found", slug, *words])
    return result.exit_code, result.output


def test_a_community_is_founded_with_what_residents_need_at_once(app: Flask) -> None:
    code, said = _found(app, duty_phone="138 0000 0099")
    assert code == 0
    assert "/c/linli/admin" in said
    assert "Add the first building" in said
    assert "Add demand categories" not in said
    with app.app_context():
        community = community_by_slug("linli")
        assert community is not None
        assert community.name == {"zh_Hans": "邻里社区", "en": "Linli Community"}
        assert (community.phone, community.duty_phone) == ("0571-88000018", "138 0000 0099")
        assert (community.notice_days, community.office_hours) == (7, "08:00-12:00 14:00-18:00")
        categories = categories_for_admin(community)
        assert len(categories) == 9
        assert all(one.name["zh_Hans"] and one.name["en"] for one in categories)
        assert {one.name["en"]: (one.urgency, one.usual_kind) for one in categories}["Safety"] == (
            Urgency.URGENT,
            OrganizationKind.PROPERTY_COMPANY,
        )
        committee = db.session.scalars(select(Organization)).one()
        assert (committee.kind, committee.phone) == (OrganizationKind.COMMITTEE, "0571-88000018")
        assert committee.name == {"zh_Hans": "邻里社区居民委员会", "en": "Residents' committee of Linli Community"}
        assert committee.place["zh_Hans"] == "邻里路1号"


def test_a_name_in_one_language_is_enough_and_none_is_made_up_for_the_other(app: Flask) -> None:
    assert _found(app, name_en=None)[0] == 0
    with app.app_context():
        assert db.session.scalars(select(Organization)).one().name == {"zh_Hans": "邻里社区居民委员会"}


@pytest.mark.parametrize(
    ("slug", "changes", "complaint"),
    [
        ("GUI HUA", {}, "SLUG: Use 2 to 40 small letters"),
        ("linli", {"name_zh": " ", "name_en": None}, "--name-zh: A community needs a name."),
        ("linli", {"name_zh": "，。", "name_en": None}, "--name-zh: A community needs a name."),
        ("linli", {"name_zh": "长" * 41}, "--name-zh: At most 40 characters"),
        ("linli", {"address": "路" * 121}, "--address: At most 120 characters"),
        ("linli", {"phone": "ask at the gate"}, "--phone: A telephone number such as"),
        ("linli", {"duty_phone": "12"}, "--duty-phone: A telephone number such as"),
        ("linli", {"phone": None}, "Missing option '--phone'"),
        ("linli", {"address": None}, "Missing option '--address'"),
    ],
)
def test_what_cannot_be_is_refused_by_its_option_and_nothing_is_written(
    app: Flask, slug: str, changes: dict[str, str | None], complaint: str
) -> None:
    code, said = _found(app, slug, **changes)
    assert code == 2
    assert complaint in " ".join(said.split())
    with app.app_context():
        assert [db.session.scalar(select(func.count()).select_from(table)) for table in _TABLES] == [0] * len(_TABLES)


_TABLES = (CommunityRow, Organization, DemandCategory, AuditEvent)


def test_the_same_slug_twice_is_said_and_adds_nothing(app: Flask) -> None:
    assert _found(app)[0] == 0
    code, said = _found(app, name_zh="别的社区")
    assert (code, "SLUG: There is a community of this name already." in " ".join(said.split())) == (2, True)
    with app.app_context():
        assert [db.session.scalar(select(func.count()).select_from(table)) for table in _TABLES] == [1, 1, 9, 11]
        assert db.session.scalars(select(CommunityRow)).one().name["zh_Hans"] == "邻里社区"


def test_only_the_operator_founds(app: Flask) -> None:
    said: dict[str, Any] = {"slug": "linli", "name": {"en": "Linli"}, "address": {}, "phone": ""}
    with app.app_context():
        with transaction():
            boss = boss_of(make_community()).value
        for refused in (
            lambda: begin_community(by=boss, **said),
            lambda: found_committee(community=_any(), by=boss),
            lambda: add_usual_categories(community=_any(), by=boss),
        ):
            with pytest.raises(NotAllowed), transaction():
                refused()
        with transaction():
            assert begin_community(by=SYSTEM, **said).slug == "linli"


def _any() -> Community:
    return communities()[0]


def test_each_line_is_ticked_by_what_was_entered_here(app: Flask) -> None:
    with app.app_context():
        with transaction():
            here, elsewhere = make_community(), make_community()
            make_building(elsewhere)
            make_category(elsewhere)
            make_staff(elsewhere, Role.WORKER)
            db.session.add(
                Organization(
                    community_id=elsewhere.id, kind="committee", name={"en": "C"}, created_at=elsewhere.created_at
                )
            )
        assert _made(here) == set()
        with transaction():
            garden = make_building(here)
            garden.kind = BuildingKind.GARDEN
            boss_of(here)
        assert _made(here) == {"grid"}
        with transaction():
            make_building(here)
            make_category(here)
            for role in Role:
                make_staff(here, role)
            here.phone, here.duty_phone = "12345", "12345"
            make_organization(here)
        assert _made(here) == {one.preparation.name for one in _prepared(here)} - OPERATORS
        with statements_of(app) as statements:
            _prepared(here)
        assert len(statements) == 1


def _prepared(community: CommunityRow) -> list[Prepared]:
    return preparations_of(community_id=community.id)


def _made(community: CommunityRow) -> set[str]:
    return {one.preparation.name for one in _prepared(community) if one.is_made}


def test_the_administrators_page_shows_what_is_done_and_what_is_not(app: Flask, browser: FlaskClient) -> None:
    before = browser.get("/c/guihua/admin", headers={"Accept-Language": "en"}).text
    with app.app_context(), transaction():
        make_category(db.session.scalars(select(CommunityRow).where(CommunityRow.slug == "guihua")).one())
    after = browser.get("/c/guihua/admin", headers={"Accept-Language": "en"}).text
    assert before.index("Still to do") < before.index("Add demand categories")
    assert after.index("Done") < after.index("Add demand categories")
    assert "The operator sets up a channel" in after
