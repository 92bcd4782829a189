"""The reasons people are told."""

from resident.i18n import lazy_gettext as _l

WHY_CALLED_OFF = _l("Say why, so that people know.")
WHY_BY_HAND = _l("Say why, so that people can follow it.")
