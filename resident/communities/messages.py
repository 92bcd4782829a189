"""What the inbox says of an account that somebody looks after."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from resident.communities.addresses import address_words
from resident.communities.context import community_by_id
from resident.communities.queries.roles import all_administrators
from resident.dates import moment
from resident.i18n import gettext as _
from resident.notifications import kinds
from resident.notifications.actions import notify
from resident.notifications.channels import body_of
from resident.notifications.kinds import Params
from resident.notifications.models import Lane


def register() -> None:
    """Name the kinds of messages."""
    kinds.register(
        "communities.suspended",
        lambda p: _(
            "Your account was suspended by %(community)s until %(when)s", community=p["community"], when=_until(p)
        ),
        "i-lock",
    )
    kinds.register("communities.suspension_lifted", lambda _p: _("Your account is open again"), "i-check")
    kinds.register(
        "communities.suspension_upheld",
        lambda p: _("Your appeal was looked at: the suspension stays until %(when)s", when=_until(p)),
        "i-lock",
    )
    kinds.register(
        "communities.appealed", lambda _p: _("Somebody appeals against a suspension; please decide"), "i-lock"
    )
    kinds.register(
        "communities.appeal_alone",
        lambda _p: _("Somebody appeals against a suspension, and nobody else here may decide: give somebody a role"),
        "i-lock",
    )
    kinds.register(
        "communities.left_alone",
        lambda _p: _("An account was suspended, and something there waits for nobody now: please look at the desk"),
        "i-lock",
    )
    kinds.register("communities.signed_out", lambda _p: _("An administrator signed you out on all devices"), "i-shield")
    kinds.register(
        "communities.factor_reset",
        lambda _p: _("An administrator took the second step off your account; set it up anew"),
        "i-shield",
    )
    _register_homes()


def _register_homes() -> None:
    """What is said of homes and their slips: never who joined one, or when."""
    kinds.register(
        "communities.slip_disowned",
        lambda p: _("A slip lay in the wrong letter box: %(home)s", home=_home(p)),
        "i-qr",
    )
    kinds.register("communities.home_joined", lambda _p: _("Somebody joined your home. Is that right?"), "i-door")
    kinds.register(
        "communities.home_contested",
        lambda p: _("Somebody says that who joined their home does not belong there: %(home)s", home=_home(p)),
        "i-door",
    )
    kinds.register(
        "communities.objection_settled",
        lambda _p: _("The committee has looked at who is confirmed in your home"),
        "i-door",
    )
    kinds.register(
        "communities.home_ended",
        lambda p: _(
            "The committee has ended the confirmation of your home: %(home)s. If that is not right, say so.",
            home=_home(p),
        ),
        "i-door",
    )


def tell_of_a_stop(lane: Lane) -> None:
    """A way out that all communities share has stopped: whoever runs one of them hears, once."""
    if body_of(lane.name):  # a body's own, which its community's administrators look after
        return
    for administrator in {one.person_id: one for one in all_administrators()}.values():
        community = community_by_id(administrator.community_id)
        notify(
            [administrator.person_id],
            "notifications.channel_stopped",
            path=f"/c/{community.slug}/admin/deliveries",
            community_id=community.id,
            lane=lane.name,
            why=lane.why,
        )


def _until(params: Mapping[str, Any]) -> str:
    return moment(datetime.fromisoformat(params["until"]))


def _home(params: Params) -> str:
    return address_words(params["building"], params["unit"], params["room"])
