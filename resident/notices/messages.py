"""What the inbox says of notices."""

from resident.i18n import gettext as _
from resident.notifications import kinds


def register() -> None:
    """Teach the inbox what became of a body's notice."""
    kinds.register(
        "notices.withdrawn",
        lambda p: _("“%(title)s”: the committee has withdrawn this notice", title=p["title"]),
        "i-undo",
    )
