"""One word for one thing: the words people say stand in the catalogue, and those they replaced nowhere."""

import re

import pytest
from babel.messages.pofile import read_po

from resident.config import ROOT
from resident.sentences import spaced
from tests.house.source import files

CATALOGUE = ROOT / "translations" / "zh_Hans" / "LC_MESSAGES" / "messages.po"
# What must not be read, and what people say instead; a pattern, as 作者 stands in 工作者.
NOT_SAID = {
    r"挂账": "暂缓办理",
    r"转介": "转办",
    r"并案": "合并办理",
    r"提出人": "诉求人",
    r"(?<!工)(?<!合)作者": "提交人",
    r"发布人|投稿人": "提交人",
    r"办理单位(?!会)|责任单位": "承办单位",
    r"取货码|领取码|取件码|核销码|提货码": "兑换码",
    r"待审(?!核)": "待审核",
    r"办结率|解决比例": "解决率",
    r"隐私说明|隐私协议|隐私条款": "隐私政策",
    r"(?<!转给)(?<!已)已转办(?=[%\w])": "已转 X 办理",
}
NOT_SAID_IN_ENGLISH = {
    r"\b[Pp]arked\b": "on hold",
    r"\b[Rr]eferred\b": "passed on",
    r"\b[Aa]ssigned\b|^Assign\b": "handed over",
    r"^Resolved?\b": "closed",
    r"\bin hand now\b|^In hand$": "in progress",
    r"^(Not |Fairly )?[Cc]ontent$": "satisfied, dissatisfied",
    r"^Keep the shelf$": "manage rewards",
    r"^You have had your share": "limit reached",
    r"^Your word$": "your rating",
}
SAID = {
    "In progress": "办理中",
    "On hold": "暂缓办理",
    "Passed on to %(body)s": "已转%(body)s办理",
    "Merge": "合并办理",
    "Satisfied": "满意",
    "Fairly satisfied": "基本满意",
    "Dissatisfied": "不满意",
    "Your rating": "您的评价",
    "Handle this demand": "办理这件诉求",
    "Manage rewards": "管理兑换品",
    "Limit reached": "已达上限",
    "Pickup code": "兑换码",
    "In review": "待审核",
    "Solved rate": "解决率",
    "Redeem points": "用积分兑换",
    "Privacy": "隐私政策",
    "Give out now": "确认核销",
}
OURS = re.compile(r"\{#.*?#\}|中文", re.DOTALL)  # remarks, and how a language names itself


def _messages() -> list[tuple[str, str]]:
    with CATALOGUE.open("rb") as file:
        return [
            (id_, words.replace("\u200b", ""))  # a place where a line may end is no letter
            for message in read_po(file, locale="zh_Hans")
            for id_ in ([message.id] if isinstance(message.id, str) else message.id)
            for words in ([message.string] if isinstance(message.string, str) else message.string)
            if id_
        ]


@pytest.mark.parametrize("pattern", NOT_SAID)
def test_an_old_word_is_not_in_the_catalogue(pattern: str) -> None:
    """Protects people from two words for one thing."""
    assert [words for _id, words in _messages() if re.search(pattern, words)] == [], NOT_SAID[pattern]


@pytest.mark.parametrize("pattern", NOT_SAID_IN_ENGLISH)
def test_an_old_english_word_is_nowhere(pattern: str) -> None:
    """Protects those who read English from the same."""
    assert [id_ for id_, _words in _messages() if re.search(pattern, id_)] == [], NOT_SAID_IN_ENGLISH[pattern]


def test_the_words_people_say_are_there() -> None:
    """Protects the table of words: each of them, in both languages."""
    said = dict(_messages())
    assert {english: said.get(english) for english in SAID} == SAID


def test_no_template_holds_chinese_of_its_own() -> None:
    """Protects the catalogue from words that go past it."""
    found = [
        path.as_posix()
        for path in files("templates", ".html")
        if re.search(r"[\u4e00-\u9fff]", OURS.sub("", (ROOT / path).read_text("utf-8")))
    ]
    assert found == []


def test_numbers_and_latin_words_stand_apart_from_chinese() -> None:
    """Protects the one habit of spaces: 3 天, 9:30 开始; a day is written together, 12月1日."""
    assert [words for _id, words in _messages() if spaced(words) != words] == []
