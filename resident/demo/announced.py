"""What the committee of the demo community has told everybody."""

from typing import NamedTuple


class Announced(NamedTuple):
    """A notice: how many days ago, until how many days from now, for which buildings (all, where none is named)."""

    title: dict[str, str]
    body: dict[str, str]
    days_ago: int
    ends_in: int | None = None
    buildings: tuple[int, ...] = ()
    is_pinned: bool = False


WEEKDAYS = {
    "zh_Hans": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
ANNOUNCED = (
    Announced(
        {"zh_Hans": "秋季燃气安全检查：请留人在家", "en": "Gas safety check this autumn: please be at home"},
        {
            "zh_Hans": "燃气公司按楼栋逐户检查，检查员佩戴工牌，不收费，不推销。",
            "en": "The gas company visits every home, building by building. Inspectors wear a badge, charge nothing "
            "and sell nothing.",
        },
        days_ago=40,
        ends_in=-12,
    ),
    Announced(
        {
            "zh_Hans": "楼道里不停电动车，充电到车棚",
            "en": "Charge e-bikes in the shed",
        },
        {
            "zh_Hans": "楼道停车、飞线充电堵住逃生的路。车棚有二十个充电位，扫码就能用。\n"
            "发现有人在楼道充电，请在“诉求”里告诉我们，写清楼栋和楼层。",
            "en": "A bicycle in the hallway or a cable from a window blocks the way out. The shed has twenty sockets; scan "
            "the code to use one.\nIf you see somebody charge in a hallway, raise a demand with building and floor.",
        },
        days_ago=9,
        is_pinned=True,
    ),
    Announced(
        {"zh_Hans": "老年食堂下周换新菜单", "en": ""},
        {"zh_Hans": "周一到周五中午 11:00 到 12:30，新增两道软食。七十岁以上凭身份证八折。", "en": ""},
        days_ago=3,
        ends_in=20,
    ),
    Announced(
        {"zh_Hans": "{day}上午停水，请先接好水", "en": "No water on {day} morning"},
        {
            "zh_Hans": "9:00 到 12:00，自来水公司换主管道的阀门。来水后先放一分钟，水清了再用。\n"
            "家里有老人、提不动水的，打个电话，志愿者给您送上门。",
            "en": "From 9:00 to 12:00 the water company replaces the main valve. When it is back, let it run for a minute "
            "until it is clear.\nIf carrying water is hard for you, call us: a volunteer brings it to your door.",
        },
        days_ago=0,
        ends_in=2,
        buildings=(1, 2, 3, 4),
    ),
)
