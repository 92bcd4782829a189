"""How claims speak: the home in words, and the messages of the inbox."""

from resident.claims.models import ClaimState, ResidenceClaim
from resident.communities.words import address_words
from resident.i18n import gettext as _
from resident.i18n import tr_text
from resident.notifications import kinds
from resident.notifications.kinds import Params


def where(claim: ResidenceClaim) -> str:
    """`Building 3, unit 2, room 502`, in the reader's language."""
    return address_words(tr_text(claim.building.name), claim.unit, claim.room)


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
