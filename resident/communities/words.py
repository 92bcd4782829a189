"""What communities' things are called on a page."""

from typing import NamedTuple

from resident.accounts.entrance.unused import AdmissionKind
from resident.communities.addresses import address_words, staircase_words
from resident.communities.models import BuildingKind, Household, HowConfirmed, Role
from resident.communities.queries import Doorplate
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import tr_text
from resident.patterns import Pattern
from resident.web.errors import Words

NUMBERED = Pattern(r"(?:building|block|bldg)\.?\s*(\w{1,4})", ignores_case=True)
COUNTED = Pattern(r"(\w{1,4}?)(?:号楼|楼|栋|幢|座|号)")  # a name of a house that is its number
WIDEST_IN_FIELD = 2.6  # widths of a Chinese character in one field of the plan, and in each field more
KINDS: dict[str, Words] = {
    BuildingKind.BUILDING: _l("Building with homes"),
    BuildingKind.GATE: _l("Gate"),
    BuildingKind.GARDEN: _l("Garden"),
    BuildingKind.CAR_PARK: _l("Car park"),
}
ROLES: dict[str, Words] = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.MODERATOR: _l("Moderator"),
    Role.WORKER: _l("Committee worker"),
}
ADMITTED: dict[str, Words] = {
    AdmissionKind.RETURN: _l("%(community)s has let you back into your account, after somebody there saw you"),
    AdmissionKind.NUMBER: _l("%(community)s allows you to change your number without a code to the old one"),
}
HOW: dict[str, Words] = {
    HowConfirmed.SLIP: _l("by the slip"),
    HowConfirmed.REVIEW: _l("by the review"),
    HowConfirmed.COUNTER: _l("at the counter"),
    "": _l("not noted how"),
}
ROLES_DO: dict[str, Words] = {
    Role.ADMINISTRATOR: _l("gives roles, keeps organizations, categories, grids and settings"),
    Role.MODERATOR: _l("reviews what residents and organizations post"),
    Role.WORKER: _l("answers demands, hands them to who can act and closes them"),
}


class PlanLine(NamedTuple):
    """A line of a name on the plan, and whether it must be drawn closer than letters stand."""

    text: str
    is_squeezed: bool


def plan_lines(name: dict[str, str], fields: int) -> list[PlanLine]:
    """How the name of a building stands on the plan, over so many fields: whole, as its number, or in two lines."""
    whole, room = tr_text(name), WIDEST_IN_FIELD * fields + 0.5 * (fields - 1)
    if width(whole) <= room:
        return [PlanLine(whole, is_squeezed=False)]
    number = NUMBERED.fullmatch(whole) or COUNTED.fullmatch(whole)
    if number:
        return [PlanLine(number[1], width(number[1]) > room)]
    return [PlanLine(line, width(line) > room) for line in _halves(whole)]


def _halves(text: str) -> list[str]:
    """A text in two lines as even as may be, cut between words where there are some."""
    words = text.split()
    if len(words) < 2:
        middle = (len(text) + 1) // 2
        return [text[:middle], text[middle:]]
    cuts = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    return list(min(cuts, key=lambda cut: max(map(width, cut))))


def width(text: str) -> float:
    """About how wide a text is, in widths of a Chinese character."""
    return sum(0.6 if character.isascii() else 1 for character in text)


def home_words(household: Household | Doorplate) -> str:
    """`Building 3, unit 2, room 502`: where a home is, in the reader's language. For its people and for staff only."""
    return address_words(tr_text(household.building.name), household.unit, household.room)


def door_words(unit: str, room: str) -> str:
    """`unit 2, room 502`: a home in a building that is named already."""
    return _("unit %(unit)s, room %(room)s", unit=unit, room=room) if unit else _("room %(room)s", room=room)


def entrance_words(household: Household | Doorplate) -> str:
    """`Building 3, unit 2`: a home without its room."""
    return staircase_words(tr_text(household.building.name), household.unit)
