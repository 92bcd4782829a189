"""The activities of the demo community that come again and again: most of the hours of a month are theirs."""

from resident.demo.occasions import CORNER, GARDEN, INSURED, ROOM, DemoActivity, DemoShift

SHED = {"zh_Hans": "东门岗亭旁", "en": "Beside the east gate"}
DOORS = {"zh_Hans": "桂花社工站门口", "en": "At the social work station"}

REGULAR: tuple[DemoActivity, ...] = (
    DemoActivity(
        "team",
        "jianguo",
        "tree",
        {"zh_Hans": "一起照看花园", "en": "We look after the garden"},
        {
            "zh_Hans": "浇水、除草、捡落叶，种几棵新花。工具都有，带一双手套就行。",
            "en": "Watering, weeding, leaves, and some new flowers. Tools are there; bring gloves.",
        },
        {"zh_Hans": "剪刀和铁锹有刃，用完放回架子。", "en": "Shears and spades are sharp: put them back on the rack."},
        INSURED,
        (
            DemoShift(-312, "09:00", "11:30", 9, GARDEN, ("xu", "ma", "zeng", "song")),
            DemoShift(-221, "09:00", "11:30", 9, GARDEN, ("xu", "song", "zhao", "zeng")),
            DemoShift(-128, "09:00", "11:30", 9, GARDEN, ("song", "ma", "zhao", "gao")),
            DemoShift(-62, "09:00", "11:30", 9, GARDEN, ("zeng", "ma", "emma", "song", "gao")),
            DemoShift(-25, "09:00", "11:30", 9, GARDEN, ("zhao", "xu", "tang", "peng")),
            DemoShift(-18, "09:00", "11:00", 9, GARDEN, ("song", "gao", "zeng", "hua", "tang")),
            DemoShift(-11, "09:00", "11:00", 9, GARDEN, ("xu", "peng", "emma", "ma", "tang")),
            DemoShift(-4, "09:00", "11:00", 9, GARDEN, ("song", "zhao", "zeng", "tang", "peng")),
            DemoShift(10, "09:00", "11:00", 9, GARDEN, ("song", "tang", "xu")),
        ),
    ),
    DemoActivity(
        "station",
        "worker",
        "health",
        {"zh_Hans": "陪独居老人说说话", "en": "An hour with somebody who lives alone"},
        {
            "zh_Hans": "两人一组上门，喝杯茶，看看家里缺什么。社工站先打好招呼。",
            "en": "In pairs, a cup of tea, and a look at what is missing. The station rings up first.",
        },
        {
            "zh_Hans": "不收礼、不代管钱物；有事先找社工。",
            "en": "No gifts, no money in your care; ask the station first.",
        },
        INSURED,
        (
            DemoShift(-35, "14:30", "16:30", 5, DOORS, ("ma", "feng", "deng", "xu")),
            DemoShift(-21, "14:30", "16:30", 5, DOORS, ("feng", "deng", "luo", "xiao")),
            DemoShift(-14, "14:30", "16:30", 5, DOORS, ("feng", "deng", "zeng", "maria")),
            DemoShift(-7, "14:30", "16:30", 5, DOORS, ("feng", "luo", "xiao", "deng")),
            DemoShift(2, "14:30", "16:30", 5, DOORS, ("feng", "deng", "luo", "xiao", "maria"), ("zeng",)),
        ),
    ),
    DemoActivity(
        "volunteers",
        "xiuying",
        "activity",
        {"zh_Hans": "周周英语角", "en": "English corner"},
        {
            "zh_Hans": "两位外国邻居陪大家聊聊天，点菜、问路、和孙辈视频都用得上。零基础也欢迎。",
            "en": "James and Emma chat with whoever comes: ordering food, asking the way, video calls with grandchildren.",
        },
        {"zh_Hans": "没有特别的风险。", "en": "No special risks."},
        INSURED,
        (
            DemoShift(-9, "19:00", "20:30", 7, CORNER, ("james", "emma", "sofia", "yang")),
            DemoShift(
                5, "19:00", "20:30", 7, CORNER, ("james", "emma", "yang", "tang", "sofia", "cai", "pan"), ("luo",)
            ),
        ),
    ),
    DemoActivity(
        "team",
        "jianguo",
        "cleaning",
        {"zh_Hans": "小小修理铺", "en": "The little repair shop"},
        {
            "zh_Hans": "会修伞、修小家电、缝补的邻居坐镇，别急着扔。",
            "en": "Neighbours who can mend umbrellas, kettles and trousers sit together. Do not throw it away yet.",
        },
        {"zh_Hans": "电器先断电再拆。", "en": "Unplug before you open anything."},
        INSURED,
        (
            DemoShift(-16, "14:00", "16:00", 5, SHED, ("liang", "pan", "huang")),
            DemoShift(12, "14:00", "16:00", 5, SHED, ("liang", "pan", "huang", "james", "gao"), ("cai", "wu")),
        ),
    ),
    DemoActivity(
        "committee",
        "admin",
        "children",
        {"zh_Hans": "消防演练，帮忙带队", "en": "Fire drill: stewards wanted"},
        {
            "zh_Hans": "全小区一起走一遍逃生路线，每栋楼要一位带队的邻居，最后教大家用灭火器。",
            "en": "The whole estate walks its way out once. Each building needs a steward; then everybody tries an extinguisher.",
        },
        {"zh_Hans": "下楼靠右，不用电梯，看好孩子。", "en": "Keep right on the stairs, no lifts, mind the children."},
        INSURED,
        (DemoShift(13, "15:00", "16:30", 16, ROOM, ("liang", "chen", "wu", "peng", "feng", "huang")),),
    ),
)
