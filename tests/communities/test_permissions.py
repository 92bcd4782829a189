"""Who may do what in a community: every kind of person against every permission."""

from collections.abc import Callable

import pytest

from resident import clock
from resident.accounts.models import SYSTEM, Actor
from resident.communities.context import community_of
from resident.communities.models import Community, CommunityRow, Membership, Role, RoleGrant
from resident.communities.permissions import (
    can_administer,
    can_confirm_residence,
    can_end_role,
    can_found,
    can_grant,
    can_join,
    can_moderate,
    can_raise,
    can_redeem,
    can_support,
    can_work,
    is_confirmed_resident,
)
from resident.db import db
from tests.makers.accounts import make_person
from tests.makers.communities import make_building, make_community, make_resident, make_staff

YES = ""
MODERATOR, WORKER, ADMINISTRATOR = Role.MODERATOR, Role.WORKER, Role.ADMINISTRATOR


@pytest.fixture
def row(session: None) -> CommunityRow:
    return make_community()


@pytest.fixture
def community(row: CommunityRow) -> Community:
    return community_of(make_building(row))


@pytest.fixture
def people(row: CommunityRow) -> dict[str, Actor | None]:
    """One of each kind; `former` had every role once, `abroad` has them in another community."""
    former, abroad, other = make_person(), make_person(), make_community()
    for role in Role:
        for person, place, ended in ((former, row, clock.now()), (abroad, other, None)):
            db.session.add(
                RoleGrant(community_id=place.id, person_id=person.id, role=role, granted_at=clock.now(), ended_at=ended)
            )
    db.session.flush()
    return {
        "visitor": None,
        "the app": SYSTEM,
        "stranger": make_resident(other).value,
        "newcomer": make_resident(row, confirmed=False).value,
        "resident": make_resident(row).value,
        "former": former.value,
        "abroad": abroad.value,
        **{role.value: make_staff(row, role).value for role in Role},
    }


def _answers(people: dict[str, Actor | None], ask: Callable[[Actor | None], object]) -> dict[str, str]:
    """The reason each of them hears; empty is a yes."""
    return {name: ask(person).reason for name, person in people.items()}  # type: ignore[attr-defined]


def _only(*allowed: str, but: str = "not_yours", visitor: str = "signed_out") -> dict[str, str]:
    names = ("the app", "stranger", "newcomer", "resident", "former", "abroad", *Role)
    return {"visitor": visitor, **{str(name): YES if name in allowed else but for name in names}}


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        (can_administer, (ADMINISTRATOR,)),
        (can_moderate, (MODERATOR,)),
        (can_work, (WORKER,)),
        (can_grant, ("the app", ADMINISTRATOR)),
        (can_confirm_residence, (MODERATOR,)),
    ],
)
def test_a_role_opens_what_is_its_own(
    people: dict[str, Actor | None],
    community: Community,
    permission: Callable[[Actor | None, Community], object],
    allowed: tuple[str, ...],
) -> None:
    assert _answers(people, lambda person: permission(person, community)) == _only(*allowed)


def test_only_the_operator_founds(people: dict[str, Actor | None]) -> None:
    assert _answers(people, can_found) == _only("the app")


def test_administrators_end_roles_and_everybody_their_own(
    row: CommunityRow, people: dict[str, Actor | None], community: Community
) -> None:
    grant = db.session.query(RoleGrant).filter_by(community_id=row.id, role=WORKER, ended_at=None).one()
    answers = _answers(people, lambda person: can_end_role(person, community, grant))
    assert answers == _only(ADMINISTRATOR, WORKER)


def test_a_confirmed_home_here_makes_a_resident(people: dict[str, Actor | None], community: Community) -> None:
    answers = _answers(people, lambda person: is_confirmed_resident(person, community))
    assert answers == _only("resident", but="not_confirmed")


SETTINGS = {
    "raising_needs_residence": can_raise,
    "supporting_needs_residence": can_support,
    "joining_needs_residence": can_join,
    "redeeming_needs_residence": can_redeem,
}


@pytest.mark.parametrize("needed", [True, False])
@pytest.mark.parametrize("setting", SETTINGS)
def test_each_setting_asks_for_a_home_where_it_says_so_and_nowhere_else(
    row: CommunityRow, people: dict[str, Actor | None], setting: str, needed: bool
) -> None:
    for name in SETTINGS:
        setattr(row, name, needed if name == setting else not needed)
    db.session.flush()
    community = community_of(db.session.query(Membership).filter_by(community_id=row.id).first())
    del people["the app"]
    answers = _answers(people, lambda person: SETTINGS[setting](person, community))
    expected = _only("resident", but="not_confirmed") if needed else _only(*people)
    assert answers == {name: answer for name, answer in expected.items() if name in people} | {"visitor": "signed_out"}
