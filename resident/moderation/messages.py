"""What moderation tells: that something was taken down, and what became of it."""

from resident.i18n import gettext as _
from resident.notifications import kinds


def register() -> None:
    """Teach the inbox the words of this package."""
    kinds.register(
        "moderation.taken_down",
        lambda p: _("“%(title)s” was taken down: %(reason)s. You may appeal.", **p),
        "i-close",
    )
    kinds.register("moderation.restored", lambda p: _("“%(title)s” is public again.", **p), "i-check")
    kinds.register(
        "moderation.stays_down",
        lambda p: _("A colleague has read your appeal; “%(title)s” stays down: %(reason)s", **p),
        "i-close",
    )
