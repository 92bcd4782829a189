"""Who may not change a body is refused by the action itself, whoever has asked before; the app itself may."""

from collections.abc import Callable

import pytest

from resident.accounts.models import SYSTEM, Actor
from resident.communities.models import CommunityRow, Role
from resident.organizations.actions import (
    add_member,
    archive_organization,
    change_role,
    edit_organization,
    end_member,
    found_organization,
    restore_organization,
)
from resident.organizations.models import MemberRole, OrganizationKind, OrganizationMember
from resident.web.errors import NotAllowed
from tests.makers.accounts import make_person
from tests.makers.communities import boss_of, make_community, make_staff
from tests.makers.organizations import make_member, make_organization

pytestmark = pytest.mark.usefixtures("session")
Act = Callable[[CommunityRow, Actor], object]
NAME = {"zh_Hans": "新的", "en": ""}
SHOP = OrganizationKind.MERCHANT


def _member(place: CommunityRow) -> OrganizationMember:
    body = make_organization(place)
    return add_member(organization=body, person=make_person(), role=MemberRole.CLERK, by=boss_of(body))


ACTS: dict[str, Act] = {
    "found": lambda place, by: found_organization(community=place, kind=SHOP, name=NAME, by=by),
    "edit": lambda place, by: edit_organization(
        organization=make_organization(place), version=1, kind=SHOP, name=NAME, by=by
    ),
    "archive": lambda place, by: archive_organization(organization=make_organization(place), by=by),
    "restore": lambda place, by: restore_organization(organization=make_organization(place), by=by),
    "add": lambda place, by: add_member(
        organization=make_organization(place), person=make_person(), role=MemberRole.CLERK, by=by
    ),
    "change": lambda place, by: change_role(member=_member(place), role=MemberRole.MANAGER, by=by),
    "end": lambda place, by: end_member(member=_member(place), by=by),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_only_an_administrator_of_this_community_changes_its_bodies(act: Act) -> None:
    place, other = make_community(), make_community()
    manager = make_member(make_organization(place))
    for stranger in (manager, make_staff(place, Role.WORKER), make_staff(other, Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            act(place, stranger)
    act(place, make_staff(place, Role.ADMINISTRATOR))


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_the_app_itself_changes_none_of_them(act: Act) -> None:
    place = make_community()
    with pytest.raises(NotAllowed):
        act(place, SYSTEM)


def test_everybody_may_stop_acting_for_a_body() -> None:
    place = make_community()
    person = make_person()
    member = add_member(
        organization=make_organization(place),
        person=person,
        role=MemberRole.CLERK,
        by=make_staff(place, Role.ADMINISTRATOR),
    )
    end_member(member=member, by=person)
    assert member.ended_at is not None
