"""What rewards' things are called on a page."""

from resident.dates import day, moment
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.rewards.models import Redemption, RedemptionState
from resident.web.errors import Words

PICTURE_WORDS: dict[str, Words] = {
    "gift": _l("Gift"),
    "tissue": _l("Tissues"),
    "soap": _l("Soap"),
    "towel": _l("Towel"),
    "rice": _l("Food"),
    "umbrella": _l("Umbrella"),
    "hair": _l("Haircut"),
    "cuff": _l("Health"),
}


def ended_words(redemption: Redemption) -> str:
    """How a redemption ended, for the clerk who hands over."""
    if redemption.state == RedemptionState.FULFILLED:
        return _("Already handed over %(when)s.", when=moment(redemption.fulfilled_at))
    if redemption.state == RedemptionState.CANCELLED:
        return _("Its owner cancelled it %(when)s and has the points back.", when=moment(redemption.returned_at))
    return _("It was kept until %(day)s; the points go back to its owner.", day=day(redemption.expires_at))


def short_name(display_name: str) -> str:
    """Enough of a name to greet its owner at the hand-over, not enough to know who it is."""
    return f"{display_name[:1]}**"
