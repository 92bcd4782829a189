"""Names that only an office or a body may carry, and how one is found in a name.

Words are matched, not pieces: 文中共享 holds the signs of 中共 and is no party. What follows or goes before says so.
Beyond the letter: whatever is read alike (NFKC, traditional characters, accents), whatever sounds alike, and one
wrong sign in a word of three or more. Where that meets the name of a person (管理明), the person may have it.
"""

from typing import NamedTuple

from resident.accounts.entrance.names.bones import han, is_one_off, sounds_alike
from resident.accounts.entrance.names.letters import letters_in

# Each with the signs that, standing behind it or (after `<`) before it, make another word of its pieces.
CHINESE = """
    居委/屈托婉任身实 村委/屈托婉任身实 委员会/议 业委会 物管会 妇联 团委/屈托婉 街道办 办事处/理境
    政府 党委/屈托婉 党支部 党总支 党组/合成 党工委 党群 党建办 共产党
    中共/享同振鸣存创建赢通勉识处生进 政协/会调作同助理 纪委/屈托婉 监委/屈托婉 组织部/分落队 统战部
    宣传部/分队 国务院 人大常委 公安/宁静康心逸然 派出所/有 警察 民警/惕觉醒告 交警/惕告 辅警 片警
    特警 城管/家道 法院/子落 检察院 信访/谈客友问 行政 综治 巡逻队 民政局 司法局 司法所 住建局
    税务局 城管局 教育局 医保局 社保局 卫健委 市场监管 综合执法 管理员/工 网格员/工 网格长 审核员/工
    管理处 书记/录忆事者载得<读 主任/务意性何命<班系 局长/大 所长/大<厕 市长/大高期久跑<超城
    区长/大期跑椅者廊<小 镇长/大 处长/大 官方/<五 客服/务装气 官网 工作人员 社区工作 社区服务
    社区公告 社区通知 社区书记 社区主任 社区民警 社区客服 社区管理 社工站 居民委员会 居委会 村委会
    系统消息 系统通知 系统公告 系统管理 系统客服 官方客服 官方消息 官方账号 官方认证 平台客服
    平台管理 技术支持 运营团队 物业经理 物业客服 物业管理 物业公司 物业中心 物业服务 物业主管
    物业管家 物业保安 物业通知 物业维修 便民服务 政务/必
"""
# Refused only where they are the whole name.
WHOLE = frozenset(["系统", "管理", "物业", "社区", "街道", "居委", "官方", "客服", "平台", "认证"])
DRESSING = ("桂花", "社区", "小区", "街道", "本", "我们", "官方", "平台", "系统", "物业", "正版")
GIVEN_NAMES = frozenset(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅琳晶欣佳嘉怡婷雪颖慧惠萍鹏飞宇浩轩子梓涵俊志国建文"
    "斌辉光荣胜利春生龙元源媛缘远全祥瑞祺琪琦淇爱莲凤云清新宁安康乐天成达海波林森楠彤彦晓小东峰锋昊博思诗雨语"
    "佩珍珠美蓉莉丹青松柏树德仁义礼智信忠孝庆福禄寿贵富强长昌永恒宏鸿洪卫伟维威薇蔚苇炜玮纬真贞振震正政"
)
SURNAMES_IN_WORDS = frozenset("居管党司")


class Word(NamedTuple):
    """One refused word; `behind` and `before` are signs that make another word of its pieces."""

    text: str
    behind: str
    before: str


def _word(entry: str) -> Word:
    text, _slash, signs = entry.partition("/")
    behind, _less, before = signs.partition("<")
    return Word(text, behind, before)


_CHINESE = tuple(map(_word, CHINESE.split()))
_ALL = tuple(word.text for word in _CHINESE)
_LONG = tuple(word.text for word in _CHINESE if len(word.text) > 2)


def office_in(name: str) -> str:
    """The office or body that stands in a name, as the list spells it; empty where there is none."""
    characters = han(name)
    return _written(characters) or _alike(characters) or letters_in(name, _ALL)


def _written(characters: str) -> str:
    """A word that stands there, not only its pieces."""
    if characters in WHOLE:
        return characters
    return max((word.text for word in _CHINESE if _stands(word, characters)), key=len, default="")


def _stands(word: Word, characters: str) -> bool:
    place = characters.find(word.text)
    while place >= 0:
        before, behind = characters[place - 1 : place], characters[place + len(word.text) :][:1]
        if not (before and before in word.before) and not (behind and behind in word.behind):
            return True
        place = characters.find(word.text, place + 1)
    return False


def _alike(characters: str) -> str:
    """A word of three or more that is nearly there: by its sound anywhere, by one sign where it is all of the name."""
    undressed = _undressed(characters)
    for word in _LONG:
        if any(is_one_off(word, whole) and not _is_person(whole, word) for whole in (characters, undressed)):
            return word
        if any(_sounds_like(window, word) for window in _windows(characters, len(word))):
            return word
    return ""


def _undressed(characters: str) -> str:
    """Without the words that only lead up to an office: 本社区管理贝."""
    while front := next((word for word in DRESSING if characters.startswith(word) and len(characters) > len(word)), ""):
        characters = characters[len(front) :]
    return characters


def _windows(characters: str, width: int) -> list[str]:
    return [characters[start : start + width] for start in range(len(characters) - width + 1)]


def _sounds_like(window: str, word: str) -> bool:
    """Read aloud it is the word, and a sign of it stands there; of four and more, one sign may be quite another."""
    same = sum(one == other for one, other in zip(window, word, strict=True))
    if len(word) > 3 and same == len(word) - 1:
        return True
    if not same and len(word) < 4:
        return False
    return all(map(sounds_alike, window, word)) and not _is_person(window, word)


def _is_person(window: str, word: str) -> bool:
    """Whether it is a surname with a given name: 管丽媛 is read as 管理员 is, and may be somebody's name."""
    if window[0] not in SURNAMES_IN_WORDS or len(window) not in (2, 3):
        return False
    return len(window) == 2 or {one for one in window if one not in word} <= GIVEN_NAMES
