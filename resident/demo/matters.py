"""What the neighbours of the demo community are talking about: one demand in every state."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Matter:
    """One demand as it is told: `days` ago, and how far it has come.

    `call` is with whom its body spoke on the telephone and what was said; `unread` are comments that wait for the review.
    """

    author: str
    category: str
    title: str
    body: str
    days: float
    state: str
    building: int | str | None = None
    spot: str = ""
    body_key: str = "property"
    supporters: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()
    answer: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()
    after: str = ""
    for_committee: bool = False
    shows_name: bool = True
    solved: bool = True
    is_content: bool = True
    call: tuple[str, str] = ("", "")
    unread: tuple[tuple[str, str], ...] = ()


MATTERS: tuple[Matter, ...] = (
    Matter(
        "sun",
        "safety",
        "中心花园的老槐树有一根大枝快断了",
        "昨天刮风，中心花园的槐树有一根粗枝裂开了，就悬在长椅上面，孩子们放学都从底下走。请先拉个绳子拦一下。",
        26,
        "solved",
        building="garden",
        supporters=("li", "zhao", "lin", "zhou"),
        comments=(("zhao", "我路过时绕着走的，确实吓人。"),),
        answer="当天下午已经拉起警戒绳，第二天一早园林工人把断枝锯掉了，其余的树也检查了一遍。",
        photos=("branch_broken",),
        after="branch_cut",
    ),
    Matter(
        "li",
        "facilities",
        "中心花园的长椅松了，坐上去会晃",
        "靠近凉亭的那张长椅，两颗螺丝掉了，老人坐上去会往后仰。",
        9,
        "resolved",
        building="garden",
        supporters=("sun", "zhao"),
        comments=(("sun", "我差点摔下来，麻烦快一点。"),),
        answer="螺丝已经补齐拧紧，其他六张长椅也顺手检查过了。请您去坐坐看。",
        photos=("bench_broken",),
        after="bench_new",
    ),
    Matter(
        "zhou",
        "facilities",
        "二单元门禁刷卡没反应",
        "从上个周末起，刷卡和密码都开不了门，读卡器一直亮红灯。大家现在拿砖头把门顶着，谁都能进来。楼上有两位独居老人，晚上不放心。",
        4,
        "in_hand",
        building=3,
        spot="二单元门口",
        supporters=("li", "sun", "chen", "lin", "zhao", "hua", "xu", "liang", "tan"),
        comments=(
            ("li", "我晚上回家都会把砖头拿开，大家也帮忙看着点门。"),
            ("chen", "去年也是进水，这次最好加个雨罩。"),
        ),
        call=("本人", "说了配件哪天到，夜里保安会来看门。"),
        answer="今天上午看过了，是读卡器主板进水，要换。配件两天后到，当天下午装好。这几天夜里十点以后保安每小时来看一次门。",
        photos=("reader", "door", "note"),
    ),
    Matter(
        "wu",
        "safety",
        "电动车又推进楼道充电了",
        "一楼和三楼有人从家里拉线出来给电动车充电，劝过不听。万一着火，楼上的人一个都跑不掉。",
        1.2,
        "assigned",
        building=5,
        spot="一单元楼道",
        supporters=("chen", "li", "sun", "lin", "zhao", "zhou", "hua", "gao", "song", "xu", "he"),
        comments=(("chen", "我就住一楼，每天闻到塑料味。"), ("lin", "能不能在车棚多装几个充电口？")),
        photos=("scooter_inside",),
    ),
    Matter(
        "lin",
        "parking",
        "早上七点半，东门堵得出不去",
        "送孩子的车、快递车、外卖车都挤在东门，十几分钟动不了。希望分一条路出来，或者早高峰请人疏导一下。",
        6,
        "parked",
        building="gate",
        body_key="committee",
        supporters=("zhou", "hua", "wu", "li"),
        comments=(
            ("hua", "西门也开的话会好很多。"),
            ("james", "Walking the kids out by the west gate takes four minutes. It works."),
        ),
        note="门口道路下个月要翻修，现在画线也会被挖掉，等完工后再定分流的办法。",
        photos=("gate_jam",),
    ),
    Matter(
        "chen",
        "noise",
        "河对岸工地夜里十一点还在打桩",
        "连着三天了，窗户关着都睡不着。打过电话，说不归社区管。",
        5.4,
        "referred",
        supporters=("sun", "zhao"),
        note="已转街道城管中队和市生态环境热线，由他们答复，进展会更新在这里。",
        photos=("noise",),
    ),
    Matter(
        "zhao",
        "cleanliness",
        "六栋垃圾房早上七点还不开门",
        "上班前想倒垃圾，门锁着，大家就堆在门口，招苍蝇。",
        6.3,
        "reopened",
        building=6,
        spot="垃圾房",
        supporters=("lin", "li"),
        answer="已经和保洁说好六点半开门。",
        note="开了两天又不开了。",
        solved=False,
    ),
    Matter(
        "emma",
        "facilities",
        "The light in the underground garage flickers",
        "Row C, near the lift of building 7: the light goes on and off all night. It gives me headaches and the corner is dark.",
        30,
        "solved",
        building=7,
        spot="Garage, row C",
        supporters=("hua",),
        answer="The ballast was worn out; the whole row now has new lamps.",
        photos=("garage_dark",),
        after="garage_lit",
    ),
    Matter(
        "li",
        "safety",
        "三栋楼道里堆了旧柜子，消防通道被占",
        "三楼到四楼之间放着两个旧柜子和一张床垫，已经一个多月了。",
        5.1,
        "merged",
        building=3,
        spot="三楼楼道",
        supporters=("zhou",),
        note="和另一件是同一件事",
    ),
    Matter(
        "zhou",
        "safety",
        "三栋楼道杂物很多，晚上容易绊倒",
        "二单元三楼到五楼都有人放东西，鞋柜、纸箱、婴儿车，灯又暗，老人孩子很容易绊倒。希望统一清一次。",
        5.6,
        "in_hand",
        building=3,
        spot="二单元楼道",
        body_key="volunteers",
        supporters=("sun", "lin", "liang"),
        call=("本人", "约好周末前清完，请大家先把贵重的收走。"),
        answer="已经排好一次楼道大清理，欢迎报名一起来，见活动页。",
    ),
    Matter(
        "wu",
        "noise",
        "楼上装修中午也在敲",
        "十二点到两点正是老人午休的时候，电钻声不停。希望按公约中午停工。",
        0.25,
        "in_review",
        building=5,
        spot="一单元501",
    ),
    Matter(
        "lin",
        "cleanliness",
        "小区里的流浪猫能不能统一绝育",
        "现在有十几只，晚上叫得厉害。我愿意出力，联系宠物医院的事我来跑。",
        0.3,
        "in_review",
        building="garden",
        photos=("cats",),
    ),
    Matter(
        "hua",
        "suggestion",
        "想借活动室排练合唱",
        "我们有二十来个人，想每周四晚上借活动室排练，九点前结束。",
        1,
        "changes_asked",
        building=6,
        spot="活动室",
        note="请写明从哪一周开始、负责人是谁，活动室好排时间。",
    ),
    Matter(
        "chen",
        "other",
        "某某店的东西最便宜，大家都去买",
        "他家东西又便宜又好，报我的名字还能打折，大家都去。",
        6,
        "not_approved",
        note="这是广告，不是诉求。如果想和邻居分享好店，可以在活动里交流。",
    ),
    Matter(
        "zhao",
        "other",
        "广场舞音箱谁拿走了",
        "昨晚放在凉亭的音箱不见了。后来找到了，是孙女拿回家充电。",
        4.6,
        "withdrawn",
        spot="凉亭",
    ),
    Matter(
        "li",
        "elders",
        "对门老人两天没出门了，敲门也不应",
        "对门住着一位独居的老人，平时每天早上下楼，这两天没见着。已经给社区打过电话，这里再登记一下，不想让大家都看到。",
        2,
        "in_hand",
        building=3,
        spot="二单元",
        body_key="station",
        for_committee=True,
        shows_name=False,
        answer="当天上门看过，老人感冒在家休息，已经联系家属，社工这几天每天去一次。",
    ),
)
