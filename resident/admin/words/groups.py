"""The kinds of events one can look for."""

from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words

GROUPS: dict[str, Words] = {
    "demands": _l("Demands"),
    "activities": _l("Activities"),
    "rewards": _l("Points and rewards"),
    "review": _l("Review"),
    "people": _l("People and roles"),
    "place": _l("Settings"),
}
STAFF = "staff"  # the one group more: signing in
