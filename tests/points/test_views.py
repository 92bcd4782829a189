"""A person's own statement over HTTP."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.accounts.models import SYSTEM, PersonRow
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.points.actions import reverse
from tests.makers.communities import make_community, make_resident
from tests.makers.points import NOTE, give_points
from tests.statements import statements_of

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def people(app: Flask) -> tuple[int, int, int]:
    """A community and two people of it: (community, person, neighbour)."""
    with app.app_context(), transaction():
        community = make_community("guihua")
        return community.id, make_resident(community).id, make_resident(community).id


def _give(app: Flask, community_id: int, person_id: int, *amounts: int) -> None:
    with app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, community_id)
        for amount in amounts:
            give_points(community, db.session.get_one(PersonRow, person_id), amount)


def test_the_page_shows_the_balance_and_every_line_once(
    app: Flask, people: tuple[int, int, int], sign_in: Callable[[int], FlaskClient]
) -> None:
    community_id, person_id, neighbour_id = people
    _give(app, community_id, person_id, *range(100, 125))
    _give(app, community_id, neighbour_id, 977)
    browser = sign_in(person_id)
    first = browser.get("/me/points", headers=ENGLISH).text
    assert f"<b>{sum(range(100, 125))}</b>" in first
    after = first.partition("?after=")[2].partition('"')[0]
    rest = browser.get(f"/me/points?after={after}", headers=ENGLISH).text
    shown = [number for number in range(100, 125) if f"+{number}<" in first + rest]
    assert shown == list(range(100, 125))
    assert not any(f"+{number}<" in first and f"+{number}<" in rest for number in shown)
    assert "977" not in first + rest


@pytest.mark.parametrize("after", ["0", "x", "1-2", "9" * 30, "<b>"])
def test_an_address_that_is_not_ours_is_no_error(
    people: tuple[int, int, int], sign_in: Callable[[int], FlaskClient], after: str
) -> None:
    assert sign_in(people[1]).get(f"/me/points?after={after}").status_code == 200


def test_a_debt_is_explained(app: Flask, people: tuple[int, int, int], sign_in: Callable[[int], FlaskClient]) -> None:
    community_id, person_id, _neighbour_id = people
    with app.app_context(), transaction():
        reverse(
            community_id=community_id,
            person_id=person_id,
            amount=20,
            reason="test",
            source="wrong",
            by=SYSTEM,
            note=NOTE,
        )
    page = sign_in(person_id).get("/me/points", headers=ENGLISH).text
    assert "<b>-20</b>" in page or "<b>−20</b>" in page
    assert "Redeeming waits until you are above zero." in page


def test_the_page_takes_the_same_few_statements_however_long_the_statement_is(
    app: Flask, people: tuple[int, int, int], sign_in: Callable[[int], FlaskClient]
) -> None:
    browser = sign_in(people[1])
    counts = []
    for amounts in ((1,), range(1, 19)):
        _give(app, people[0], people[1], *amounts)
        with statements_of(app) as statements:
            assert browser.get("/me/points").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12


def test_a_visitor_is_asked_to_sign_in(people: tuple[int, int, int], client: FlaskClient) -> None:
    assert people
    assert client.get("/me/points").status_code in {302, 303}


def test_who_has_no_points_yet_is_shown_the_way(
    people: tuple[int, int, int], sign_in: Callable[[int], FlaskClient]
) -> None:
    assert "No points yet" in sign_in(people[1]).get("/me/points", headers=ENGLISH).text
