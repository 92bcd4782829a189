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
    kinds.register("moderation.accepted", lambda p: _("“%(title)s”: your new words are public now.", **p), "i-check")
    kinds.register(
        "moderation.refused", lambda p: _("“%(title)s”: your new words were not approved: %(reason)s", **p), "i-close"
    )
    kinds.register(
        "moderation.changes_asked",
        lambda p: _("“%(title)s”: please change something in your new words: %(reason)s", **p),
        "i-pencil",
    )
    kinds.register(
        "moderation.too_late",
        lambda p: _("“%(title)s”: your new words were read, but came too late to be shown.", **p),
        "i-clock",
    )
    kinds.register(
        "moderation.stays_down",
        lambda p: _("A colleague has read your appeal; “%(title)s” stays down: %(reason)s", **p),
        "i-close",
    )
