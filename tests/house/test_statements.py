"""The pages of a community ask the database the same few things however much there is.

Protects: nobody adds a statement per row or reads what is not shown; 7,741 demands are a district's years.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine.cursor import CursorFetchStrategy

from resident.communities.models import Role
from resident.config import ROOT
from resident.db import transaction
from resident.demands.actions.raising import Draft, raise_demand
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.demands import make_category, make_demand
from tests.statements import statements_of

REAL = ROOT.parent / "shared" / "data" / "demands-dev.csv"
EXPECTED = {
    ("/c/osmanthus/", ""): 1,
    ("/c/osmanthus/", "resident"): 4,
    ("/c/osmanthus/", "moderator"): 5,
    ("/c/osmanthus/demands", ""): 2,
    ("/c/osmanthus/demands", "resident"): 3,
    ("/c/osmanthus/demands", "moderator"): 4,
    ("/c/osmanthus/demands/1", ""): 4,
    ("/c/osmanthus/demands/1", "resident"): 5,
    ("/c/osmanthus/demands/1", "moderator"): 7,
    ("/c/osmanthus/review", "moderator"): 7,
}
PAGES = ("/c/osmanthus/", "/c/osmanthus/demands", "/c/osmanthus/demands/1", "/c/osmanthus/review")


@contextmanager
def rows_fetched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many rows come back from the database inside the block."""
    count = [0]
    with monkeypatch.context() as patch:
        for name in ("fetchone", "fetchmany", "fetchall"):
            original = getattr(CursorFetchStrategy, name)

            def _counted(self: Any, *args: Any, _original: Any = original, **kwargs: Any) -> Any:
                rows = _original(self, *args, **kwargs)
                count[0] += len(rows) if isinstance(rows, list) else rows is not None
                return rows

            patch.setattr(CursorFetchStrategy, name, _counted)
        yield count


def fill(app: Flask, many: int) -> dict[str, int]:
    """A community with so many listed demands, as many waiting ones as fit a page, a resident and a moderator."""
    with app.app_context(), transaction():
        community = make_community("osmanthus")
        resident = make_resident(community)
        category = make_category(community)
        moderator = make_staff(community, Role.MODERATOR)
        make_demand(community, author=resident, category_id=category.id)
        for number in range(min(many, 20)):
            draft = Draft(title=f"第{number}件事情", body="请看看", category_id=category.id)
            raise_demand(community=community, draft=draft, by=make_resident(community, f"居民{number}"))
        if many <= 20:
            for _ in range(many - 1):
                make_demand(community, author=resident, category_id=category.id)
        return {"resident": resident.id, "moderator": moderator.id}


def asked(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, int]]:
    """Statements and rows of each page."""
    found = {}
    for page in PAGES:
        client.get(page)
        with statements_of(app) as statements, rows_fetched(monkeypatch) as rows:
            status = client.get(page).status_code
        if status == 200:
            found[page] = (len(statements), rows[0])
    return found


@pytest.mark.parametrize("many", [1, 20, 7_741])
def test_pages_take_few_statements_and_read_a_page_of_rows(
    app: Flask, sign_in: Callable[[int], FlaskClient], many: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    people = fill(app, many)
    if many > 20:
        if not REAL.exists():
            pytest.skip(f"no real demands at {REAL}")
        took = app.test_cli_runner().invoke(args=["demands", "import", str(REAL), "--community", "osmanthus"])
        assert took.exit_code == 0, took.output[-500:]
    for name in ("", "resident", "moderator"):
        client = sign_in(people[name]) if name else app.test_client()
        pages = asked(app, client, monkeypatch)
        assert len(pages) == (4 if name == "moderator" else 3)
        for page, (statements, rows) in pages.items():
            assert rows <= 120, f"{page} as {name or 'visitor'}: {rows} rows"
            assert statements == EXPECTED[page, name], f"{page} as {name or 'visitor'}"


def test_no_page_may_take_more_than_seven_statements() -> None:
    assert max(EXPECTED.values()) <= 7
