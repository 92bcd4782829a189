"""Names that only an office or a body may carry, and how one is found in a name.

Words are matched, not pieces: 文中共享 holds the signs of 中共 and is no party. What follows or goes before says so.
Beyond the letter: whatever is read alike (NFKC, traditional characters, accents), whatever sounds alike, and one
wrong sign in a word of three or more. Where that meets the name of a person (管理明), the person may have it.
"""

from typing import NamedTuple

from resident.accounts.entrance.names.bones import han, is_one_off, sounds_alike
from resident.accounts.entrance.names.letters import letters_in
from resident.patterns import Pattern

# Each with the signs that, standing behind it or (after `<`) before it, make another word of its pieces; after `&` the
# signs of which one must stand before it as well: 邻居委托 is innocent, 社区居委实习 is not.
CHINESE = """
    居委/屈托婉任身实&邻新旧故 村委/屈托婉任身实&农山乡 委员会 业委会 物管会 妇联 团委/屈托婉&集社 街道办 办事处 政府 党委/屈托婉&同 党支部 党总支 党组 党工委 党群
    党建办 共产党 中共/享同振鸣存创建赢通勉识处生进 政协/会调作助&家 纪委/屈托婉&世年经 监委 组织部/分落队 统战部 宣传部/分队 国务院 人大常委
    公安/宁静康心逸然&何王李张刘陈杨黄赵周吴徐孙胡朱高林郭马罗梁宋郑谢文 派出所 警察 民警/惕觉醒告&居村市农人 交警/惕告&社 辅警 片警 特警 城管/家道&小古山江
    法院/子落&书魔 检察院 信访/谈客友问&通书微亲 行政 综治 巡逻队 民政局 司法局 司法所 住建局 税务局 城管局 教育局 医保局 社保局 卫健委 市场监管 综合执法 管理员
    网格员 网格长 审核员 管理处 书记/录忆载&图藏说情<读 主任/务意性何命&业地店房<班系 局长/大&结邮 所长<厕 市长<超城都 区长/大期跑椅者廊&社校山郊景<小
    镇长/大&古小水 处长/大&远深高 官方/<五 客服/务装&乘旅顾游访贵 官网 工作人员 社区工作 社区服务 社区公告 社区通知 社区书记 社区主任 社区民警 社区客服 社区管理
    社工站 居民委员会 居委会 村委会 系统消息 系统通知 系统公告 系统管理 系统客服 官方客服 官方消息 官方账号 官方认证 平台客服 平台管理 技术支持 运营团队 物业经理 物业客服
    物业管理 物业公司 物业中心 物业服务 物业主管 物业管家 物业保安 物业通知 物业维修 便民服务 政务/必 支书/签法画<一 警官 警务 市府/邸<城 值班员 值班室 版主/张编
    群主 反诈 疾控 社保中心 普查员 调解员 协管员 网警 消防队 消防局 电网 供电局 供电所 供水公司 燃气公司 热力公司 微信团队 热线 认证
"""
# Whoever carries one of these in front of one of those works there: 物业前台, 社区支书, 系统机器人.
BODIES = "物业 社区 小区 街道 居委 系统 平台 官方 微信 网格 供电 供水 燃气 社保 医保"
ROLES = """
    前台 值班 电工 水工 水电 维修 保洁 保安 门卫 工程 收费 财务 办 团队 机器人 秘书 小秘书 助手 小助手 助理 专员
    干事 干部 实习 小编 服务 工作 公告 通知 消息 提醒 热线 窗口
"""
# Refused only where they are the whole name, or stand in it as a badge does: 李(社区), 李 · Worker.
WHOLE = frozenset(
    ["系统", "管理", "物业", "社区", "街道", "居委", "官方", "客服", "平台", "工作", "值班", "网格", "员工", "团队"]
)
BADGES = frozenset(["worker", "workers", "team", "verified", "service", "office", "community", "property"])
BRACKETED = Pattern(r"[(\[{<【〔〖「『《〈（［]([^)\]}>】〕〗」』》〉）］]+)|[·•|｜/／_—–-]([^·•|｜/／_—–-]+)$")
DRESSING = ("桂花", "社区", "小区", "街道", "本", "我们", "官方", "平台", "系统", "物业", "正版")
GIVEN_NAMES = frozenset(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅琳晶欣佳嘉怡婷雪颖慧惠萍鹏飞宇浩轩子梓涵俊志国建文"
    "斌辉光荣胜利春生龙元源媛缘远全祥瑞祺琪琦淇爱莲凤云清新宁安康乐天成达海波林森楠彤彦晓小东峰锋昊博思诗雨语"
    "立利黎力格佩珍珠美蓉莉丹青松柏树德仁义礼智信忠孝庆福禄寿贵富强长昌永恒宏鸿洪卫伟维威薇蔚苇炜玮纬真贞振震正政"
)
SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅付沈曾彭吕易文洪苏卢蒋蔡贾丁魏薛叶"
    "阎闫余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎常武乔贺赖龚樊兰殷"
    "施陶翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢岳齐梅莫庄辛管居党司官关祝左涂谷祁舒耿牟卜路詹凌费纪靳盛"
)
BY_SOUND = ("政府", "警察", "客服", "民警")  # of two signs, with which hardly anybody's name is read alike


