"""Bodies that can act, and their members."""

from flask import Flask
from sqlalchemy import bindparam, select

from resident.accounts import registry, rotation
from resident.accounts.entrance.names import taken
from resident.communities.open_work import register_absence
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.notifications import kinds
from resident.notifications.channels import ROBOT, register_channel
from resident.notifications.channels.lanes import tell_of_stops
from resident.organizations import models as models
from resident.organizations.announcing import CHANNEL, KEPT
from resident.organizations.duties import register_duties
from resident.organizations.models import Organization
from resident.organizations.names import names_of_bodies
from resident.organizations.people import bodies_acted_for, leave_bodies, left_at_bodies
from resident.organizations.stops import tell_of_a_robot
from resident.organizations.views import bp
from resident.organizations.words import MEMBER_ROLES
from resident.web import pages, preparations

_ANY = (
    select(Organization.id)
    .where(Organization.community_id == bindparam("community"), Organization.archived_at.is_(None))
    .exists()
)
ORGANIZATION = preparations.Preparation(
    "organization",
    _l("Add an organization"),
    _l("Activities and rewards belong to one."),
    _ANY,
    40,
    "admin.organizations.new",
)


def setup(app: Flask) -> None:
    """The public pages of bodies and the words of their notifications; keeping them is done in admin."""
    app.register_blueprint(bp)
    pages.tab(bp.name, "home")
    taken.register(names_of_bodies)
    kinds.register(
        "organizations.member_added",
        lambda p: _("You act for %(name)s now: %(role)s", name=p["organization"], role=MEMBER_ROLES[p["role"]]),
        "i-shield",
    )
    kinds.register(
        "organizations.member_ended",
        lambda p: _("You no longer act for %(name)s", name=p["organization"]),
        "i-shield",
    )
    register_channel(ROBOT, CHANNEL)
    tell_of_stops("organizations", tell_of_a_robot)
    rotation.register(KEPT)
    register_duties()
    preparations.register(ORGANIZATION)
    register_absence("organizations", left_at_bodies)
    registry.register(
        "organizations",
        _l("Organizations"),
        _l("Whom you act for, and since when."),
        rows=bodies_acted_for,
        close=leave_bodies,
    )
