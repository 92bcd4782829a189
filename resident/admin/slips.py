"""What stands on a slip, in both languages: the door outside, what it is for and the code inside."""

from collections.abc import Sequence
from typing import NamedTuple

import segno

from resident.accounts.entrance.identity import decrypt
from resident.communities.models import Community, Household, Slip
from resident.communities.slip_codes import grouped, slip_path
from resident.communities.words import door_words
from resident.dates import day
from resident.i18n import LANGUAGES, in_language, ngettext, speaking
from resident.i18n import gettext as _
from resident.web.codes import QUIET_ZONE, address_of

A_PAGE = 3  # slips on a sheet of A4
DOTS = 10  # a side of each square of the QR code: sharp on paper


class Said(NamedTuple):
    """What every slip of a community says, in one language."""

    community: str
    to: str
    inside: str
    title: str
    steps: tuple[str, ...]
    no_phone: str
    code_of: str
    for_you: str


class Door(NamedTuple):
    """What one slip says, in one language."""

    building: str
    door: str
    works: str


class Printed(NamedTuple):
    """One slip: its code as one reads it, the QR code as an address of data, and what it says in each language."""

    code: str
    picture: str
    doors: dict[str, Door]


def said_on_slips(community: Community) -> dict[str, Said]:
    """What every slip says, by language."""
    return {language: _said(community, language) for language in LANGUAGES}


def where_to_type(community: Community) -> str:
    """Where a code can be typed, as one reads it out: without `https://`."""
    return address_of(f"/c/{community.slug}/slip").partition("://")[2]


def sheets_of_slips(community: Community, slips: Sequence[Slip]) -> list[list[Printed]]:
    """The slips, sheet by sheet."""
    printed = [_printed(community, slip) for slip in slips]
    return [printed[first : first + A_PAGE] for first in range(0, len(printed), A_PAGE)]


def _said(community: Community, language: str) -> Said:
    with speaking(language):
        return Said(
            community=in_language(community.name, language)[0],
            to=_("To this household"),
            inside=_("The code of your home is inside."),
            title=_("Something at home or in the building? Scan and say it."),
            steps=(
                _("Scan the code, or type it in at"),
                _("Sign in with your mobile number"),
                _("Look at the door, press “This is my home”"),
            ),
            no_phone=_("No mobile phone? Call"),
            code_of=_("The code of your home"),
            for_you=_("For this home only: show it to nobody else."),
        )


def _printed(community: Community, slip: Slip) -> Printed:
    code = decrypt(slip.code_encrypted)
    picture = segno.make(address_of(slip_path(community, code)), error="m", micro=False)
    return Printed(
        grouped(code),
        picture.png_data_uri(scale=DOTS, border=QUIET_ZONE),
        {language: _door(slip, slip.household, language) for language in LANGUAGES},
    )


def _door(slip: Slip, home: Household, language: str) -> Door:
    with speaking(language):
        works = ngettext(
            "Until %(day)s, for %(num)d person.",
            "Until %(day)s, for %(num)d people.",
            slip.places,
            day=day(slip.until),
        )
        return Door(in_language(home.building.name, language)[0], door_words(home.unit, home.room), works)
