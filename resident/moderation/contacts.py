"""Where somebody can be reached, in what is about to be public: found for the moderator's eyes, never changed."""

from typing import NamedTuple

from resident.i18n import lazy_gettext as _l
from resident.moderation.kinds import Shown
from resident.patterns import Pattern
from resident.web.errors import Words

# A mobile or landline number, as written with spaces or dashes; a number of 18 that is an identity card;
# an address for letters on the net; a name in WeChat or QQ behind the word for it.
CONTACT = Pattern(
    r"(?P<card>(?<![0-9A-Za-z])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z]))"
    r"|(?P<phone>(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?[2-9]\d{6,7})(?!\d))"
    r"|(?P<mail>[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4})"
    r"|(?P<chat>(?:微信|[Ww]e[Cc]hat|[Vv][Xx]|QQ|qq)号?[\s:：]{0,3}[A-Za-z0-9][\w-]{4,19})"
)
NAMES: dict[str, Words] = {
    "phone": _l("A telephone number stands in it"),
    "card": _l("The number of an identity card stands in it"),
    "mail": _l("An e-mail address stands in it"),
    "chat": _l("A WeChat or QQ name stands in it"),
}


class Stretch(NamedTuple):
    """A part of a text; `kind` is empty where nobody can be reached by it."""

    kind: str
    text: str


def stretches(text: str) -> list[Stretch]:
    """The text in pieces, those by which somebody can be reached apart."""
    found: list[Stretch] = []
    at = 0
    for match in CONTACT.finditer(text):
        found += [Stretch("", text[at : match.start()]), Stretch(match.lastgroup or "", match[0])]
        at = match.end()
    return [one for one in (*found, Stretch("", text[at:])) if one.text]


def hints(shown: Shown) -> list[Words]:
    """What the moderator should not miss in these texts, in words."""
    texts = [shown.text, *(read.text for read in shown.texts)]
    plain = [text for one in texts for text in (one.values() if isinstance(one, dict) else (one,))]
    kinds = {stretch.kind for text in plain for stretch in stretches(text or "")}
    return [words for kind, words in NAMES.items() if kind in kinds]
