"""Why points move; the package that moves them registers the reason and how it reads on a statement."""

from collections.abc import Callable

from resident.i18n import tr_text
from resident.web.errors import Words

REASONS: dict[str, Callable[[dict[str, str]], Words]] = {}


def register(reason: str, words: Callable[[dict[str, str]], Words]) -> None:
    """Make a reason known; `words` gets the transfer's two-language note."""
    REASONS[reason] = words


def sentence(reason: str, note: dict[str, str]) -> str:
    """How a statement line reads, in the language of this answer; for a reason of former times its note alone."""
    return str(REASONS.get(reason, tr_text)(note))
