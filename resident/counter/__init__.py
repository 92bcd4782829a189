"""The counter: what the committee enters for somebody else, and the paper they take along (代录)."""

from flask import Flask
from sqlalchemy import select

from resident.accounts import rotation
from resident.accounts.entrance.identity import phone_lookup
from resident.communities.models import OfflinePerson
from resident.counter import models as models
from resident.counter.views import bp, receipts
from resident.web import pages

NUMBERS = select(OfflinePerson).where(OfflinePerson.phone_encrypted != "").order_by(OfflinePerson.id)


def setup(app: Flask) -> None:
    """The pages, and what is kept under our keys: a number "only to call" stays one that finds nobody."""
    for part in (bp, receipts):
        app.register_blueprint(part)
        pages.tab(part.name, "work")
    rotation.register(
        rotation.Kept(
            OfflinePerson,
            NUMBERS,
            ("phone_encrypted",),
            "phone_lookup",
            lambda row, phone: phone_lookup(phone) if row.phone_lookup else "",
        )
    )
