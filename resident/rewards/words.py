"""What rewards' things are called on a page."""

from resident.i18n import lazy_gettext as _l
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


def short_name(display_name: str) -> str:
    """Enough of a name to greet its owner at the hand-over, not enough to know who it is."""
    return f"{display_name[:1]}**"
