"""What kind of matter it is, guessed from the words; whoever writes sees the guess and may change it.

Categories are named by each community, so topics are found in their names first and in what was typed then.
"""

from collections.abc import Iterable
from typing import NamedTuple, Protocol


class Named(Protocol):
    """A category as far as it matters here."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def name(self) -> dict[str, str]:
        """What the community calls it, in two languages."""


class Topic(NamedTuple):
    """What a category of this topic is called, and the words by which people speak of it; all in small letters."""

    names: tuple[str, ...]
    words: tuple[str, ...]


def _topic(names: str, words: str) -> Topic:
    return Topic(tuple(names.split("|")), tuple(words.split("|")))


TOPICS = (
    _topic(
        "安全|消防|治安|safety|security|fire",
        "电动车|充电|消防|火|燃气|煤气|漏电|线路|电线|断枝|断了|裂|掉下|砸|坠|小偷|被偷|监控|杂物|堆|绊倒|滑倒|摔|悬|"
        "e-bike|charging|smoke|gas|wire|cable|crack|fall|stolen|thief|camera|steep",
    ),
    _topic(
        "噪音|噪声|扰民|noise",
        "噪音|噪声|扰民|太吵|很吵|吵得|吵闹|打桩|施工|装修|电钻|广场舞|音响|唱歌|狗叫|睡不着|睡不好|"
        "noise|noisy|loud|drill|bark|music|hammering|sleep",
    ),
    _topic(
        "停车|车位|交通|parking|traffic",
        "停车|车位|占道|乱停|堵车|堵得|堵住|拥堵|车辆|汽车|货车|道闸|限速|parking|parked|traffic|cars|vans|speeding",
    ),
    _topic(
        "卫生|保洁|垃圾|环境|clean|waste|rubbish",
        "垃圾|太脏|很脏|脏乱|臭|异味|气味|保洁|打扫|清扫|老鼠|蟑螂|蚊|狗屎|狗便|粪|污水|油烟|小广告|"
        "rubbish|garbage|trash|litter|bins|dirty|smell|rats|mosquito|droppings",
    ),
    _topic(
        "绿化|园林|花草|green|garden|tree",
        "绿化|草坪|草地|花坛|树枝|树木|修剪|浇水|虫害|tree|branch|lawn|hedge|flower bed",
    ),
    _topic(
        "物业|property",
        "物业|物业费|保安|门岗|收费|快递|property company|guard|fee|porter|parcel",
    ),
    _topic(
        "助老|养老|老人|老年|助困|关爱|elder|care",
        "老人|独居|老年|助餐|送餐|养老|轮椅|看病|陪|残疾|孤寡|低保|elderly|old people|wheelchair|lonely|meal",
    ),
    _topic(
        "邻里|纠纷|调解|neighbour|dispute",
        "邻居|纠纷|吵架|调解|争|neighbour|quarrel|dispute",
    ),
    _topic(
        "设施|设备|维修|房屋|facilit|repair|building",
        "路灯|灯|门禁|刷卡|电梯|长椅|椅子|健身|坏了|不亮|松了|漏水|渗水|漏雨|水管|停水|停电|水压|井盖|路面|坑|台阶|坡道|扶手|"
        "大门|单元门|门锁|信箱|墙皮|屋顶|外墙|lamp|light|lift|elevator|bench|door|lock|broken|leak|pipe|water|power|ramp|steps|"
        "handrail|roof|wall|pavement",
    ),
    _topic(
        "建议|意见|suggest|idea",
        "建议|能不能|能否|可否|可不可以|希望|想请|增加|增设|多装|多放|加装|could we|can we|suggest|idea|would be nice|how about",
    ),
)
OTHER = ("其他", "其它", "other", "else")


DELICATE = (  # what nobody at home should find on a phone that lies about; too much here costs a draft and nothing else
    "家暴|家庭暴力|打老婆|打我|打她|打孩子|殴打|虐待|施暴|掐|威胁我|恐吓|跟踪|不敢回家|害怕回家|强奸|猥亵|性侵|骚扰我|前夫|前妻|"
    "violen|beats|hits me|hit me|hits her|abus|rape|molest|stalk|threaten|afraid of|scared of|my husband|my wife|my ex"
)


def words_of(category: Named) -> list[str]:
    """By which words a matter of this category is known; none where its name says no topic."""
    name = _said(category.name.values())
    return [word for topic in TOPICS if any(one in name for one in topic.names) for word in topic.words]


def guessed(title: str, body: str, categories: Iterable[Named]) -> int | None:
    """The category whose words say most of this, else the one for all others; None where there is none.

    The page guesses by the same weights (`raising.js`): a long word says more than a short one, the title twice as
    much as the rest.
    """
    said, best, most, other = f"{title}\n{title}\n{body}".lower(), None, 0, None
    for category in categories:
        weight = sum(len(word) * said.count(word) for word in words_of(category))
        if weight > most:
            best, most = category.id, weight
        if other is None and any(one in _said(category.name.values()) for one in OTHER):
            other = category.id
    return best or other


def _said(names: Iterable[str]) -> str:
    return " ".join(names).lower()
