"""Who works in several communities sees what waits in each, and nothing is added up."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from resident.communities.models import Role
from resident.db import transaction
from resident.demands.models import DemandState
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.demands import make_demand
from tests.makers.organizations import make_member, make_organization

SignIn = Callable[[int], FlaskClient]


def test_each_community_says_what_waits_there(app: Flask, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        here, there = make_community("guihua"), make_community("yulan")
        person = make_staff(here, Role.WORKER)
        for _number in range(2):
            make_demand(here, state=DemandState.TO_ASSIGN)
        body = make_organization(there)
        make_member(body, person=person)
        make_demand(there, state=DemandState.ASSIGNED, holder_id=body.id)
        resident, worker = make_resident(here).id, make_staff(here, Role.WORKER).id
        person_id = person.id
    browser = sign_in(person_id)
    assert 'href="/me/work"' in browser.get("/me").text
    page = browser.get("/me/work").text.partition("</main>")[0]
    first, second = page.split('href="/c/yulan/"')
    assert 'href="/c/guihua/desk' in first
    assert "yulan" not in first
    assert 'href="/c/yulan/desk' in second
    assert "/c/guihua/desk" not in second
    assert 'href="/me/work"' not in sign_in(worker).get("/me").text
    nobody = sign_in(resident)
    nobody.set_cookie("language", "en")
    assert "You work for no community" in nobody.get("/me/work").text
