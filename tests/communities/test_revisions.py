"""Two counters say whether what the pages of a community repeat is still what it was.

Protects what is remembered by them: a change that raises nothing is never seen by those who looked before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from resident.accounts.models import PersonRow
from resident.communities.context import community_by_slug
from resident.communities.models import CommunityRow, Role
from resident.communities.revisions import touch
from resident.db import begin_write, db, transaction
from resident.demands.actions.reviewing import approve_demand
from resident.demands.models import DemandState
from resident.ids import CommunityId, PersonId
from tests.at_once import at_once
from tests.makers.communities import make_building, make_community, make_resident, make_staff
from tests.makers.demands import make_category, make_demand
from tests.makers.organizations import make_organization

SLUG = "guihua"
TIMES = 20
POINTS = {
    "notice_days": "0",
    "points_per_hour": "20",
    "points_daily_cap": "100",
    "points_monthly_cap": "500",
    "pickup_days": "3",
}


@dataclass(frozen=True)
class Here:
    """A community, somebody who lives in it, and the version of its settings that an open form carries."""

    community: CommunityId
    author: PersonId
    moderator: PersonId
    administrator: PersonId

    @property
    def row(self) -> CommunityRow:
        """The community's row in this transaction."""
        return db.session.get_one(CommunityRow, self.community)

    @property
    def by(self) -> PersonRow:
        """The author's row in this transaction."""
        return db.session.get_one(PersonRow, self.author)


@pytest.fixture
def here(app: Flask) -> Here:
    """The community `guihua`, whose counters stand somewhere."""
    with app.app_context(), transaction():
        community = make_community(SLUG)
        make_community("yulan")
        return Here(
            community=community.id,
            author=make_resident(community).id,
            moderator=make_staff(community, Role.MODERATOR).id,
            administrator=make_staff(community, Role.ADMINISTRATOR).id,
        )


def counters(app: Flask, slug: str = SLUG) -> tuple[int, int]:
    """`settings` and `around` as the next page reads them."""
    with app.app_context():
        community = community_by_slug(slug)
        assert community is not None
        return community.settings, community.around


def rename(here: Here, name: str = "玉兰社区") -> None:
    """Change a setting."""
    here.row.name = {"zh_Hans": name, "en": ""}


def name_on_a_page(app: Flask) -> str:
    """What the next page calls the community."""
    with app.app_context():
        community = community_by_slug(SLUG)
        assert community is not None
        return community.name["zh_Hans"]


@pytest.mark.parametrize(
    ("write", "settings", "around"),
    [
        (rename, 1, 0),
        (lambda here: make_building(here.row), 1, 0),
        (lambda here: make_category(here.row), 1, 0),
        (lambda here: make_organization(here.row), 1, 0),
        (lambda here: make_demand(here.row, author=here.by), 0, 1),
        (lambda here: make_staff(here.row, Role.WORKER), 0, 0),
        (lambda here: [make_demand(here.row, author=here.by) for _ in range(3)], 0, 1),
        (lambda here: (rename(here), make_demand(here.row, author=here.by)), 1, 1),
    ],
    ids=["a setting", "a building", "a category", "a body", "a demand", "a role", "three demands", "both"],
)
def test_a_counter_rises_once_for_a_transaction_that_changed_what_it_counts(
    app: Flask, here: Here, write: Callable[[Here], object], settings: int, around: int
) -> None:
    before, elsewhere = counters(app), counters(app, "yulan")
    with app.app_context(), transaction():
        write(here)
    assert counters(app) == (before[0] + settings, before[1] + around)
    assert counters(app, "yulan") == elsewhere


def test_what_was_read_before_a_write_that_is_taken_back_is_read_again_after_the_next(app: Flask, here: Here) -> None:
    """Raise, read, roll back, raise otherwise: the counter comes to the same number by another way."""
    before = counters(app)
    assert name_on_a_page(app) == "桂花社区"
    with app.app_context():
        begin_write()
        rename(here, "玉兰社区")
        db.session.flush()
        community = community_by_slug(SLUG)
        assert community is not None
        assert community.name["zh_Hans"] == "玉兰社区"
        db.session.rollback()
    assert counters(app) == before
    assert name_on_a_page(app) == "桂花社区"
    with app.app_context(), transaction():
        rename(here, "丁香社区")
    assert counters(app) == (before[0] + 1, before[1])
    assert name_on_a_page(app) == "丁香社区"


def test_what_was_noticed_in_a_transaction_that_was_taken_back_is_forgotten(app: Flask, here: Here) -> None:
    before = counters(app)
    with app.app_context():
        begin_write()
        make_demand(here.row, author=here.by)
        touch(here.community, "settings")
        db.session.rollback()
        with transaction():
            make_staff(here.row, Role.WORKER)
    assert counters(app) == before


def test_an_open_form_of_the_settings_survives_a_publication(
    app: Flask, here: Here, sign_in: Callable[[int], FlaskClient]
) -> None:
    """What goes on around is counted beside the version that an administrator's form carries."""
    administrator = sign_in(here.administrator)
    form = administrator.get(f"/c/{SLUG}/admin/points").text
    assert 'name="version" type="hidden" value="1"' in form
    with app.app_context(), transaction():
        demand_id = make_demand(here.row, author=here.by, state=DemandState.IN_REVIEW).id
    around = counters(app)[1]
    with app.app_context(), transaction():
        approve_demand(demand_id, by=db.session.get_one(PersonRow, here.moderator).value)
    assert counters(app)[1] == around + 1
    assert administrator.post(f"/c/{SLUG}/admin/points", data=POINTS | {"version": "1"}).status_code == 303
    with app.app_context():
        assert (here.row.points_per_hour, here.row.version) == (20, 2)


def test_an_import_past_the_unit_of_work_is_seen(app: Flask, here: Here, tmp_path: Path) -> None:
    before = counters(app)
    file = tmp_path / "demands.csv"
    file.write_text("id,title,body,created_at\nA1,路灯不亮,三号楼前,2026-01-05 08:00:00\n", encoding="utf-8")
    took = app.test_cli_runner().invoke(args=["demands", "import", str(file), "--community", SLUG])
    assert took.exit_code == 0, took.output
    assert counters(app) == (before[0], before[1] + 1)


def test_the_counters_are_the_last_that_is_written(app: Flask, here: Here) -> None:
    """Whoever writes for the same community waits for the counters' row, and so only for the commit itself."""
    written: list[str] = []

    def _note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        written.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", _note)
        try:
            with transaction():
                make_demand(here.row, author=here.by)
                rename(here)
        finally:
            event.remove(db.engine, "before_cursor_execute", _note)
    assert [one for one in written if "UPDATE community_version" in one] == written[-1:]


def test_two_who_change_two_communities_in_opposite_order_do_not_wait_in_a_circle(app: Flask, here: Here) -> None:
    """Protects writers on PostgreSQL: the rows of the counters are always locked in the same order."""
    with app.app_context():
        other = community_by_slug("yulan")
        assert other is not None
    before, elsewhere = counters(app), counters(app, "yulan")
    order = (here.community, other.id)

    def _touch(communities: tuple[CommunityId, ...]) -> Callable[[], None]:
        def _run() -> None:
            for _ in range(TIMES):
                with app.app_context(), transaction():
                    for community in communities:
                        touch(community, "around")

        return _run

    at_once([_touch(order), _touch(order[::-1])])
    assert counters(app)[1] == before[1] + 2 * TIMES
    assert counters(app, "yulan")[1] == elsewhere[1] + 2 * TIMES
