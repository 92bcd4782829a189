"""Communities, grids, households, memberships and roles."""

from flask import Flask
from sqlalchemy import select

from resident.accounts import registry, rotation
from resident.accounts.entrance.names import taken
from resident.communities import cli, context, messages, open_work, switching
from resident.communities import jobs as jobs
from resident.communities import models as models
from resident.communities import revisions as revisions
from resident.communities.duties import register_duties
from resident.communities.names import names_of_staff
from resident.communities.people import homes_and_roles, leave_communities, left_in_communities
from resident.communities.preparations import register_preparations
from resident.communities.slip_codes import slip_lookup
from resident.communities.words import ADMITTED, ROLES, plan_lines
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.notifications import kinds
from resident.notifications.channels.lanes import tell_of_stops

SHEETS = rotation.Kept(
    models.PlaceSheet, select(models.PlaceSheet).order_by(models.PlaceSheet.id), ("content_encrypted",)
)
SLIPS = rotation.Kept(
    models.Slip,
    select(models.Slip).order_by(models.Slip.id),
    ("code_encrypted",),
    "code_lookup",
    lambda slip, code: slip_lookup(slip.community_id, code),
)


def setup(app: Flask) -> None:
    """The community of every URL, the words of its notifications and its commands."""
    context.setup(app)
    app.jinja_env.globals["plan_lines"] = plan_lines
    switching.setup(app)
    taken.register(names_of_staff)
    messages.register()
    tell_of_stops("communities", messages.tell_of_a_stop)
    kinds.register(
        "communities.role_granted",
        lambda p: _("You have a role in %(community)s now: %(role)s", community=p["community"], role=ROLES[p["role"]]),
        "i-shield",
    )
    kinds.register(
        "communities.role_ended",
        lambda p: _("Your role in %(community)s has ended: %(role)s", community=p["community"], role=ROLES[p["role"]]),
        "i-shield",
    )
    kinds.register(
        "communities.role_empty",
        lambda p: _("Nobody is left in this role: %(role)s. What waits for it is on your desk.", role=ROLES[p["role"]]),
        "i-warning",
    )
    kinds.register("communities.admitted", lambda p: ADMITTED[p["allowed"]] % {"community": p["community"]}, "i-shield")
    registry.register(
        "communities",
        _l("Home and roles"),
        _l("Where you live and what you do for a community."),
        rows=homes_and_roles,
        close=leave_communities,
    )
    rotation.register(SHEETS)
    rotation.register(SLIPS)
    register_duties()
    register_preparations()
    open_work.register_absence("communities", left_in_communities)
    app.cli.add_command(cli.communities_cli)
    app.cli.add_command(cli.users_cli)
