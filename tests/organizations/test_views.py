"""The public pages of bodies."""

from flask import Flask
from flask.testing import FlaskClient

from resident import clock as app_clock
from resident.db import transaction
from resident.organizations.models import OrganizationKind
from tests.makers.communities import make_community
from tests.makers.organizations import make_member, make_organization


def test_anybody_reads_who_acts_in_a_community(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction():
        place = make_community("guihua")
        body = make_organization(place, OrganizationKind.MERCHANT, "桂花便利店")
        make_member(body)
        body.hours, body.phone = {"zh_Hans": "每天 8:00 到 21:00", "en": ""}, "0571-8800 0018"
        number = body.id
    assert "桂花便利店" in client.get("/c/guihua/organizations").text
    page = client.get(f"/c/guihua/organizations/{number}").text
    assert "每天 8:00 到 21:00" in page
    assert "tel:0571-88000018" in page


def test_an_empty_list_says_so(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction():
        make_community("guihua")
    assert 'class="empty' in client.get("/c/guihua/organizations").text


def test_an_archived_body_and_another_communitys_are_not_there(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction():
        place = make_community("guihua")
        gone, other = make_organization(place), make_organization(make_community("other"))
        gone.archived_at = app_clock.now()
        numbers = gone.id, other.id
    assert [client.get(f"/c/guihua/organizations/{number}").status_code for number in numbers] == [404, 404]
