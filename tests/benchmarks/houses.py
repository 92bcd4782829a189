"""A community to measure: the demo community, thousands of demands in it, and people who sign up."""

import csv
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_migrate import upgrade
from flask_wtf.csrf import generate_csrf

from resident import create_app
from resident.accounts.models import PersonRow
from resident.accounts.sessions import COOKIE_KEY, open_session
from resident.communities.models import CommunityRow
from resident.config import ROOT, Settings, read_settings
from resident.db import db, transaction
from resident.demo.actions import load_demo
from tests.makers.accounts import make_person
from tests.makers.activities import make_activity, make_shift

REAL_DEMANDS = ROOT.parent / "shared" / "data" / "demands-dev.csv"
AS_MANY = 7_741
PEOPLE = 4_000
SLUG = "guihua"


@dataclass
class House:
    """The app with its data, and the requests that people send."""

    app: Flask
    settings: Settings
    activity_id: int
    shift_id: int
    cookies: list[str]
    csrf: str

    def get(self, path: str, cookie: str = "") -> str:
        """A request for a page, as a phone sends it."""
        return request("GET", path, cookie)

    def sign_ups(self) -> list[str]:
        """A request for a place from each person."""
        body = f"shift={self.shift_id}&csrf_token={self.csrf}"
        path = f"/c/{SLUG}/activities/{self.activity_id}/sign-up"
        return [request("POST", path, cookie, body) for cookie in self.cookies]


def request(method: str, path: str, cookie: str = "", body: str = "") -> str:
    """A whole HTTP request; phones take gzip, but unpacking is not what is measured."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Language: zh-CN,zh;q=0.9,en;q=0.8"]
    lines += [f"Cookie: {cookie}"] * bool(cookie)
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", body])


def make_house(environ: dict[str, str]) -> House:
    """Migrate, load the demo community, let people in; the last cookie is that of a demo resident."""
    settings = read_settings(environ)
    app = create_app(settings)
    with app.app_context():
        upgrade()
        load_demo()
        with transaction():
            community = db.session.scalars(db.select(CommunityRow).where(CommunityRow.slug == SLUG)).one()
            activity = make_activity(community, title="大扫除")
            shift = make_shift(activity, capacity=100_000)
            first = db.session.scalars(db.select(PersonRow).order_by(PersonRow.id).limit(1)).one()
            people = [make_person() for _ in range(PEOPLE)] + [first]
            tokens = [open_session(person, device="phone") for person in people]
            numbers = activity.id, shift.id
        db.session.remove()
        db.engine.dispose()
    with app.test_request_context():
        csrf = generate_csrf()
        cookies = [_cookie(app, {COOKIE_KEY: token, "_fresh": True, **session}) for token in tokens]
    return House(app, settings, *numbers, cookies, csrf)


def _cookie(app: Flask, values: dict[str, object]) -> str:
    """The session cookie of somebody who has been here before."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return f"session={signer.dumps(values)}; community={SLUG}"


def demands_file(folder: Path) -> Path:
    """The real demands where they are at hand, else as many made up ones."""
    if REAL_DEMANDS.is_file():
        copy = folder / "demands.csv"
        copy.write_bytes(REAL_DEMANDS.read_bytes())
        return copy
    made = folder / "demands.csv"
    words, began = random.Random(1), datetime(2019, 1, 1, tzinfo=UTC)
    with open(made, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "title", "body", "category", "created_at", "supports", "reply", "replied_at"))
        for number in range(AS_MANY):
            at = began + timedelta(hours=words.randrange(50_000))
            body = "希望有关部门能够尽快处理，谢谢。" * words.randrange(1, 60)
            reply = "您好，您反映的问题已经收悉，正在处理。" * words.randrange(1, 20)
            stamps = (
                f"{at:%Y-%m-%d %H:%M:%S}",
                words.randrange(30),
                reply,
                f"{at + timedelta(days=5):%Y-%m-%d %H:%M:%S}",
            )
            rows.writerow((f"made-{number}", f"小区第{number}号楼的路灯", body, "", *stamps))
    return made
