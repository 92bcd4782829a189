"""The text messages there are: sentences that are filed with the provider word for word, and what may stand in them.

A variable holds numbers and dates of ours alone, six signs at most, as one provider allows no more: nothing that a
person has typed, and no address but the filed one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from resident import clock
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words

LONGEST_VALUE = 6
ZONE = "Asia/Shanghai"  # numbers of the mainland have one time
CODE, DANGER = "code", "danger"


@dataclass(frozen=True)
class Template:
    """One sentence. `examples` names its variables in their order; `label` is what its switch is called, if it has one."""

    kind: str
    sentence: str
    examples: Mapping[str, str]
    label: Words = ""
    has_address: bool = True


TEMPLATES = {
    one.kind: one
    for one in (
        Template(
            CODE,
            "您的验证码是{code}，{minutes}分钟内有效。请不要告诉任何人，工作人员也不会向您要。",
            {"code": "305817", "minutes": "5"},
            has_address=False,
        ),
        Template(
            "handed",
            "第{number}号诉求已派给您所在的单位，请登录签收。",
            {"number": "1024"},
            _l("A demand was handed to you"),
        ),
        Template(
            "done",
            "您提出的第{number}号诉求已办结，请登录评价办得怎么样。",
            {"number": "1024"},
            _l("Your demand was closed: please say whether it is solved"),
        ),
        Template(
            "place",
            "您候补的志愿服务有名额了，{day}{time}开始。来不了请登录取消。",
            {"day": "12月31日", "time": "09:30"},
            _l("A place became free for you"),
        ),
        Template(
            DANGER,
            "第{number}号诉求可能有人身危险，{time}报告。请马上登录查看，并按“我已看到”。",
            {"number": "1024", "time": "23:05"},
        ),
    )
}


def as_filed(template: Template, provider: str, address: str) -> str:
    """The sentence as it is filed with a provider: its variables in the provider's signs, the address as fixed text."""
    marks = {
        name: f"{{{place}}}" if provider == "tencent" else f"${{{name}}}"
        for place, name in enumerate(template.examples, 1)
    }
    end = address if template.has_address else ""
    return template.sentence.format(**marks) + end


def day_of(moment: datetime) -> str:
    """A day as a variable holds it: 12月31日."""
    here = clock.local(moment, ZONE)
    return f"{here.month}月{here.day}日"


def hour_of(moment: datetime) -> str:
    """A time of day as a variable holds it: 09:30."""
    return f"{clock.local(moment, ZONE):%H:%M}"
