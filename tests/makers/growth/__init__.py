"""A city of communities with years behind them, made in minutes: to see what grows with the number of rows."""

import random
from dataclasses import dataclass

from flask import Flask

from resident.db import db, transaction
from resident.tasks import JOBS
from tests.makers.growth.bulk import bulk
from tests.makers.growth.estates import Estate, found_estate, move_in
from tests.makers.growth.matters import fill_matters
from tests.makers.growth.service import fill_service

__all__ = ["Grown", "catch_up", "grow"]

BUSIEST = 5  # one demand in so many stands in the busiest community; the others share the rest


@dataclass(frozen=True)
class Grown:
    """The busiest community, people in it (ids; `resident` has a bit of everything), and things to look at."""

    slug: str
    community: int
    resident: int
    moderator: int
    worker: int
    administrator: int
    manager: int  # of the social organization whose activities these are
    dispatcher: int  # of the property company
    clerk: int  # of the shop
    demand: int  # number of an open one with comments and supporters
    old_demand: int  # number of an imported one
    activity: int  # has shifts to come and people in them
    reward: int
    review_item: int


def grow(app: Flask, *, demands: int, communities: int = 200, seed: int = 1) -> Grown:
    """Fill a migrated database with so many demands in so many (two at the least) communities, and all else in proportion.

    Most demands are imported or solved long ago. What is open, waits or is to come does not grow with them, so that
    a page shows the same amount however much lies behind it. The same seed makes the same rows. In the end the worker
    does what it does every few minutes.
    """
    chance = random.Random(seed)
    each = (demands - demands // BUSIEST) // (communities - 1)
    shares = [demands - each * (communities - 1)] + [each] * (communities - 1)
    with app.app_context():
        with transaction():
            estates = [found_estate(number, share) for number, share in enumerate(shares)]
        db.session.remove()
        with bulk(db.engine) as rows:
            for estate in [*estates[1::2], estates[0], *estates[2::2]]:
                estate.people = move_in(
                    rows, community=estate.community, buildings=estate.buildings, count=estate.residents
                )
                found = fill_matters(rows, estate, chance)
                found["activity"] = fill_service(rows, estate, chance)
                if estate.is_busiest:
                    grown = _grown(estate, found)
        catch_up()
        db.engine.dispose()
    return grown


def catch_up() -> None:
    """Let the worker do once what it does every few minutes. Needs an app context without a transaction."""
    for job in JOBS.values():
        if job.every_minutes:
            job.run()
    db.session.remove()


def _grown(estate: Estate, found: dict[str, int]) -> Grown:
    return Grown(
        slug=estate.slug,
        community=estate.community,
        resident=estate.resident,
        moderator=estate.moderator,
        worker=estate.worker,
        administrator=estate.administrator,
        manager=estate.manager,
        dispatcher=estate.dispatcher,
        clerk=estate.clerk,
        reward=estate.rewards[0][0],
        **found,
    )
