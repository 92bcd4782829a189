"""Values in our sentences: what people write ends with a stop of its own, and one is enough."""

import re

import pytest
from babel.messages.pofile import read_po
from markupsafe import Markup

from resident.config import ROOT
from resident.sentences import fill

CATALOGUE = ROOT / "translations" / "zh_Hans" / "LC_MESSAGES" / "messages.po"
NAME = re.compile(r"%\((\w+)\)")
DOWN = "“%(title)s”已下架：%(reason)s。您可以申诉。"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("照片里有车牌", "照片里有车牌。您可以申诉。"),
        ("照片里有车牌。", "照片里有车牌。您可以申诉。"),
        ("照片里有车牌.", "照片里有车牌.您可以申诉。"),
        ("照片里有车牌！", "照片里有车牌！您可以申诉。"),
        ("怎么能这样？ ", "怎么能这样？ 您可以申诉。"),
        ("说的是“别来。”", "说的是“别来。”您可以申诉。"),
        ("照片里有车牌，", "照片里有车牌。您可以申诉。"),
        ("等等……", "等等……您可以申诉。"),
        ("", "。您可以申诉。"),
    ],
)
def test_a_reason_brings_its_own_stop(reason: str, said: str) -> None:
    assert fill(DOWN, {"title": "长椅", "reason": reason}) == f"“长椅”已下架：{said}"


def test_a_sentence_that_goes_on_has_no_stop_in_its_middle() -> None:
    assert fill("%(reason)s，请修改", {"reason": "太长了。"}) == "太长了，请修改"
    assert fill("At %(place)s.", {"place": "Gate 2."}) == "At Gate 2."
    assert fill("%(body)s, please.", {"body": "Anhe Co."}) == "Anhe Co., please."


def test_markup_stays_markup_and_the_numbers_stay_numbers() -> None:
    said = fill(Markup("%(who)s. <b>%(num)d</b>"), {"who": Markup("<bdi>Li.</bdi>"), "num": 3})
    assert said == "<bdi>Li.</bdi> <b>3</b>"
    assert fill(Markup("%(who)s."), {"who": "<i>"}) == "&lt;i&gt;."


class Words(str):
    """Words that can stand for a number."""

    __slots__ = ()

    def __index__(self) -> int:
        return 3


def test_no_sentence_of_ours_can_end_in_two_stops() -> None:
    """Protects whatever words stand in the catalogue: a reason with its own stop, in each of them."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file, locale="zh_Hans") if message.id]
    for message in messages:
        for words in [message.string] if isinstance(message.string, str) else message.string:
            for stop in "。！？，":
                values = {name: Words(f"话{stop}") for name in NAME.findall(words)}
                said = fill(words, values)
                assert not any(f"{stop}{other}" in said for other in "。，；："), (words, said)


@pytest.mark.parametrize(
    ("sentence", "filled"),
    [
        ("%(num)d min", "5\u00a0min"),
        ("%(num)d h left", "5\u00a0h left"),
        ("%(num)d points are yours", "5\u00a0points are yours"),
        ("%(num)d hands are needed", "5 hands are needed"),
        ("还差 %(num)d 分", "还差 5\u00a0分"),
        ("约 %(num)d 分钟", "约 5\u00a0分\u2060钟"),
        ("%(num)d 小时以内", "5\u00a0小\u2060时以内"),
    ],
)
def test_no_line_ends_between_a_number_and_its_unit(sentence: str, filled: str) -> None:
    assert fill(sentence, {"num": 5}) == filled
