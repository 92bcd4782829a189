"""What the shops and the charity of the demo community give for points, and who has asked for it."""

from dataclasses import dataclass

Words = dict[str, str]


@dataclass(frozen=True)
class DemoReward:
    """Something a shop or a donor gives for points."""

    body: str
    picture: str
    name: Words
    about: Words
    price: int
    stock: int


REWARDS: tuple[DemoReward, ...] = (
    DemoReward(
        "shop",
        "tissue",
        {"zh_Hans": "抽纸一提", "en": "Pack of tissues"},
        {"zh_Hans": "六包装。", "en": "Six in a pack."},
        30,
        22,
    ),
    DemoReward(
        "shop",
        "soap",
        {"zh_Hans": "香皂两块", "en": "Two bars of soap"},
        {"zh_Hans": "桂花香。", "en": "Smells of osmanthus."},
        20,
        40,
    ),
    DemoReward(
        "shop",
        "rice",
        {"zh_Hans": "大米五公斤", "en": "Rice, 5 kg"},
        {"zh_Hans": "当季新米。", "en": "This season's harvest."},
        90,
        9,
    ),
    DemoReward(
        "shop",
        "umbrella",
        {"zh_Hans": "晴雨伞", "en": "Umbrella"},
        {"zh_Hans": "结实，风大也不翻。", "en": "Sturdy, also in the wind."},
        60,
        1,
    ),
    DemoReward(
        "barber",
        "hair",
        {"zh_Hans": "理发一次", "en": "One haircut"},
        {"zh_Hans": "周二到周四来，不用排队。", "en": "Tuesday to Thursday there is no queue."},
        50,
        5,
    ),
    DemoReward(
        "charity",
        "cuff",
        {"zh_Hans": "电子血压计", "en": "Blood pressure monitor"},
        {"zh_Hans": "送货上门，教会为止。", "en": "Brought to your door and explained."},
        300,
        2,
    ),
    DemoReward(
        "charity",
        "towel",
        {"zh_Hans": "毛巾三条", "en": "Three towels"},
        {"zh_Hans": "纯棉。", "en": "Pure cotton."},
        40,
        0,
    ),
    DemoReward(
        "charity",
        "gift",
        {"zh_Hans": "一份小惊喜", "en": "A small surprise"},
        {
            "zh_Hans": "邻居们捐的小东西，打开才知道。",
            "en": "Something that a neighbour gave; you know when you open it.",
        },
        30,
        12,
    ),
)


@dataclass(frozen=True)
class Asked:
    """Who redeems which reward, so many days ago, and fetches it so many days ago; None: it waits."""

    person: str
    reward: str
    days: float
    fetched: float | None = None


ASKED: tuple[Asked, ...] = (
    Asked("zhao", "soap", 16, 15),
    Asked("emma", "soap", 9, 8),
    Asked("xu", "gift", 8, 6),
    Asked("ma", "tissue", 6, 5),
    Asked("song", "hair", 5, 3),
    Asked("zeng", "gift", 4, 2),
    Asked("li", "soap", 3, 2),
    Asked("hua", "soap", 1.2),
    Asked("gao", "gift", 1),
    Asked("zhao", "hair", 0.4),
    Asked("li", "tissue", 0.1),
)
