"""Invitations to roles and bodies: made for a number, accepted by its person, ended after 30 days."""

from flask import Flask
from sqlalchemy import select

from resident.accounts import duties, registry, rotation
from resident.accounts.entrance.identity import phone_lookup
from resident.i18n import lazy_gettext as _l
from resident.invitations import jobs as jobs
from resident.invitations.models import Invitation, StaffSheet
from resident.invitations.people import asked_of, end_open
from resident.invitations.queries import is_expected
from resident.invitations.views import bp
from resident.invitations.words import duty_words, register_kinds, role_words
from resident.web import pages

INVITATIONS = select(Invitation).where(Invitation.phone_encrypted != "").order_by(Invitation.id)
SHEETS = select(StaffSheet).order_by(StaffSheet.id)


def setup(app: Flask) -> None:
    """One's own page of invitations, the words of their messages, and what accounts must know of them."""
    app.register_blueprint(bp)
    pages.tab(bp.name, "me")
    app.jinja_env.globals.update(invited_to=role_words, duty_words=duty_words)
    register_kinds()
    duties.register_expected("invitations", is_expected)
    registry.register(
        "invitations",
        _l("Invitations"),
        _l("What your number is or was invited to do for a community or a body."),
        rows=asked_of,
        close=end_open,
    )
    rotation.register(
        rotation.Kept(
            Invitation,
            INVITATIONS,
            ("phone_encrypted",),
            "phone_lookup",
            lambda _row, phone: phone_lookup(phone),
        )
    )
    rotation.register(rotation.Kept(StaffSheet, SHEETS, ("content_encrypted",)))
