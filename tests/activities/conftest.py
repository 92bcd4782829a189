"""A community with a body, its manager, a volunteer, staff, and one published activity."""

from dataclasses import dataclass

import pytest
from flask import Flask

from resident.activities.models import Activity, Shift
from resident.communities.models import CommunityRow, Role
from resident.db import transaction
from tests.makers.activities import make_activity, make_shift
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.organizations import make_member, make_organization


@dataclass(frozen=True)
class Neighbourhood:
    """Ids of who and what is there; `path` is where the activities stand."""

    path: str
    community: int
    body: int
    manager: int
    colleague: int
    volunteer: int
    newcomer: int
    worker: int
    moderator: int
    abroad: int
    activity: int
    shift: int


@pytest.fixture
def here(app: Flask) -> Neighbourhood:
    """Committed, so that requests see it; the shift begins tomorrow at nine and has two places."""
    with app.app_context(), transaction():
        community: CommunityRow = make_community("here", notice_days=0)
        body = make_organization(community)
        manager, colleague = make_member(body), make_member(body, person=make_resident(community, "钱会计"))
        activity: Activity = make_activity(community, body=body, manager=manager)
        shift: Shift = make_shift(activity, capacity=2)
        return Neighbourhood(
            path="/c/here/activities",
            community=community.id,
            body=body.id,
            manager=manager.id,
            colleague=colleague.id,
            volunteer=make_resident(community, "李阿姨").id,
            newcomer=make_resident(community, "新邻居", confirmed=False).id,
            worker=make_staff(community, Role.WORKER).id,
            moderator=make_staff(community, Role.MODERATOR).id,
            abroad=make_staff(make_community("there"), Role.ADMINISTRATOR).id,
            activity=activity.id,
            shift=shift.id,
        )
