"""Which kind of matter the words sound like."""

import pytest

from resident.demands.actions.categories import USUAL
from resident.demands.guessing import DELICATE, guessed
from resident.demands.queries import Category
from resident.demo.matters import MATTERS
from resident.patterns import Pattern

KEYS = list(USUAL)
KINDS = [Category(number, usual.name, usual.usual_kind) for number, usual in enumerate(USUAL.values(), start=1)]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("健身角的路灯坏了", "facilities"),
        ("楼道里堆满了垃圾，很臭", "cleanliness"),
        ("电动车在楼道充电", "safety"),
        ("广场舞音响太吵", "noise"),
        ("消防通道被车辆占道乱停", "parking"),
        ("独居老人想要助餐", "elders"),
        ("物业费为什么涨了", "property"),
        ("能不能多装几组快递柜", "suggestion"),
        ("The street lamp is broken", "facilities"),
        ("LOUD MUSIC at night", "noise"),
        ("Cars parked on the pavement", "parking"),
        ("想借活动室", "other"),
        ("", "other"),
    ],
)
def test_the_words_say_which_kind_it_is(title: str, kind: str) -> None:
    assert KEYS[(guessed(title, "", KINDS) or 0) - 1] == kind


def test_most_of_what_neighbours_wrote_is_guessed_as_they_chose() -> None:
    right = sum(KEYS[(guessed(one.title, one.body, KINDS) or 0) - 1] == one.category for one in MATTERS)
    assert right >= 0.7 * len(MATTERS)


def test_without_a_kind_for_the_rest_nothing_is_guessed_at_random() -> None:
    assert guessed("想借活动室", "", KINDS[:3]) is None
    assert guessed("路灯坏了", "", []) is None
    assert guessed("路灯坏了", "", [Category(1, {"zh_Hans": "", "en": ""}, "")]) is None


@pytest.mark.parametrize("text", ["他昨天又打我", "丈夫家暴", "My husband hits me", "he is VIOLENT", "怕他，不敢回家"])
def test_what_sounds_like_violence_at_home_is_known(text: str) -> None:
    assert Pattern(DELICATE).search(text.lower())
