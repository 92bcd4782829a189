"""Display names: what people may be called in public, and what only a body may."""

from resident.characters import BLANKS, normal
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Invalid
from resident.web.forms import one_line

LONGEST_NAME = 20
LONGEST_BONES = 8 * LONGEST_NAME
NOTHING = dict.fromkeys(map(ord, BLANKS))
# Cyrillic, Greek and digits that pass for Latin letters, then traditional characters of the words below.
# `i`, `l` and `1` pass for each other, so all three become one.
LOOKALIKES = str.maketrans(
    "абсԁеһіјӏмопԛрѕтухѵԝαεικνορτυχ0135|ıil!@$會黨辦處員務檢紀國區監調衛醫門",
    "abcdehljlmonqpstyxvwaelkvoptux" + "olesl" + "llll" + "as" + "会党办处员务检纪国区监调卫医门",
)
SIGNS_AS_LETTERS = "|!@$"
OFFICIAL_WORDS = (
    "居委",
    "村委",
    "委员会",
    "街道办",
    "办事处",
    "政府",
    "公安",
    "派出所",
    "警察",
    "民警",
    "交警",
    "辅警",
    "城管",
    "党委",
    "党支部",
    "党总支",
    "党组",
    "党工委",
    "共产党",
    "中共",
    "纪委",
    "监委",
    "组织部",
    "统战部",
    "宣传部",
    "法院",
    "检察院",
    "国务院",
    "人大常委",
    "政协",
    "信访",
    "党群",
    "管理员",
    "网格员",
    "社区工作",
    "民政局",
    "司法局",
    "司法所",
    "住建局",
    "税务局",
    "administrator",
    "moderator",
    "committee",
    "government",
    "police",
    "communist party",
    "party branch",
    "public security",
    "subdistrict office",
    "street office",
    "city hall",
    "procuratorate",
)


def normal_name(text: str | None) -> str:
    """A display name as it is kept: NFKC (full-width letters become ordinary ones), one line, nothing invisible."""
    return one_line(normal("NFKC", text or "", 4 * LONGEST_NAME).translate(NOTHING))


def is_official(name: str) -> bool:
    """Whether a name holds the name of a government or party body, however it is spelt, spaced or accented."""
    bones = _bones(name)
    return any(word in bones for word in _OFFICIAL_BONES)


def check_name(name: str) -> None:
    """Refuse a display name that is none or would pass for a body (后台实名、前台自愿). Raises Invalid."""
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid("display_name", _l("A name has 1 to %(most)d characters.", most=LONGEST_NAME))
    if is_official(name):
        raise Invalid(
            "display_name",
            _l("Names of government or party bodies are not for people. Please choose another, such as Auntie Li."),
        )


def _bones(text: str) -> str:
    """What the eye reads: lower case, without accents, spaces and signs, lookalikes made one."""
    spelt = normal("NFKD", normal("NFKD", text, LONGEST_BONES).casefold(), LONGEST_BONES)
    return "".join(c for c in spelt if c.isalnum() or c in SIGNS_AS_LETTERS).translate(LOOKALIKES)


_OFFICIAL_BONES = tuple(_bones(word) for word in OFFICIAL_WORDS)
