"""Names of offices in Latin letters: in English, in pinyin, or half in characters, however they are taken apart."""

from functools import cache
from itertools import combinations

from pypinyin import Style, lazy_pinyin

from resident.accounts.entrance.names.bones import (
    HAN,
    bones,
    is_one_off,
    sounds,
    sounds_alike,
    squeezed,
    tokens,
    units,
)
from resident.patterns import Pattern

# Anywhere in a name; the shorter ones, which stand in names of people too (Stafford), as words of their own.
ENGLISH = (
    *("administrator", "moderator", "committee", "government", "communist party", "party branch", "public security"),
    *("subdistrict office", "street office", "city hall", "procuratorate", "customer service", "property management"),
    *(
        "community office",
        "system message",
        "party secretary",
        "neighbourhood office",
        "grid worker",
        "community worker",
    ),
    *("social worker", "community manager", "property office", "customer care", "front desk", "service desk"),
    *("администратор", "модератор", "полиция"),
)
ENGLISH_WORDS = (
    *("admin", "admins", "police", "policeman", "policewoman", "official", "officials", "system", "sysadmin", "staff"),
    *("support", "helpdesk", "webmaster", "secretary", "director", "authority", "superuser", "sysop", "root", "mod"),
    *("customerservice", "property manager", "grid manager", "gov", "mayor", "sheriff", "superadmin"),
    *("officer", "hotline", "админ"),
)
# Words of two characters that no name of a person is written like.
PINYIN_WORDS = ("警察", "公安", "官方", "政府", "城管", "客服", "民警", "系统")
# One letter off, and people.
PEOPLE = frozenset(
    map(bones, ("amin", "armin", "adin", "admir", "polite", "hector", "mayer", "mayo", "major", "sherif", "steff"))
)
# Behind a first name these are surnames (Steve Root), behind a body they are not (City Mayor).
SURNAMES = frozenset(map(bones, ("root", "mayor", "sheriff")))
FIRST_NAMES_NOT = frozenset(
    map(
        bones,
        ("city", "town", "community", "district", "deputy", "vice", "system", "super", "local", "our", "the", "grid"),
    )
)
PHRASES = Pattern(r"(?i)\bsystem of a down\b|\bsolar system\b|\broot beer\b")
SHORT = 4  # letters of a word that is found only as it is written
UNMISTAKABLE = 4  # characters of a word whose pinyin is found with one wrong letter in it


def letters_in(name: str, words: tuple[str, ...]) -> str:
    """The office that stands in the letters of a name; `words` are the Chinese ones. Empty where there is none."""
    name = PHRASES.sub(" ", name)
    parts = tokens(name)
    if _is_family(name, parts):
        return ""
    runs = {"".join(parts[first:last]) for first, last in combinations(range(len(parts) + 1), 2)}
    return (
        _english(bones(name), {*parts, *_together(name)}, runs)
        or _pinyin(name, parts, runs, words)
        or _mixed(name, words)
    )


def _is_family(name: str, parts: list[str]) -> bool:
    """Whether it is a first name and a surname that only reads as an office."""
    return (
        len(parts) == len(name.split()) == 2
        and name.istitle()
        and parts[1] in SURNAMES
        and parts[0] not in FIRST_NAMES_NOT
    )


def _together(name: str) -> list[str]:
    """What stands between two spaces as one word (Modera-ter), and letters that stand apart (a d m i n)."""
    apart = "".join(" " + part if len(part) > 1 else part for part in tokens(name)).split()
    return [word for part in name.split() for word in ["".join(tokens(part))] if word] + apart


def _english(whole: str, alone: set[str], runs: set[str]) -> str:
    for word, reading in _bones(ENGLISH).items():
        if word in whole or any(_is_nearly(word, one.removesuffix(end)) for one in alone | runs for end in ("", "s")):
            return reading
    for word, reading in _bones(ENGLISH_WORDS).items():
        if word in alone or (len(word) > SHORT and (word in runs or any(_passes_for(word, one) for one in alone))):
            return reading
    return ""


def _is_nearly(word: str, one: str) -> bool:
    return is_one_off(word, one) or squeezed(word) == squeezed(one) or is_one_off(squeezed(word), squeezed(one))


def _passes_for(word: str, one: str) -> bool:
    """Whether a word of five letters and more stands there with one wrong letter, or with some of them doubled."""
    plain = squeezed(one)
    if one in PEOPLE or plain in PEOPLE:
        return False
    if plain == squeezed(word) or is_one_off(word, one):
        return True
    return len(squeezed(word)) > SHORT + 1 and is_one_off(squeezed(word), plain)


def _pinyin(name: str, parts: list[str], runs: set[str], words: tuple[str, ...]) -> str:
    """Guan Liyuan is somebody's name; guanliyuan and guan li yuan are 管理员."""
    is_person = len(parts) == 2 and len(name.split()) == 2 and name.istitle()
    if is_person:
        runs = set(parts)
    for sound, word in _sounds(words).items():
        if sound in runs or squeezed(sound) in map(squeezed, runs):
            return word
        if len(word) >= UNMISTAKABLE and any(is_one_off(sound, one) for one in runs):
            return word
    return "" if is_person else next((word for word in PINYIN_WORDS if _romanised(word) in runs), "")


def _mixed(name: str, words: tuple[str, ...]) -> str:
    """A word half in characters and half in letters: guan理员, 书ji, 居w会."""
    read = units(name)
    if not any(map(HAN.fullmatch, read)) or all(map(HAN.fullmatch, read)):
        return ""
    starts = [read[place:] for place in range(len(read))]
    return max((word for word in words if any(_reads(word, rest) for rest in starts)), key=len, default="")


def _reads(word: str, rest: list[str], seen: str = "") -> bool:
    """Whether the units begin with this word, of which `seen` says what stood there: characters (c) or letters (l)."""
    if not word:
        return {"c", "l"} <= set(seen)
    if not rest:
        return False
    unit, others, is_long = rest[0], rest[1:], len(word) + len(seen) > 2
    if HAN.fullmatch(unit):
        same = unit == word[0] or (is_long and sounds_alike(unit, word[0]))
        return same and _reads(word[1:], others, seen + "c")
    if is_long and len(unit) == 1 and any(bones(sound)[:1] == unit for sound in sounds(word[0])):
        return _reads(word[1:], others, seen + "l")
    return any(
        unit == _romanised(word[:end]) and _reads(word[end:], others, seen + "l" * end)
        for end in range(1, len(word) + 1)
    )


@cache
def _romanised(word: str) -> str:
    return bones("".join(lazy_pinyin(word, style=Style.NORMAL)))


@cache
def _sounds(words: tuple[str, ...]) -> dict[str, str]:
    return {_romanised(word): word for word in words if len(word) > 2}


@cache
def _bones(words: tuple[str, ...]) -> dict[str, str]:
    return {bones(word): word for word in words}