class Word(NamedTuple):
    """One refused word; `behind` (after one of `both`, if any) and `before` make another word of its pieces."""

    text: str
    behind: str
    before: str
    both: str


def _word(entry: str) -> Word:
    head, _less, before = entry.partition("<")
    head, _and, both = head.partition("&")
    text, _slash, behind = head.partition("/")
    return Word(text, behind, before, both)


_CHINESE = tuple(map(_word, CHINESE.split()))
_WORK = tuple(body + role for body in BODIES.split() for role in ROLES.split())
_ALL = tuple(word.text for word in _CHINESE)
_LONG = tuple(word.text for word in _CHINESE if len(word.text) > 2)


def office_in(name: str) -> str:
    """The office or body that stands in a name, as the list spells it; empty where there is none."""
    characters = han(name)
    return _written(characters) or _alike(characters) or _badge(name) or letters_in(name, _ALL)


def _badge(name: str) -> str:
    """A word of work that stands in brackets, behind a stroke or between spaces, as if the app had put it there."""
    apart = ["".join(parts).strip().casefold() for parts in BRACKETED.findall(name)]
    return next(
        (part for part in apart if part in BADGES or han(part) in WHOLE),
        next((part for part in name.split() if part in WHOLE), ""),
    )


def _written(characters: str) -> str:
    """A word that stands there, not only its pieces."""
    if characters in WHOLE:
        return characters
    if _is_called_guan_fang(characters):
        return ""
    found = [word.text for word in _CHINESE if _stands(word, characters)]
    found += [work for work in _WORK if work in characters]
    return max(found, key=len, default="")


def _is_called_guan_fang(characters: str) -> bool:
    """易官方 and 官方正 are people: a surname and a given name."""
    if len(characters) != 3:
        return False
    first, last = characters[0], characters[2]
    return (first in SURNAMES and characters[1:] == "官方") or (characters[:2] == "官方" and last in GIVEN_NAMES)


def _stands(word: Word, characters: str) -> bool:
    place = characters.find(word.text)
    while place >= 0:
        before, behind = characters[place - 1 : place], characters[place + len(word.text) :][:1]
        is_cut_behind = behind and behind in word.behind and (not word.both or (before and before in word.both))
        if not (before and before in word.before) and not is_cut_behind:
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
    return next((word for word in BY_SOUND if _is_heard(word, characters)), "")


def _is_heard(word: str, characters: str) -> bool:
    """Whether a word of two signs is read there, with one of them; not in somebody's name (王政福)."""
    for place, window in enumerate(_windows(characters, 2)):
        is_given = place == 1 and len(characters) == 3 and characters[0] in SURNAMES
        same = sum(map(str.__eq__, window, word))
        if same == 1 and not is_given and all(map(sounds_alike, window, word)):
            return True
    return False


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
    if window[0] not in SURNAMES or len(window) not in (2, 3):
        return False
    if len(window) == 2:
        return True
    others = {one for one in window if one not in word}
    is_no_chance = len(others) == 1 and all(map(sounds_alike, window, word))  # 管理元
    return not is_no_chance and window[-1] in GIVEN_NAMES and others <= GIVEN_NAMES | SURNAMES
