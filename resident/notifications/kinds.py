"""How each kind of notification reads; the package that sends a kind registers its words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from resident.i18n import gettext as _
from resident.i18n import in_language, language
from resident.web.errors import Words

Params = Mapping[str, Any]


@dataclass(frozen=True)
class NotificationKind:
    """`words` gives the sentence in the reader's language; `icon` is a symbol of icons.svg."""

    name: str
    words: Callable[[Params], Words]
    icon: str = "i-bell"


KINDS: dict[str, NotificationKind] = {}


def register(name: str, words: Callable[[Params], Words], icon: str = "i-bell") -> None:
    """Teach the inbox how a kind reads. `words` gets the params with two-language texts already chosen."""
    KINDS[name] = NotificationKind(name, words, icon)


def taken_back(params: Params) -> Words:
    """`Taken back:` and what was said, whose kind is `said` and whose params are those that begin with `said_`."""
    said = {name.removeprefix("said_"): value for name, value in params.items() if name.startswith("said_")}
    return _("Taken back: %(sentence)s", sentence=sentence(str(params["said"]), said))


def icon_of(kind: str) -> str:
    """The symbol of a kind."""
    return KINDS[kind].icon if kind in KINDS else "i-bell"


def sentence(kind: str, params: Params) -> str:
    """The words of one notification, in the language of this answer.

    A message may be older than the code that reads it: of a kind that is no more it says only that it was there.
    """
    if kind not in KINDS:
        return _("A message of an earlier version of this app")
    chosen = {
        key: in_language(value, language())[0] if isinstance(value, dict) else value for key, value in params.items()
    }
    return str(KINDS[kind].words(chosen))
