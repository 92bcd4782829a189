"""What the inbox says of homes and their slips: never who joined one, or when."""

from resident.communities.words import address_words
from resident.i18n import gettext as _
from resident.notifications import kinds
from resident.notifications.kinds import Params


def register() -> None:
    """Name the kinds of messages."""
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


def _home(params: Params) -> str:
    return address_words(params["building"], params["unit"], params["room"])
