"""What the eye reads and the ear hears in a name: letters and characters that pass for each other made one."""

import os
from functools import cache, lru_cache

from opencc import OpenCC

os.environ["PYPINYIN_NO_PHRASES"] = "true"  # single characters are asked for; its phrases take 20 MB a process
from pypinyin import Style, pinyin

from resident.characters import normal
from resident.patterns import Pattern

A_TO_Z = "abcdefghijklmnopqrstuvwxyz"
# Letters of other scripts, letters in frames, and digits that pass for Latin letters. `i`, `l` and `1` pass for each
# other, so all three become one.
LOOKALIKES = str.maketrans(
    "абдсԁеһіјӏмопԛрѕтухѵԝвкнгияαεικνορτυχβημωγσςζօսհզցɑᴀʙᴄᴅᴇꜰɢɡʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢøđłħŧð0134578|ıil!@$",
    "abdcdehljlmonqpstyxvwbkhrnraelkvoptuxbnuwyoczouhqgaabcdefgghljklmnoprstuvwyzodlhtdoleastblllllas",
)
FRAMED = {first + place: letter for first in (0x1F150, 0x1F170, 0x1F1E6) for place, letter in enumerate(A_TO_Z)}
SIGNS_AS_LETTERS = "|!@$"
PAIRS = (("rn", "m"), ("vv", "w"))
LONGEST = 160  # eight times the longest name
HAN = Pattern(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
UNIT = Pattern(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W\d_\u3400-\u9fff\uf900-\ufaff]+")
DIGITS = "0123456789"
CAMEL = Pattern(r"(?<=[a-z])(?=[A-Z])")
BETWEEN = Pattern(r"[^\w|!@$]+|_")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def spelt(text: str) -> str:
    """Without accents and capitals; traditional characters (and radicals that pass for characters) simplified."""
    plain = normal("NFKD", normal("NFKD", text, LONGEST).translate(FRAMED).casefold(), LONGEST)
    return str(_simplifier().convert(plain))


def bones(text: str) -> str:
    """The whole name as one word: no spaces and signs, lookalikes made one."""
    return _joined(spelt(text))


def tokens(text: str) -> list[str]:
    """The same, word by word: at spaces, signs, and capitals inside; without a number beside it (admin2024)."""
    parts = BETWEEN.sub(" ", CAMEL.sub(" ", normal("NFKC", text, LONGEST).translate(FRAMED))).split()
    words = (_joined("".join(c for c in spelt(part).strip(DIGITS) if not HAN.fullmatch(c))) for part in parts)
    return [word for word in words if word]


def units(text: str) -> list[str]:
    """The name as it is read aloud: each Chinese character, and between them each run of letters."""
    return [one if HAN.fullmatch(one) else bones(one) for one in UNIT.findall(spelt(text))]


def squeezed(word: str) -> str:
    """The word without letters written twice: aaddmin reads as admin does."""
    return "".join(letter for place, letter in enumerate(word) if word[place - 1 : place] != letter)


def han(text: str) -> str:
    """The Chinese characters alone, simplified: what stands between them hides nothing."""
    return "".join(HAN.findall(spelt(text)))


@lru_cache(maxsize=4096)
def sounds(character: str) -> frozenset[str]:
    """How a character can be read, without tones."""
    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def sounds_alike(one: str, other: str) -> bool:
    """Whether two characters can be read alike."""
    return one == other or not sounds(one).isdisjoint(sounds(other))


def is_one_off(word: str, other: str) -> bool:
    """Whether one change, one letter more or one fewer makes the one from the other; equal ones are not."""
    shorter, longer = sorted((word, other), key=len)
    if len(longer) - len(shorter) > 1 or word == other:
        return False
    if len(shorter) == len(longer):
        return sum(a != b for a, b in zip(shorter, longer, strict=True)) == 1
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def _joined(text: str) -> str:
    letters = "".join(c for c in text if c.isalnum() or c in SIGNS_AS_LETTERS).translate(LOOKALIKES)
    for pair, letter in PAIRS:
        letters = letters.replace(pair, letter)
    return letters
