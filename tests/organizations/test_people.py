"""A person's own file, and what is left of a person whose account closes."""

import pytest

from resident.organizations.models import MemberRole
from resident.organizations.people import bodies_acted_for, leave_bodies
from resident.organizations.queries import members_of
from tests.makers.communities import make_community
from tests.makers.organizations import make_member, make_organization

pytestmark = pytest.mark.usefixtures("session")


def test_a_closing_account_acts_for_nobody_and_the_own_file_says_when_it_ended() -> None:
    place = make_community()
    body = make_organization(place)
    person = make_member(body, MemberRole.CLERK)
    assert [(one["role"], one["ended_at"]) for one in bodies_acted_for(person)] == [("clerk", None)]
    for _time in range(2):
        leave_bodies(person)
    assert members_of(place, body.id) == []
    assert bodies_acted_for(person)[0]["ended_at"] is not None
