"""Every refusal and every state speaks both languages."""

import re

import pytest
from flask import Flask

from resident.points.actions import NotEnoughPoints
from resident.points.reasons import REASONS, sentence
from resident.rewards.actions import pickups
from resident.rewards.actions.redeem import Gone, LimitReached, OutOfStock, PriceChanged
from resident.rewards.endings import ended_words
from resident.rewards.models import PICTURES, NotWaiting, Redemption, RedemptionState
from resident.rewards.permissions import GONE, OUT_OF_STOCK
from resident.rewards.words import PICTURE_WORDS, short_name
from tests.conftest import Clock

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LANGUAGES = {"zh-CN,zh;q=0.9,en;q=0.8": True, "en": False}
REFUSALS = (Gone, LimitReached, OutOfStock, PriceChanged, NotEnoughPoints)


def _is_chinese(words: object) -> bool:
    return bool(CHINESE.search(str(words)))


@pytest.mark.parametrize(("header", "is_chinese"), LANGUAGES.items())
def test_every_refusal_reads_in_the_readers_language(sqlite_app: Flask, header: str, is_chinese: bool) -> None:
    with sqlite_app.test_request_context(headers={"Accept-Language": header}):
        words = [words for error in REFUSALS for words in (error.title, error.message)]
        words += [NotWaiting.title, GONE.message, OUT_OF_STOCK.message]
        words += [pickups.NO_CODE, pickups.UNKNOWN, pickups.TOO_MANY]
        words += PICTURE_WORDS.values()
        assert [str(one) for one in words if _is_chinese(one) is not is_chinese] == []


@pytest.mark.parametrize(("header", "is_chinese"), LANGUAGES.items())
@pytest.mark.parametrize("state", [RedemptionState.FULFILLED, RedemptionState.CANCELLED, RedemptionState.EXPIRED])
def test_every_end_reads_in_the_readers_language(
    sqlite_app: Flask, clock: Clock, header: str, is_chinese: bool, state: RedemptionState
) -> None:
    redemption = Redemption(state=state, fulfilled_at=clock(), returned_at=clock(), expires_at=clock())
    with sqlite_app.test_request_context(headers={"Accept-Language": header}):
        assert _is_chinese(ended_words(redemption)) is is_chinese


@pytest.mark.parametrize(("header", "is_chinese"), LANGUAGES.items())
def test_every_statement_line_reads_in_the_readers_language(sqlite_app: Flask, header: str, is_chinese: bool) -> None:
    with sqlite_app.test_request_context(headers={"Accept-Language": header}):
        for reason in REASONS:
            if reason.startswith("redemption"):
                line = sentence(reason, {"zh_Hans": "香皂", "en": "Soap"})
                assert ("香皂" in line) is is_chinese
                assert _is_chinese(line) is is_chinese
        assert sentence("of former times", {"zh_Hans": "", "en": "Soap"}) == "Soap"


def test_every_drawing_has_a_word() -> None:
    assert set(PICTURE_WORDS) == set(PICTURES)


@pytest.mark.parametrize(("name", "short"), [("李阿姨", "李**"), ("Wang Min", "W**"), ("👵奶奶", "👵**"), ("", "**")])
def test_a_name_at_the_hand_over_is_shortened(name: str, short: str) -> None:
    assert short_name(name) == short
