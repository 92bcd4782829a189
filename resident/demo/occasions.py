"""The demo community's volunteer activities, past and to come."""

from dataclasses import dataclass

Words = dict[str, str]


@dataclass(frozen=True)
class DemoShift:
    """One shift: `day` from today (negative: past), local hours, who is in and who waits."""

    day: int
    start: str
    end: str
    capacity: int
    place: Words
    people: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True)
class DemoActivity:
    """One activity; `state` is published, in_review or cancelled."""

    body: str
    manager: str
    picture: str
    title: Words
    about: Words
    risks: Words
    protections: Words
    shifts: tuple[DemoShift, ...]
    state: str = "published"


ROOM = {"zh_Hans": "6栋一楼居民活动室", "en": "Community room, building 6"}
CORNER = {"zh_Hans": "社区图书角", "en": "Book corner"}
GATE = {"zh_Hans": "东门集合", "en": "Meet at the east gate"}
GARDEN = {"zh_Hans": "中心花园", "en": "Central garden"}
INSURED = {
    "zh_Hans": "当天为每位志愿者投保，现场有急救箱。",
    "en": "Every volunteer is insured for the day; a first-aid box is at hand.",
}

ACTIVITIES: tuple[DemoActivity, ...] = (
    DemoActivity(
        "volunteers",
        "xiuying",
        "dumpling",
        {"zh_Hans": "包饺子，给高龄老人送上门", "en": "Dumplings for our oldest neighbours"},
        {
            "zh_Hans": "社区里八十岁以上的老人有三十四位。一起包饺子，趁热送上门，坐下聊几句。不会包没关系，现场有人教。",
            "en": "34 neighbours here are over 80. We make dumplings together, bring them round hot and stay for a chat. "
            "Never made one? Someone will show you.",
        },
        {
            "zh_Hans": "有热锅和开水；送餐要上下楼梯，腿脚不便请选包饺子。",
            "en": "Hot pots and boiling water. Deliveries mean stairs: if your legs are tired, choose dumplings.",
        },
        INSURED,
        (
            DemoShift(3, "08:30", "10:00", 10, ROOM, ("li", "lin", "hua", "emma", "song", "maria", "tan")),
            DemoShift(
                3, "10:00", "12:00", 12, ROOM, ("lin", "chen", "zhao", "wu", "hua", "sun", "song", "deng", "luo")
            ),
            DemoShift(3, "11:00", "13:00", 3, GATE, ("zhou", "emma", "xiuying"), ("li", "jianguo")),
        ),
    ),
    DemoActivity(
        "volunteers",
        "xiuying",
        "cleaning",
        {"zh_Hans": "三栋到五栋，楼道大清理", "en": "Stairwell clean-up, buildings 3 to 5"},
        {
            "zh_Hans": "把楼道里的旧柜子、纸箱清出来，通道让出来。手套和推车都有。",
            "en": "We clear old cupboards and boxes out of the stairwells. Gloves and trolleys are there.",
        },
        {"zh_Hans": "搬重物请两人一起，注意脚下。", "en": "Lift heavy things in pairs and watch your step."},
        INSURED,
        (
            DemoShift(
                4, "09:00", "11:30", 8, {"zh_Hans": "三栋门口集合", "en": "Meet at building 3"}, ("zhou", "sun", "wu")
            ),
        ),
    ),
    DemoActivity(
        "volunteers",
        "jianguo",
        "phone",
        {"zh_Hans": "教老人用手机", "en": "Phones explained to older neighbours"},
        {
            "zh_Hans": "一对一教：挂号、付款、认骗局。请带上耐心。",
            "en": "One to one: doctor's appointments, paying, spotting fraud. Bring patience.",
        },
        {"zh_Hans": "没有特别的风险；请不要替老人保管密码。", "en": "No special risks; never keep anybody's password."},
        INSURED,
        (DemoShift(7, "14:30", "16:30", 4, CORNER, ("hua", "emma", "zhou", "lin"), ("li",)),),
    ),
    DemoActivity(
        "team",
        "jianguo",
        "tree",
        {"zh_Hans": "给花园的树刷白防虫", "en": "Whitewash the trees of the garden"},
        {
            "zh_Hans": "给花园里的树刷上防虫的白灰，孩子可以跟家长一起来。",
            "en": "A coat of lime keeps the beetles off. Children are welcome with a parent.",
        },
        {"zh_Hans": "石灰别沾到眼睛，戴手套。", "en": "Keep lime out of your eyes; wear gloves."},
        INSURED,
        (DemoShift(11, "09:00", "11:00", 20, GARDEN, ("zhao", "tang", "song", "peng", "gao")),),
    ),
    DemoActivity(
        "station",
        "worker",
        "health",
        {"zh_Hans": "陪独居老人去量血压", "en": "Take elders to have their blood pressure checked"},
        {
            "zh_Hans": "每人陪一位老人到社区卫生站，量好再送回家。",
            "en": "Each volunteer goes with one person to the health station and back home.",
        },
        {"zh_Hans": "路上慢走，过马路扶一把。", "en": "Walk slowly; lend an arm at the crossing."},
        INSURED,
        (DemoShift(0, "08:30", "18:30", 6, {"zh_Hans": "社区卫生站", "en": "Health station"}, ("li", "zhao")),),
    ),
    DemoActivity(
        "volunteers",
        "xiuying",
        "books",
        {"zh_Hans": "图书角整理和换书", "en": "Tidy the book corner and swap books"},
        {"zh_Hans": "把捐来的书分类上架，旧书换新书。", "en": "Sort the books that were given and swap old for new."},
        {"zh_Hans": "没有特别的风险。", "en": "No special risks."},
        INSURED,
        (
            DemoShift(-12, "09:00", "11:00", 6, CORNER, ("li", "lin", "emma")),
            DemoShift(-5, "09:00", "12:00", 6, CORNER, ("li", "zhou", "hua")),
        ),
    ),
    DemoActivity(
        "team",
        "jianguo",
        "activity",
        {"zh_Hans": "晚间平安巡逻", "en": "Evening safety walk"},
        {
            "zh_Hans": "两人一组，走一圈看看消防通道和楼道灯。",
            "en": "In pairs, once round: fire lanes and stairwell lamps.",
        },
        {"zh_Hans": "夜里结伴走，别单独进地下室。", "en": "At night stay together; never enter a basement alone."},
        INSURED,
        (
            DemoShift(-20, "19:00", "22:00", 8, GATE, ("li", "zhao", "chen", "sun")),
            DemoShift(-2, "19:00", "21:00", 8, GATE, ("zhao", "wu", "li", "gao")),
        ),
    ),
    DemoActivity(
        "volunteers",
        "xiuying",
        "children",
        {"zh_Hans": "放学后的作业角", "en": "Homework corner after school"},
        {
            "zh_Hans": "陪孩子写作业，等家长下班来接。",
            "en": "Sit with children over their homework until the parents come.",
        },
        {"zh_Hans": "孩子只能由登记的家长接走。", "en": "Children leave only with the parent on the list."},
        INSURED,
        (DemoShift(9, "16:00", "18:00", 5, ROOM),),
        state="in_review",
    ),
)
