"""A person's own file, and what is left of a person whose account closes."""

import pytest

from resident.communities.actions import LastAdministrator, confirm_residence
from resident.communities.models import Role
from resident.communities.people import homes_and_roles, leave_communities
from resident.communities.queries import home_of, roles_of
from tests.makers.accounts import make_person
from tests.makers.communities import make_building, make_community, make_staff

pytestmark = pytest.mark.usefixtures("session")


def test_the_own_file_names_home_and_roles() -> None:
    place = make_community()
    person = make_staff(place, Role.WORKER)
    confirm_residence(
        community=place,
        person=person,
        building=make_building(place),
        unit="2",
        room="502",
        by=make_staff(place, Role.MODERATOR),
    )
    file = homes_and_roles(person)
    assert file["memberships"][0]["home"] == {
        "building": {"zh_Hans": "3栋", "en": "Building 3"},
        "unit": "2",
        "room": "502",
    }
    assert [role["role"] for role in file["roles"]] == ["worker"]
    assert homes_and_roles(make_person()) == {
        "memberships": [],
        "roles": [],
        "slips": [],
        "said_of_who_joined": [],
    }


def test_a_closing_account_leaves_home_and_roles_behind() -> None:
    place = make_community()
    person = make_staff(place, Role.WORKER)
    confirm_residence(
        community=place,
        person=person,
        building=make_building(place),
        unit="2",
        room="502",
        by=make_staff(place, Role.MODERATOR),
    )
    for _time in range(2):
        leave_communities(person)
    home = home_of(place, person)
    assert home is not None
    assert (home.household, home.confirmed_at) == (None, None)
    assert roles_of(place, person) == []


def test_the_last_administrator_hands_over_before_closing_the_account() -> None:
    place = make_community()
    person = make_staff(place, Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        leave_communities(person)
    make_staff(place, Role.ADMINISTRATOR)
    leave_communities(person)
    assert roles_of(place, person) == []
