"""Who may act for a body: every kind of person against every permission."""

from collections.abc import Callable

import pytest
from flask import Flask

from resident import clock
from resident.accounts.models import SYSTEM, Actor
from resident.communities.context import community_of
from resident.communities.models import Community, CommunityRow, Role
from resident.db import db
from resident.organizations.models import MemberRole, Organization, OrganizationMember
from resident.organizations.permissions import (
    bodies_of,
    can_end_membership,
    can_hand_over,
    can_hand_over_any,
    can_manage,
    can_manage_any,
)
from tests.makers.accounts import make_person
from tests.makers.communities import make_community, make_staff
from tests.makers.organizations import make_member, make_organization
from tests.statements import statements_of

MANAGER, CLERK, MEMBER = MemberRole.MANAGER, MemberRole.CLERK, MemberRole.MEMBER


@pytest.fixture
def row(session: None) -> CommunityRow:
    return make_community()


@pytest.fixture
def body(row: CommunityRow) -> Organization:
    return make_organization(row)


@pytest.fixture
def community(body: Organization) -> Community:
    return community_of(body)


@pytest.fixture
def people(row: CommunityRow, body: Organization) -> dict[str, Actor | None]:
    """One of each kind; `former` led the body once, `of none` leads one that was archived."""
    other, closed, elsewhere = make_organization(row), make_organization(row), make_organization(make_community())
    closed.archived_at = clock.now()
    former = make_member(body)
    db.session.query(OrganizationMember).filter_by(person_id=former.id).one().ended_at = clock.now()
    db.session.flush()
    return {
        "visitor": None,
        "the app": SYSTEM,
        "nobody": make_person().value,
        "administrator": make_staff(row, Role.ADMINISTRATOR).value,
        "former": former.value,
        "of none": make_member(closed).value,
        "abroad": make_member(elsewhere).value,
        "other manager": make_member(other).value,
        "other clerk": make_member(other, CLERK).value,
        **{role.value: make_member(body, role).value for role in MemberRole},
    }


@pytest.mark.parametrize(
    ("ask", "allowed"),
    [
        (lambda person, community, body: can_manage_any(person, community), {MANAGER, "other manager"}),
        (lambda person, community, body: can_manage(person, community, body.id), {MANAGER}),
        (
            lambda person, community, body: can_hand_over_any(person, community),
            {MANAGER, CLERK, "other manager", "other clerk"},
        ),
        (lambda person, community, body: can_hand_over(person, community, body.id), {MANAGER, CLERK}),
    ],
    ids=["lead any", "lead this", "hand over for any", "hand over for this"],
)
def test_a_role_in_a_body_opens_what_is_its_own(
    people: dict[str, Actor | None],
    community: Community,
    body: Organization,
    ask: Callable[[Actor | None, Community, Organization], object],
    allowed: set[str],
) -> None:
    answers = {name: ask(person, community, body).reason for name, person in people.items()}  # type: ignore[attr-defined]
    expected = {name: "" if name in allowed else "not_yours" for name in people}
    assert answers == {**expected, "visitor": "signed_out"}


def test_administrators_end_memberships_and_everybody_their_own(
    people: dict[str, Actor | None], community: Community
) -> None:
    member = db.session.query(OrganizationMember).filter_by(person_id=people[MEMBER].id).one()  # type: ignore[union-attr]
    allowed = {name for name, person in people.items() if can_end_membership(person, community, member)}
    assert allowed == {"administrator", MEMBER}


def test_the_bodies_of_each_are_read_once_and_not_mistaken_for_anothers(
    app: Flask, row: CommunityRow, community: Community, body: Organization
) -> None:
    first, second, elsewhere = make_member(body), make_member(body, CLERK), make_organization(make_community())
    make_member(elsewhere, MEMBER, first)
    db.session.flush()
    expected: list[tuple[Actor | None, Community, dict[int, MemberRole]]] = [
        (first.value, community, {body.id: MANAGER}),
        (second.value, community, {body.id: CLERK}),
        (first.value, community_of(elsewhere), {elsewhere.id: MEMBER}),
    ]
    for person, place, bodies in expected:
        assert bodies_of(person, place) == bodies
    expected += [(None, community, {}), (SYSTEM, community, {})]
    with statements_of(app) as asked:
        for person, place, bodies in expected:
            assert bodies_of(person, place) == bodies
    assert asked == []
