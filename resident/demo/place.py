"""The demo community itself: its name, its grids and doorplates, its bodies, its people."""

from resident.communities.models import Role
from resident.organizations.models import MemberRole, OrganizationKind

SLUG = "guihua"
NAME = {"zh_Hans": "桂花社区", "en": "Osmanthus Community"}
ADDRESS = {"zh_Hans": "桂花路18号", "en": "18 Osmanthus Road"}
PHONE = "0571-88000018"
DUTY_PHONE = "0571-88000019"
GOAL = {"zh_Hans": "陪伴独居老人", "en": "company for neighbours who live alone"}
GOAL_HOURS = 120

GRIDS: dict[str, tuple[dict[str, str], list[int]]] = {
    "east": ({"zh_Hans": "东区网格", "en": "East grid"}, [1, 2, 3, 4]),
    "west": ({"zh_Hans": "西区网格", "en": "West grid"}, [5, 6, 7, 8]),
}

# What stands beside the buildings, in which grid; and the plan of all of it: column, row, width, height in fields.
BESIDE = {
    "garden": ("garden", {"zh_Hans": "中心花园", "en": "Garden"}, "east"),
    "car_park": ("car_park", {"zh_Hans": "停车场", "en": "Car park"}, "west"),
    "gate": ("gate", {"zh_Hans": "东门", "en": "East gate"}, "west"),
}
PLAN: dict[int | str, tuple[int, int, int, int]] = {
    1: (0, 0, 1, 2),
    2: (1, 0, 1, 2),
    3: (2, 0, 1, 2),
    4: (4, 0, 2, 1),
    7: (4, 1, 2, 1),
    "garden": (0, 2, 4, 2),
    "gate": (5, 3, 2, 1),
    5: (0, 4, 2, 1),
    6: (2, 4, 2, 1),
    "car_park": (0, 5, 3, 1),
    8: (5, 4, 2, 2),
}
BODIES: dict[str, tuple[OrganizationKind, dict[str, str], dict[str, str], dict[str, str], dict[str, str]]] = {
    "committee": (
        OrganizationKind.COMMITTEE,
        {"zh_Hans": "桂花社区居民委员会", "en": "Osmanthus Residents' Committee"},
        {
            "zh_Hans": "社区的事在这里商量、派单和答复。",
            "en": "Where the community talks things over, assigns and answers.",
        },
        {"zh_Hans": "桂花路18号一楼", "en": "18 Osmanthus Road, ground floor"},
        {"zh_Hans": "工作日 8:30 到 17:30", "en": "Working days 8:30 to 17:30"},
    ),
    "volunteers": (
        OrganizationKind.SOCIAL_ORGANIZATION,
        {"zh_Hans": "桂花邻里互助会", "en": "Osmanthus Neighbours' Aid"},
        {"zh_Hans": "邻居帮邻居：探望、清洁、教手机。", "en": "Neighbours help neighbours: visits, cleaning, phones."},
        {"zh_Hans": "6栋一楼居民活动室", "en": "Community room, building 6, ground floor"},
        {"zh_Hans": "每天 9:00 到 17:00", "en": "Daily 9:00 to 17:00"},
    ),
    "team": (
        OrganizationKind.VOLUNTEER_TEAM,
        {"zh_Hans": "金桂志愿服务队", "en": "Golden Osmanthus volunteer team"},
        {
            "zh_Hans": "巡逻、植树、赛事帮手，四十多位邻居。",
            "en": "Patrols, trees, events: more than forty neighbours.",
        },
        {"zh_Hans": "东门岗亭旁", "en": "Beside the east gate"},
        {"zh_Hans": "周末", "en": "Weekends"},
    ),
    "station": (
        OrganizationKind.SOCIAL_WORK_STATION,
        {"zh_Hans": "桂花社工站", "en": "Osmanthus social work station"},
        {"zh_Hans": "陪伴独居老人和困难家庭。", "en": "At the side of elders who live alone and families in need."},
        {"zh_Hans": "桂花路18号二楼", "en": "18 Osmanthus Road, first floor"},
        {"zh_Hans": "周二至周六 9:00 到 17:00", "en": "Tuesday to Saturday 9:00 to 17:00"},
    ),
    "property": (
        OrganizationKind.PROPERTY_COMPANY,
        {"zh_Hans": "安和物业", "en": "Anhe Property"},
        {"zh_Hans": "公共设施、保洁和门岗。", "en": "Shared facilities, cleaning and the gates."},
        {"zh_Hans": "东门物业服务中心", "en": "Service centre at the east gate"},
        {"zh_Hans": "全天有人值班", "en": "Somebody on duty day and night"},
    ),
    "owners": (
        OrganizationKind.OWNERS_COMMITTEE,
        {"zh_Hans": "桂花苑业主委员会", "en": "Osmanthus Court owners' committee"},
        {"zh_Hans": "维修资金和小区公约。", "en": "The repair fund and the rules of the estate."},
        {"zh_Hans": "5栋架空层", "en": "Building 5, open ground floor"},
        {"zh_Hans": "周三晚 19:00 到 20:30", "en": "Wednesday evening 19:00 to 20:30"},
    ),
    "charity": (
        OrganizationKind.CHARITY,
        {"zh_Hans": "微光慈善基金会", "en": "Little Light charity"},
        {"zh_Hans": "捐赠物品，不收现金。", "en": "Gives goods; takes no money."},
        {"zh_Hans": "6栋一楼爱心角", "en": "Kindness corner, building 6"},
        {"zh_Hans": "周六 10:00 到 16:00", "en": "Saturday 10:00 to 16:00"},
    ),
    "shop": (
        OrganizationKind.MERCHANT,
        {"zh_Hans": "桂花便利店", "en": "Osmanthus corner shop"},
        {"zh_Hans": "积分兑换点之一。", "en": "One of the places to use points."},
        {"zh_Hans": "东门外左手第二间", "en": "Second shop on the left outside the east gate"},
        {"zh_Hans": "每天 8:00 到 21:00", "en": "Daily 8:00 to 21:00"},
    ),
    "barber": (
        OrganizationKind.MERCHANT,
        {"zh_Hans": "阿珍理发店", "en": "Ah Zhen's barber shop"},
        {"zh_Hans": "为邻居留了位子。", "en": "Keeps chairs for neighbours."},
        {"zh_Hans": "西门内第一间", "en": "First shop inside the west gate"},
        {"zh_Hans": "周二至周日 9:00 到 19:00", "en": "Tuesday to Sunday 9:00 to 19:00"},
    ),
}

