"""What stands on a door or a house, however people write it.

Only spellings of the same words are one: 二单元 and 2 单元, 8栋 and ８栋; never 8栋 and 8号楼, nor 地下室 and 地下.
"""

from re import Match

from resident.characters import normal
from resident.patterns import Pattern

LONGEST = 80
LONGEST_NUMBER = 10  # of a unit or a room
WRITTEN = str.maketrans(
    "單號樓層棟門網‐‑‒–—−壹贰貳叁參肆伍陆陸柒捌玖○◯", "单号楼层栋门网------一二二三三四五六六七八九〇〇"
)
ROMAN = str.maketrans({sign: str(number) for number, sign in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", 1)})
TWO = Pattern(r"两(?=单元)")
ENGLISH = dict(
    zip(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
        strict=True,
    )
)
BETWEEN = Pattern(r"(?<=[0-9])〇(?=[0-9])", longest=LONGEST)
SIGN = Pattern(r"^#(?=[0-9])|(?<=[0-9])#$|(?<=[0-9])#(?=单元|室|房)", longest=LONGEST)
ZEROS = Pattern(r"^0+(?=[1-9](?:[0-9]?|单元)$)", longest=LONGEST)
DIGITS = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
BESIDE_CHINESE = Pattern(r"\s(?=[一-鿿])|(?<=[一-鿿])\s", longest=LONGEST)
BEFORE = Pattern(
    r"^(?:(?:unit|room|rm|flat|apt|no)(?:\.\s*|\s+|(?=[0-9]))|(?:单元|房间|室)\s*(?=[0-9]))(?=\S)",
    longest=LONGEST,
    ignores_case=True,
)
UNIT = Pattern(r"(?:单元|(?<=[0-9])\s?unit)$", longest=LONGEST, ignores_case=True)
AFTER_NUMBER = Pattern(r"(?:(?<=[0-9A-Za-z])|^)(?:号室|号房|房间|室|房|号)$", longest=LONGEST)
NUMERALS = "〇零一二三四五六七八九十百"
COUNTED = Pattern(
    rf"(?:^第?|(?<=[^第{NUMERALS}]))([{NUMERALS}]{{1,5}})(?=(?:单元|室|房|号|楼|层|门|栋|幢|座|户|排|区|期|组|网格|$))",
    longest=LONGEST,
)
ORDINAL = Pattern(r"^第(?=[0-9])", longest=LONGEST)
BY_DIGIT = ("室", "房", "号", "")  # 一〇一室 is read out digit by digit, 八一楼 is a name


def door(text: str) -> str:
    """The bare number of a unit or a room: "2单元", "二单元", "Unit 2" and "２" are all 2, so a home exists once."""
    whole = BEFORE.sub("", normal("NFKC", text[:LONGEST].translate(ROMAN), LONGEST).strip())
    counted = SIGN.sub("", BETWEEN.sub("0", _spelt(TWO.sub("二", ENGLISH.get(whole.casefold(), whole)))))
    bare = AFTER_NUMBER.sub("", UNIT.sub("", ZEROS.sub("", counted))).upper()
    return bare if bare == text else door(bare)  # "Room No. 5" has two words before it


def same_name(text: str) -> str:
    """Under which spelling the name of a house or a grid is compared: 第八栋, 八栋 and ８ 栋 are one."""
    return _spelt(text).casefold()


def _spelt(text: str) -> str:
    one_way = " ".join(normal("NFKC", text, LONGEST).translate(WRITTEN).split())
    one_way = BESIDE_CHINESE.sub("", one_way)
    return ORDINAL.sub("", COUNTED.sub(_in_digits, one_way))


def _in_digits(found: Match[str]) -> str:
    """Chinese numerals as digits where they are a number; else as they are."""
    numerals, behind = found[1], found.string[found.end() :]
    if "十" in numerals or "百" in numerals:
        number = _counted(numerals)
    elif len(numerals) == 1 or behind in BY_DIGIT:
        number = "".join(DIGITS[one] for one in numerals)
    else:
        number = ""
    return number or found[0]


def _counted(numerals: str) -> str:
    """十二 is 12, 一百零二 is 102; empty where it is no number under a thousand."""
    hundreds, has_hundreds, rest = numerals.rpartition("百")
    tens, has_tens, ones = rest.rpartition("十")
    places = (hundreds if has_hundreds else "零", (tens or "一") if has_tens else "零", ones.lstrip("零〇") or "零")
    if has_hundreds and not has_tens and ones and not ones.startswith(("零", "〇")):
        return ""  # 一百二 is said for 120 and for 102
    if not all(len(place) == 1 and place in DIGITS for place in places):
        return ""
    return "".join(DIGITS[place] for place in places).lstrip("0")
