"""What sounds like danger to life, in the words people type: gas, fire, somebody hurt, trapped, threatened.

It is asked while somebody writes and when they send. Too much here costs a red box above a form, too little may
cost a life: so it also finds what is only probable. What is meant in general (a rule, an exercise, a fear for some
day, something long past) is left out by the words around it.
"""

from collections.abc import Iterator, Sequence

from resident.characters import normal
from resident.demands.danger.chinese import CHINESE
from resident.demands.danger.english import ENGLISH
from resident.demands.danger.speech import Kind, Rule, Speech
from resident.patterns import Pattern

__all__ = ["Kind", "numbers_for", "sounds_like"]

LONGEST = 3_000  # a title, a spot and the details, all of it
AROUND = 60  # characters to either side in which somebody says that it is not so
# Who is in danger writes little, and that first: what stands deep in a long letter is danger where it says "now".
SHORTEST, SHORT, LONG, BEGINNING = 80, 160, 300, 40
FULL_STOPS = ".。!?\n"
NUMBERS = ("119", "120", "110")
SPEECHES = (CHINESE, ENGLISH)
GRAVEST_FIRST = tuple(Kind)
FIRST = {  # whom to call first; the others stand behind
    Kind.HURT: "120",
    Kind.POISON: "120",
    Kind.SELF_HARM: "110",
    Kind.VIOLENCE: "110",
    Kind.MISSING: "110",
    Kind.HOLE: "110",
}
BLANKS = Pattern(r"(?<=[^\x00-\xff])[ \t]+(?=[^\x00-\xff])", longest=LONGEST)
UNCEASING = Pattern(r"(?:一直|止|停|断|住)?不(?:停|断|住)地?", longest=LONGEST)


def numbers_for(kind: str) -> list[str]:
    """The three numbers, the one that helps with this kind first."""
    first = FIRST.get(Kind(kind), NUMBERS[0])
    return [first, *(number for number in NUMBERS if number != first)]


def sounds_like(*texts: str) -> Kind | None:
    """The kind of danger that these texts together sound like, the gravest first; None where they do not."""
    said = [as_said(text) for text in texts if text]
    found = {kind for speech in SPEECHES for kind in _kinds_in(said, speech)}
    return next((kind for kind in GRAVEST_FIRST if kind in found), None)


def as_said(text: str) -> str:
    """The text in one spelling: small letters, no blanks between Chinese characters, a "not" only where one is meant."""
    plain = normal("NFKC", text[:LONGEST], LONGEST).lower().replace("’", "'")
    return UNCEASING.sub("一直", BLANKS.sub("", plain))


def _kinds_in(texts: Sequence[str], speech: Speech) -> Iterator[Kind]:
    """Each text is looked at by itself, and all of them tell how much is said."""
    length = sum(map(weight, texts))
    is_petition = length > SHORTEST and any(speech.petition.search(text) for text in texts)
    if is_petition and length > LONG:
        return
    beginning = BEGINNING if speech is CHINESE else 3 * BEGINNING
    for place, said in enumerate(texts):
        begun = 0 if is_petition else len(said) if length <= SHORT else 0 if place else beginning
        yield from _kinds_of(said, speech, begun)


def _kinds_of(said: str, speech: Speech, begun: int) -> Iterator[Kind]:
    for rule in speech.rules:
        for match in rule.says.finditer(said):
            before, after = _around(said, match.start(), match.end(), speech.ends)
            if match.start() >= begun and not speech.now.search(_sentence(said, match.start(), match.end())):
                continue
            if not _is_none(rule, speech, before, match.group(), after):
                yield rule.kind
                break


def _sentence(said: str, start: int, end: int) -> str:
    before, after = _around(said, start, end, FULL_STOPS)
    return before + said[start:end] + after


def weight(said: str) -> int:
    """How much is said: as many Chinese characters, of which a Latin letter is a third."""
    latin = sum(character < "\u0250" for character in said)
    return len(said) - latin + latin // 3


def _is_none(rule: Rule, speech: Speech, before: str, words: str, after: str) -> bool:
    if speech.denied.search(before) or speech.feared.search(before) or speech.over.match(after):
        return True
    return rule.unless.search(f"{before}{words}{after}") is not None


def _around(said: str, start: int, end: int, ends: str) -> tuple[str, str]:
    """What stands before and after in the same thought."""
    before, after = said[max(0, start - AROUND) : start], said[end : end + AROUND]
    begins = max(before.rfind(sign) for sign in ends) + 1
    stops = [place for place in (after.find(sign) for sign in ends) if place >= 0]
    return before[begins:], after[: min(stops, default=len(after))]
