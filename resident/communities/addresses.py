"""How the address of a home reads, from the ground up."""

from resident.i18n import gettext as _


def address_words(building: str, unit: str, room: str) -> str:
    """A home, or one that is only said to be somebody's; `building` in the reader's language."""
    return _("%(entrance)s, room %(room)s", entrance=staircase_words(building, unit), room=room)


def staircase_words(building: str, unit: str) -> str:
    """The door that all homes of a staircase share."""
    return _("%(building)s, unit %(unit)s", building=building, unit=unit) if unit else building
