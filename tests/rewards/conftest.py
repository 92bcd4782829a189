"""A community with a shop, a reward on its shelf, and people who have to do with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.communities.models import Role
from resident.db import db, transaction
from resident.organizations.models import MemberRole, OrganizationMember
from resident.rewards.models import Redemption, Reward
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.organizations import make_member
from tests.makers.points import give_points
from tests.makers.rewards import code_of, make_clerk, make_redemption, make_reward, make_shop

ENGLISH = {"Accept-Language": "en"}


@dataclass
class Place:
    """Ids of what stands in the database; every request reads it anew."""

    app: Flask
    community: int
    shop: int
    other_shop: int
    reward: int
    resident: int
    newcomer: int
    clerk: int
    manager: int
    other_clerk: int
    administrator: int

    def change(self, model: type[Any], row_id: int, **values: object) -> None:
        """Set columns of one row."""
        with self.app.app_context(), transaction():
            row = db.session.get_one(model, row_id)
            for name, value in values.items():
                setattr(row, name, value)

    def read(self, model: type[Any], row_id: int) -> Any:
        """One row as it is now."""
        with self.app.app_context():
            row = db.session.get_one(model, row_id)
            db.session.expunge(row)
            return row

    def kept(self, reward_id: int | None = None) -> tuple[int, str]:
        """A redemption of somebody: (id, code)."""
        with self.app.app_context(), transaction():
            redemption = make_redemption(db.session.get_one(Reward, reward_id or self.reward))
            return redemption.id, code_of(redemption)

    def end_membership(self, person_id: int) -> None:
        """This person no longer belongs to any body."""
        with self.app.app_context(), transaction():
            rows = db.session.query(OrganizationMember).filter_by(person_id=person_id)
            for row in rows:
                row.ended_at = row.since

    def state(self, redemption_id: int) -> str:
        """Where a redemption stands."""
        return str(self.read(Redemption, redemption_id).state)


@pytest.fixture
def place(app: Flask) -> Place:
    with app.app_context(), transaction():
        community = make_community("guihua", pickup_days=7)
        shop, other_shop = make_shop(community), make_shop(community, "另一家")
        resident, newcomer = make_resident(community), make_resident(community, "新邻居", confirmed=False)
        for person in (resident, newcomer):
            give_points(community, person, 300)
        return Place(
            app=app,
            community=community.id,
            shop=shop.id,
            other_shop=other_shop.id,
            reward=make_reward(community, shop, price=120, stock=3).id,
            resident=resident.id,
            newcomer=newcomer.id,
            clerk=make_clerk(shop).id,
            manager=make_member(shop, MemberRole.MANAGER).id,
            other_clerk=make_clerk(other_shop).id,
            administrator=make_staff(community, Role.ADMINISTRATOR).id,
        )


@pytest.fixture
def browser_of(place: Place, sign_in: Callable[[int], FlaskClient]) -> Callable[[str], FlaskClient]:
    """`browser_of("clerk")` gives that person's browser."""
    return lambda name: sign_in(getattr(place, name))
