"""Looking people up is the administrator's, whoever has asked before."""

import pytest

from resident.admin.actions import look_up_person
from resident.communities.models import Role
from resident.web.errors import NotAllowed
from tests.makers.accounts import make_person
from tests.makers.communities import make_community, make_staff


@pytest.mark.usefixtures("session")
def test_only_an_administrator_of_this_community_looks_people_up() -> None:
    place, person = make_community(), make_person(phone="13800000007")
    for stranger in (make_staff(place, Role.WORKER), make_staff(make_community(), Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            look_up_person(community=place, phone="13800000007", by=stranger)
    boss = make_staff(place, Role.ADMINISTRATOR)
    assert look_up_person(community=place, phone="13800000007", by=boss) == person.value
