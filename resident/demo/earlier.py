"""What was raised in the eleven months before: what the bars of the three rates are made of."""

from typing import NamedTuple


class Earlier(NamedTuple):
    """One demand of an earlier month, closed long ago.

    `ending`: "good" and "fair" (solved, content or fairly so), "poor" (solved, not content), "slow" (answered and
    closed late, never rated).
    """

    author: str
    category: str
    building: int | str | None
    title: str
    body: str
    answer: str
    ending: str = "good"
    body_key: str = "property"


# The oldest month first.
EARLIER: tuple[tuple[Earlier, ...], ...] = (
    (
        Earlier("chen", "facilities", 5, "楼道灯不亮", "一单元三楼的灯坏了，上下楼要摸着墙。", "灯泡换了。", "slow"),
        Earlier("zhao", "cleanliness", 2, "门口地砖松了", "踩上去溅一脚水。", "重新铺平了。", "slow"),
        Earlier("gao", "parking", "car_park", "车位线看不清了", "线磨没了，大家停得歪歪扭扭。", "重新画了线。", "poor"),
        Earlier("lin", "property", 6, "物业费的账目想看看", "去年的收支没有贴出来。", "已贴在公告栏。", "fair"),
        Earlier("peng", "noise", 8, "半夜有人拖椅子", "楼上夜里十二点还有声音。", "上门提醒过了，垫了脚垫。"),
        Earlier(
            "emma",
            "facilities",
            7,
            "The door of the lobby slams",
            "The whole stairwell shakes.",
            "It has a new closer.",
            "slow",
        ),
    ),
    (
        Earlier("wu", "safety", 5, "窨井盖晃动", "踩上去哐当响，怕孩子掉下去。", "井盖换了新的。"),
        Earlier("hua", "cleanliness", 8, "装修垃圾堆在花坛里", "好几袋水泥块，压着花。", "清走了，补种了花。", "slow"),
        Earlier(
            "tan",
            "elders",
            1,
            "出门的台阶太高",
            "八十岁的人迈不上去，能加个小踏步吗？",
            "加了一级木踏步。",
            "fair",
            "committee",
        ),
        Earlier("liang", "facilities", 3, "电梯按钮不灵", "三楼的按钮要按好几下。", "换了按钮。", "poor"),
        Earlier(
            "james",
            "noise",
            7,
            "Dogs bark in the yard at night",
            "Three of them, from two on.",
            "We spoke with the owners.",
            "slow",
        ),
    ),
    (
        Earlier("ma", "facilities", "garden", "凉亭漏雨", "下雨天凉亭里也滴水。", "瓦片补好了。"),
        Earlier("song", "safety", "garden", "滑梯有裂口", "边上裂开，会划手。", "磨平并包了边。", "fair"),
        Earlier("cai", "parking", "gate", "道闸抬得太慢", "上班时排长队。", "调快了，换了读卡头。", "slow"),
        Earlier("yang", "property", 2, "快递乱放门厅", "门厅走不进去。", "摆了货架，按楼层放。"),
        Earlier(
            "he",
            "suggestion",
            6,
            "活动室早点开门",
            "八点半开门，我们七点就醒了。",
            "改成七点半开门。",
            "good",
            "committee",
        ),
        Earlier(
            "xiao",
            "cleanliness",
            7,
            "Dust in the stairwell",
            "Not swept for weeks.",
            "Swept, and now twice a week.",
            "slow",
        ),
    ),
    (
        Earlier("sun", "elders", 1, "无障碍卫生间锁着", "钥匙不知道在谁那里。", "白天都开着了。", "good", "committee"),
        Earlier("zeng", "cleanliness", 4, "花坛边总有狗粪", "孩子踩了一脚。", "放了拾便袋。", "poor"),
        Earlier("xu", "facilities", 3, "信箱锁坏了", "四个信箱打不开。", "锁芯都换了。"),
        Earlier(
            "maria",
            "safety",
            8,
            "The fire door does not close",
            "It stays open by itself.",
            "The spring was replaced.",
            "fair",
        ),
        Earlier("pan", "noise", 2, "早上六点就有电钻声", "装修的人来得太早。", "和施工队说好八点以后。", "slow"),
    ),
    (
        Earlier("luo", "facilities", 5, "晾衣架歪了", "楼下公共晾衣架要倒。", "重新固定了。"),
        Earlier("tang", "parking", 6, "自行车棚没地方放", "坏车占了一半。", "清走了三十七辆没人要的。"),
        Earlier("deng", "cleanliness", 1, "花坛里积水生虫", "下过雨好几天不干。", "水排干了，撒了药。", "fair"),
        Earlier(
            "jianguo",
            "suggestion",
            "garden",
            "给老树挂个牌子",
            "让孩子知道是什么树。",
            "挂了二十块牌子。",
            "good",
            "committee",
        ),
        Earlier("xu", "safety", 3, "单元门关不上", "夜里谁都能进。", "闭门器换了。", "slow"),
        Earlier(
            "sofia",
            "property",
            5,
            "No receipt for the parking fee",
            "I paid and got none.",
            "Receipts are sent now.",
            "poor",
        ),
    ),
    (
        Earlier("feng", "elders", 7, "活动室太闷", "老人坐久了头晕。", "装了新风，白天都开。", "good", "committee"),
        Earlier("huang", "facilities", 2, "水压太小", "六楼洗澡要等半天。", "换了水泵。", "slow"),
        Earlier("zhou", "cleanliness", 3, "垃圾房有味道", "门口站不住人。", "每天冲两次。"),
        Earlier("gao", "safety", 5, "车棚电线裸露", "绝缘皮破了。", "当天换了线。"),
        Earlier(
            "emma",
            "noise",
            7,
            "The pump hums all night",
            "One hears it on every floor.",
            "It stands on rubber now.",
            "fair",
        ),
    ),
    (
        Earlier("cai", "parking", "car_park", "雨天地库进水", "坡道口没有挡板。", "装了挡水板，备了沙袋。"),
        Earlier("zhao", "facilities", 2, "太阳能路灯不亮", "阴天就不亮。", "换了电池。", "fair"),
        Earlier(
            "song",
            "suggestion",
            6,
            "想有个作业角",
            "孩子放学没人看。",
            "开了，周一到周五下午。",
            "good",
            "volunteers",
        ),
        Earlier("peng", "cleanliness", 8, "楼道贴满小广告", "刚撕又贴。", "全部清了，装了公告板。", "poor"),
        Earlier("ma", "elders", 4, "想找人帮忙买菜", "腿脚不好，下楼难。", "志愿者每周去两次。", "good", "station"),
        Earlier("wu", "noise", 5, "空调外机声音大", "晚上嗡嗡响。", "加了减震垫。", "slow"),
    ),
    (
        Earlier("lin", "facilities", 6, "健身器材掉了螺丝", "扭腰器晃。", "拧紧了，上了油。"),
        Earlier(
            "james", "parking", 7, "Scooters parked on the ramp", "Nobody can get past.", "There are posts now.", "fair"
        ),
        Earlier("tan", "safety", 1, "台阶边缘碎了", "怕绊着。", "补平了，贴了防滑条。"),
        Earlier("hua", "property", 8, "门卫晚上睡着了", "喊半天没人应。", "换了夜班，两人一岗。"),
        Earlier("he", "cleanliness", 6, "池塘水发绿", "有味道。", "换了水，种了水草。", "slow"),
    ),
    (
        Earlier("xu", "safety", 3, "消防栓没有水", "演练时发现的。", "阀门修好，逐个试过。"),
        Earlier("yang", "facilities", 2, "对讲机听不清", "门口按了听不见。", "换了新的。", "fair"),
        Earlier("liang", "parking", 3, "楼前总有车堵门", "救护车进不来。", "画了禁停区。"),
        Earlier(
            "zeng", "elders", 4, "老邻居想聚一聚", "好久没坐下来说说话了。", "在活动室办了茶会。", "good", "volunteers"
        ),
        Earlier(
            "maria",
            "cleanliness",
            8,
            "Leaves block the drain",
            "The path floods.",
            "Cleared, and on the weekly list.",
            "good",
        ),
        Earlier("pan", "noise", 2, "广场音箱太响", "窗户都震。", "音量调低了。", "poor"),
    ),
    (
        Earlier("tang", "facilities", 6, "电梯镜子碎了", "边角很尖。", "换好了。"),
        Earlier("deng", "suggestion", 1, "图书角周末也开", "平时上班去不了。", "周末上午开。", "good", "volunteers"),
        Earlier("chen", "safety", 5, "楼梯扶手松动", "二楼转角。", "焊牢了。"),
        Earlier("luo", "cleanliness", 5, "地下室有积水", "一股霉味。", "抽干了，装了排风。", "fair"),
        Earlier(
            "xiao",
            "property",
            7,
            "The bell of the gate is broken",
            "Guests cannot ring.",
            "Replaced the same day.",
            "good",
        ),
    ),
    (
        Earlier("gao", "parking", "car_park", "访客车位不够", "周末没地方停。", "多划了六个。"),
        Earlier(
            "feng", "elders", 7, "轮椅借用想登记", "社区有两台，不知道找谁。", "在服务台登记就行。", "good", "committee"
        ),
        Earlier("sun", "facilities", 1, "晒太阳的地方没椅子", "老人站着聊天。", "放了两张长椅。"),
        Earlier("huang", "safety", 2, "电箱门关不严", "孩子会去碰。", "换了锁。", "fair"),
        Earlier(
            "sofia",
            "cleanliness",
            5,
            "Broken glass by the bins",
            "A child nearly cut herself.",
            "Swept within the hour.",
            "good",
        ),
        Earlier("cai", "noise", 8, "装修拖过了晚上八点", "连着三天。", "约定六点停工。", "slow"),
    ),
)
