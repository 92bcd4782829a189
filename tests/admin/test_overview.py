"""The first page of the administration."""

from flask import Flask
from flask.testing import FlaskClient

from resident import clock as app_clock
from resident.accounts.models import SignInAlarm
from resident.db import db, transaction
from tests.conftest import Clock


def test_an_administrator_reads_for_a_day_that_codes_are_being_guessed(
    app: Flask, browser: FlaskClient, clock: Clock
) -> None:
    assert "Codes are being guessed" not in browser.get("/c/guihua/admin").text
    with app.app_context(), transaction():
        db.session.add(SignInAlarm(raised_at=app_clock.now()))
    assert "Codes are being guessed" in browser.get("/c/guihua/admin").text
    clock.advance(days=1)
    assert "Codes are being guessed" not in browser.get("/c/guihua/admin").text
