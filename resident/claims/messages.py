"""What the inbox says of claims."""

from resident.claims.models import ClaimState
from resident.communities.addresses import address_words
from resident.i18n import gettext as _
from resident.notifications import kinds
from resident.notifications.kinds import Params


def register() -> None:
    """Teach the inbox what became of a claim."""
    kinds.register(
        f"claims.{ClaimState.CONFIRMED}", lambda p: _("Your home is confirmed: %(home)s", home=_home(p)), "i-check"
    )
    kinds.register(
        f"claims.{ClaimState.REFUSED}",
        lambda p: _("Your home was not confirmed: %(home)s. %(reason)s", home=_home(p), reason=p["reason"]),
        "i-door",
    )
    kinds.register(
        f"claims.{ClaimState.CHANGES_ASKED}",
        lambda p: _("Please look at your home again: %(home)s. %(reason)s", home=_home(p), reason=p["reason"]),
        "i-door",
    )


def _home(params: Params) -> str:
    return address_words(params["building"], params["unit"], params["room"])
