"""Where somebody can be reached is pointed out in what is about to be public, and nothing else is."""

import pytest

from resident.moderation.contacts import hints, stretches
from resident.moderation.kinds import Read, Shown


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("有消息打我电话13800000007，吴", "phone", "13800000007"),
        ("138 0000 0007", "phone", "138 0000 0007"),
        ("call 138-0000-0007 please", "phone", "138-0000-0007"),
        ("座机 0571-87654321", "phone", "0571-87654321"),
        ("身份证11010519491231002X", "card", "11010519491231002X"),
        ("写信到 wu.lao_3@example.com。", "mail", "wu.lao_3@example.com"),
        ("加微信：lao_wu88", "chat", "微信：lao_wu88"),
        ("my WeChat laowu1988", "chat", "WeChat laowu1988"),
        ("QQ号 123456789", "chat", "QQ号 123456789"),
    ],
)
def test_a_way_to_reach_somebody_is_found(text: str, kind: str, found: str) -> None:
    assert [(one.kind, one.text) for one in stretches(text) if one.kind] == [(kind, found)]
    assert "".join(one.text for one in stretches(text)) == text
    assert len(hints(Shown(title={}, version=1, text=text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "五栋二单元 502",
        "2026年3月1日 18:00 到 19:30",
        "订单号 2026030112345678901234",
        "一共 1380000 元",
        "微信群里说过",
        "@所有人",
        "编号13800000007123",
    ],
)
def test_other_numbers_and_words_are_left_alone(text: str) -> None:
    assert [one for one in stretches(text) if one.kind] == []
    assert hints(Shown(title={}, version=1, text=text)) == []


def test_every_text_in_every_language_is_looked_at_and_each_kind_told_once() -> None:
    texts = [Read("甲", {"zh_Hans": "打13800000007", "en": "or 13800000008"}), Read("乙", "a@b.cn")]
    assert len(hints(Shown(title={}, version=1, texts=texts))) == 2
