"""Coming in over HTTP, as the pages of the way in are tested: ask for a code, and type it."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from resident.db import db

PHONE, NEW = "13800000001", "13800000002"
Sent = list[tuple[str, str]]


def ask(client: FlaskClient, phone: str = PHONE, onward: str = "/c/guihua/") -> TestResponse:
    """Ask for a code."""
    return client.post("/sign-in", data={"phone": phone, "next": onward})


def enter(client: FlaskClient, code: str) -> TestResponse:
    """Type a code."""
    return client.post("/sign-in/code", data={"code": code})


def wrong(code: str) -> str:
    """Another code than this one."""
    return f"{(int(code) + 1) % 10**6:06d}"


def count(app: Flask, table: type) -> int:
    """How many rows there are."""
    with app.app_context():
        return db.session.scalars(select(func.count()).select_from(table)).one()
