"""What rewards' things are called on a page."""

from resident.communities.models import Community
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import ngettext
from resident.web.errors import Words
from resident.web.staff import Told, Waiting

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


def short_name(display_name: str) -> str:
    """Enough of a name to greet its owner at the hand-over, not enough to know who it is."""
    return f"{display_name[:1]}**"


def pickups_told(_community: Community, waiting: Waiting) -> Told:
    """What home says at the counter: the code comes first, how much waits stands below it."""
    return Told(
        _("Read me the pickup code"),
        ngettext(
            "%(count)s reward waits to be fetched.",
            "%(count)s rewards wait to be fetched.",
            waiting.number,
            count=waiting.words,
        ),
        _("Look it up"),
    )
