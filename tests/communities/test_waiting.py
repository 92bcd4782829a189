"""A right that ends while somebody waits for a lock has ended: what was known before the lock is read anew after it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from resident import clock
from resident.accounts.models import PersonRow
from resident.communities.context import community_by_id
from resident.communities.models import CommunityRow, Role, RoleGrant
from resident.communities.permissions import has_role
from resident.db import begin_write, db, lock, lock_by_id, transaction
from resident.statements import entity
from tests.makers.communities import make_community, make_staff

LOCKED = select(CommunityRow).with_for_update()
WAYS: dict[str, Callable[[CommunityRow], object]] = {
    "a row": lock,
    "a row by its number": lambda row: lock_by_id(CommunityRow, row.id),
    "a statement that locks": lambda _row: entity(LOCKED),
}


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
@pytest.mark.parametrize("way", WAYS)
def test_a_role_that_ended_during_the_wait_is_no_role_after_it(app: Flask, way: str) -> None:
    with app.app_context():
        with transaction():
            place = make_community()
            worker_id, place_id = make_staff(place, Role.WORKER).id, place.id
        begin_write()
        worker, community = db.session.get_one(PersonRow, worker_id).value, community_by_id(place_id)
        assert has_role(worker, community, Role.WORKER)
        with db.engine.begin() as elsewhere:
            elsewhere.execute(update(RoleGrant).where(RoleGrant.person_id == worker_id).values(ended_at=clock.now()))
        assert has_role(worker, community, Role.WORKER), "known until something waits or changes"
        WAYS[way](db.session.get_one(CommunityRow, place_id))
        assert not has_role(worker, community, Role.WORKER)
        db.session.rollback()
