"""A language nobody speaks: every letter of a translated message is replaced, so an untouched one stands out."""

from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

from babel.support import NullTranslations

from resident.i18n import LANGUAGES, catalogues

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ODD = "аƀćđéƒǧħíĵķłмńóрqŕśťúvwхýźÀƁĆĐÉƑǦĦÍĴĶŁМŃÓРQŔŚŤÚVWХÝŹ".replace("q", "ʠ").replace("v", "ṽ").replace("w", "ŵ")
ODD = ODD.replace("Q", "Ɋ").replace("V", "Ṽ").replace("W", "Ŵ")
SPOKEN = {"title", "alt", "aria-label", "placeholder", "data-wait-words", "data-busy-words"}
SILENT = {"script", "style", "template"}
OF_PEOPLE = {"bdi", "code", "kbd"}


def odd(message: str) -> str:
    """The message with every letter replaced, placeholders like %(name)s untouched."""
    out, i = [], 0
    while i < len(message):
        if message.startswith("%(", i):
            end = message.index(")", i) + 2
            out.append(message[i:end])
            i = end
            continue
        out.append(ODD[PLAIN.index(message[i])] if message[i] in PLAIN else message[i])
        i += 1
    return "".join(out)


class Pseudo(NullTranslations):
    """The catalogue of that language."""

    def gettext(self, message: str) -> str:
        return odd(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return odd(msgid1 if n == 1 else msgid2)

    ugettext, ungettext = gettext, ngettext


@contextmanager
def spoken() -> Iterator[None]:
    """Render pages in it."""
    kept = dict(catalogues.cache)
    catalogues.pages.clear()
    catalogues.cache.update(dict.fromkeys(("zh_Hans", "en"), Pseudo()))
    try:
        yield
    finally:
        catalogues.cache.clear()
        catalogues.cache.update(kept)
        catalogues.pages.clear()


class Listener(HTMLParser):
    """Collects the words of a page that nobody translated, outside of what people wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        theirs = (
            self._theirs() or tag in OF_PEOPLE or "dir" in given or "lang" in given or given.get("translate") == "no"
        )
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        for name in SPOKEN & set(given):
            self._hear(given[name] or "", theirs, f"@{name}")
        if tag == "meta" and given.get("name") == "description":
            self._hear(given.get("content") or "", theirs, "@description")
        if tag not in {"meta", "link", "img", "input", "br", "hr", "use", "path", "source", "circle", "rect"}:
            self.open.append((tag, theirs and tag not in {"html"}))

    def handle_endtag(self, tag: str) -> None:
        for i in range(len(self.open) - 1, -1, -1):
            if self.open[i][0] == tag:
                del self.open[i:]
                return

    def handle_data(self, data: str) -> None:
        if not any(tag in SILENT for tag, _ in self.open):
            self._hear(data, self._theirs(), self.open[-1][0] if self.open else "")

    def _theirs(self) -> bool:
        return any(theirs for _, theirs in self.open)

    def _hear(self, text: str, theirs: bool, where: str) -> None:
        for name in LANGUAGES.values():  # beside a field each language is called by its own name
            text = text.replace(f"({name})", "")
        if not theirs and any(letter in PLAIN for letter in text):
            self.found.append(f"{where}: {' '.join(text.split())[:80]}")