# phone, display name, (building, unit, room) of a confirmed home
PEOPLE: dict[str, tuple[str, str, tuple[int, str, str] | None]] = {
    "li": ("13800000001", "李阿姨", (3, "2", "502")),
    "zhou": ("13800000002", "小周", (3, "2", "301")),
    "chen": ("13800000003", "老陈", (5, "1", "102")),
    "wu": ("13800000004", "吴先生", (5, "1", "401")),
    "sun": ("13800000005", "孙爷爷", (1, "1", "101")),
    "emma": ("13800000006", "Emma", (7, "1", "602")),
    "lin": ("13800000007", "林女士", (6, "2", "203")),
    "zhao": ("13800000008", "赵大姐", (2, "1", "201")),
    "hua": ("13800000009", "小华", (8, "1", "305")),
    "tan": ("13800000060", "谭玉珍", (1, "1", "302")),
    "huang": ("13800000061", "黄师傅", (2, "1", "402")),
    "yang": ("13800000062", "杨柳", (2, "2", "501")),
    "xu": ("13800000063", "徐老师", (3, "1", "203")),
    "ma": ("13800000064", "马奶奶", (4, "2", "101")),
    "gao": ("13800000065", "高远", (5, "2", "602")),
    "luo": ("13800000066", "罗洁", (5, "1", "303")),
    "he": ("13800000067", "贺爷爷", (6, "1", "202")),
    "tang": ("13800000068", "唐小米", (6, "2", "504")),
    "feng": ("13800000069", "冯医生", (7, "1", "301")),
    "xiao": ("13800000070", "Xiao Lin", (7, "2", "405")),
    "peng": ("13800000071", "彭叔", (8, "1", "102")),
    "cai": ("13800000072", "蔡蔡", (8, "2", "601")),
    "deng": ("13800000073", "邓丽", (1, "2", "403")),
    "james": ("13800000074", "James", (7, "2", "302")),
    "maria": ("13800000075", "Maria", (8, "2", "203")),
    "zeng": ("13800000076", "曾阿姨", (4, "1", "502")),
    "liang": ("13800000077", "梁工", (3, "2", "601")),
    "song": ("13800000078", "宋妈妈", (6, "1", "401")),
    "pan": ("13800000079", "潘师傅", (2, "1", "103")),
    "sofia": ("13800000080", "Sofia", (5, "2", "201")),
    "qin": ("13800000032", "秦老师", None),
    "wang": ("13800000010", "王敏", None),
    "liu": ("13800000011", "刘洋", None),
    "xiuying": ("13800000020", "赵秀英", (6, "1", "101")),
    "jianguo": ("13800000021", "钱建国", (4, "1", "301")),
    "shopkeeper": ("13800000030", "何店长", None),
    "barber": ("13800000031", "阿珍", None),
    "worker": ("13800000040", "沈社工", None),
    "dispatcher": ("13800000050", "张师傅", None),
    "admin": ("13800000090", "方静", None),
}

ROLES: dict[str, list[Role]] = {
    "wang": [Role.MODERATOR],
    "liu": [Role.MODERATOR],
    "worker": [Role.WORKER],
    "admin": [Role.ADMINISTRATOR, Role.WORKER],
}

MEMBERS: list[tuple[str, str, MemberRole]] = [
    ("xiuying", "volunteers", MemberRole.MANAGER),
    ("jianguo", "volunteers", MemberRole.MANAGER),
    ("jianguo", "team", MemberRole.MANAGER),
    ("zhao", "team", MemberRole.MEMBER),
    ("shopkeeper", "shop", MemberRole.CLERK),
    ("barber", "barber", MemberRole.MANAGER),
    ("worker", "station", MemberRole.MANAGER),
    ("dispatcher", "property", MemberRole.MANAGER),
    ("admin", "committee", MemberRole.MANAGER),
    ("qin", "charity", MemberRole.MANAGER),
]
URGENCIES = {"safety": "ordinary"}  # as its story of the last months was told
