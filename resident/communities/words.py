"""What communities' things are called on a page."""

from resident.accounts.entrance.unused import AdmissionKind
from resident.communities.models import Household, Role
from resident.communities.queries import Doorplate
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import tr_text
from resident.web.errors import Words

ROLES: dict[str, Words] = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.MODERATOR: _l("Moderator"),
    Role.WORKER: _l("Committee worker"),
}
ADMITTED: dict[str, Words] = {
    AdmissionKind.RETURN: _l("%(community)s has let you back into your account, after somebody there saw you"),
    AdmissionKind.NUMBER: _l("%(community)s allows you to change your number without a code to the old one"),
}
ROLES_DO: dict[str, Words] = {
    Role.ADMINISTRATOR: _l("gives roles, keeps organizations, categories, grids and settings"),
    Role.MODERATOR: _l("reviews what residents and organizations post"),
    Role.WORKER: _l("answers demands, hands them to who can act and closes them"),
}


def home_words(household: Household | Doorplate) -> str:
    """`Building 3, unit 2, room 502`: where a home is, in the reader's language. For its people and for staff only."""
    return address_words(tr_text(household.building.name), household.unit, household.room)


def entrance_words(household: Household | Doorplate) -> str:
    """`Building 3, unit 2`: a home without its room."""
    return _entrance(tr_text(household.building.name), household.unit)


def address_words(building: str, unit: str, room: str) -> str:
    """`home_words` of a home that is only said to be one's own; `building` in the reader's language."""
    return _("%(entrance)s, room %(room)s", entrance=_entrance(building, unit), room=room)


def _entrance(building: str, unit: str) -> str:
    return _("%(building)s, unit %(unit)s", building=building, unit=unit) if unit else building
