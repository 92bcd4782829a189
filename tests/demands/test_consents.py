"""Which body may call who raised a demand: that person says so, for this demand and this body, and it ends."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.models import SYSTEM, PersonRow
from resident.db import db, transaction
from resident.demands.actions import accept, allow_contact, assign, resolve, return_, say_about, see_contact
from resident.demands.models import ContactConsent, Demand, Visibility, WrongState
from resident.demands.people import demands_as_json, leave_demands
from resident.demands.permissions.reaching import ABOUT_THEM, NOT_ALLOWED_TO_CALL, OVER, can_see_contact, live_consent
from resident.organizations.models import OrganizationKind
from resident.reaching.models import ContactView
from resident.web.errors import NotAllowed
from tests.at_once import at_once
from tests.conftest import Clock
from tests.demands.conftest import Place, Town, make_place
from tests.makers.demands import make_demand
from tests.makers.organizations import make_member, make_organization
from tests.recorded import told

SignIn = Callable[[int], FlaskClient]


def _accepted(place: Place, **columns: object) -> Demand:
    demand = make_demand(place.community, author=place.author, building_id=place.building.id, **columns)
    assign(demand=demand, organization=place.property, by=place.worker)
    accept(demand=demand, by=place.manager)
    return demand


def _allow(place: Place, demand: Demand, *, may_call: bool = True, with_door: bool = False) -> None:
    allow_contact(demand=demand, hands=demand.hands, may_call=may_call, with_door=with_door, by=place.author.value)


def test_a_body_is_shown_the_number_once_it_may_call_and_never_the_door_unasked(place: Place) -> None:
    demand = _accepted(place)
    assert can_see_contact(place.manager, demand) == NOT_ALLOWED_TO_CALL
    for _twice in range(2):
        _allow(place, demand)
    shown = see_contact(demand=demand, by=place.manager)
    assert shown is not None
    assert (bool(shown.phone), shown.home) == (True, None)
    (view,) = db.session.scalars(select(ContactView)).all()
    assert (view.viewer_id, view.organization_id, view.with_door) == (place.manager.id, place.property.id, False)
    assert [one[1] for one in told() if one[0] == place.manager.id and one[1] == "demands.may_call"] == [
        "demands.may_call"
    ]
    _allow(place, demand, may_call=False)
    with pytest.raises(NotAllowed):
        see_contact(demand=demand, by=place.manager)


def test_the_door_goes_along_only_where_the_matter_is_in_the_house(place: Place) -> None:
    for building, has_door in ((place.building.id, True), (None, False)):
        demand = _accepted(place)
        demand.building_id = building
        _allow(place, demand, with_door=True)
        shown = see_contact(demand=demand, by=place.manager)
        assert shown is not None
        assert (shown.home is not None) is has_door


def test_it_ends_when_the_demand_goes_elsewhere_and_is_asked_anew(place: Place, clock: Clock) -> None:
    demand = _accepted(place)
    shown_at = demand.hands
    _allow(place, demand)
    return_(demand=demand, reason="不归我们管", by=place.manager)
    assert not can_see_contact(place.manager, demand)
    assign(demand=demand, organization=place.property, by=place.worker)
    accept(demand=demand, by=place.manager)
    assert can_see_contact(place.manager, demand) == NOT_ALLOWED_TO_CALL
    with pytest.raises(WrongState):
        allow_contact(demand=demand, hands=shown_at, may_call=True, with_door=False, by=place.author.value)
    _allow(place, demand)
    resolve(demand=demand, text="修好了。", by=place.manager)
    clock.advance(days=14)
    assert can_see_contact(place.manager, demand)
    clock.advance(minutes=1)
    assert can_see_contact(place.manager, demand) == OVER


def test_a_body_that_has_not_accepted_is_shown_nothing(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    assign(demand=demand, organization=place.property, by=place.worker)
    assert not can_see_contact(place.manager, demand)
    with pytest.raises(WrongState):
        _allow(place, demand)


def test_never_for_a_demand_about_that_body(place: Place) -> None:
    demand = _accepted(place)
    _allow(place, demand)
    for person in (place.neighbour, place.manager, place.administrator, SYSTEM):
        with pytest.raises(NotAllowed):
            say_about(demand=demand, is_about=True, by=person)
    for _twice in range(2):
        say_about(demand=demand, is_about=True, by=place.worker)
    assert can_see_contact(place.manager, demand) == ABOUT_THEM
    with pytest.raises(NotAllowed):
        _allow(place, demand)
    say_about(demand=demand, is_about=False, by=place.author)
    assert can_see_contact(place.manager, demand) == NOT_ALLOWED_TO_CALL  # what was allowed before has ended


@pytest.mark.parametrize("kind", [OrganizationKind.MERCHANT, OrganizationKind.COMMITTEE])
def test_merchants_never_see_a_number_and_the_committee_needs_nobody_to_ask(
    place: Place, kind: OrganizationKind
) -> None:
    body = make_organization(place.community, kind)
    member = make_member(body)
    demand = make_demand(place.community, author=place.author)
    assign(demand=demand, organization=body, by=place.worker)
    accept(demand=demand, by=member)
    with pytest.raises(NotAllowed):
        _allow(place, demand)
    assert not can_see_contact(member, demand)


def test_only_who_raised_it_says_so_and_it_stands_in_their_file(place: Place) -> None:
    demand = _accepted(place)
    for person in (place.neighbour, place.worker, place.manager):
        with pytest.raises(NotAllowed):
            allow_contact(demand=demand, hands=demand.hands, may_call=True, with_door=False, by=person.value)
    _allow(place, demand)
    db.session.flush()
    (said,) = demands_as_json(place.author.value)["bodies_that_may_call"]
    assert (said["demand"], said["withdrawn_at"]) == (demand.number, None)
    leave_demands(place.author.value)
    assert live_consent(demand) is None


def test_allowed_twice_at_once_is_allowed_once(app: Flask) -> None:
    with app.app_context(), transaction():
        place = make_place()
        demand = _accepted(place)
        ids = (demand.id, place.author.id, demand.hands)

    def _press() -> None:
        with app.app_context(), transaction():
            author = db.session.get_one(PersonRow, ids[1]).value
            one = db.session.get_one(Demand, ids[0])
            allow_contact(demand=one, hands=ids[2], may_call=True, with_door=False, by=author)

    at_once([_press, _press])
    with app.app_context():
        assert len(db.session.scalars(select(ContactConsent)).all()) == 1


def test_the_line_is_not_ticked_beforehand_and_says_what_a_demand_for_the_committee_needs(
    town: Town, sign_in: SignIn, app: Flask
) -> None:
    number = town.make(visibility=Visibility.COMMITTEE, holder_id=town.property, state="in_hand")
    author, manager = sign_in(town.author), sign_in(town.manager)
    address, english = town.url(f"/{number}"), {"Accept-Language": "en"}
    page = author.get(address, headers=english).text
    assert "may call me about this" in page
    assert "You wrote this for the committee only." in page
    (line,) = [one for one in page.split("<input") if 'name="may_call"' in one]
    assert "checked" not in line.partition(">")[0]
    assert manager.post(f"{address}/contact").status_code == 403
    assert "has not said that you may call" in manager.get(address, headers=english).text
    hands = town.read(number).hands
    for wanted, status in (({"may_call": "y"}, 200), ({}, 403)):
        assert author.post(f"{address}/consent", data={**wanted, "hands": hands}).status_code == 303
        assert manager.post(f"{address}/contact").status_code == status
    assert author.post(f"{address}/consent", data={"may_call": "y", "hands": hands + 1}).status_code == 409
    assert author.post(f"{address}/about", data={"about": "1"}).status_code == 303
    assert author.post(f"{address}/consent", data={"may_call": "y", "hands": hands}).status_code == 403
