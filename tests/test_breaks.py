"""Lines of Chinese break between words: what must not be torn apart stays one."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from resident.breaks import words_of
from resident.i18n import speaking
from resident.i18n.texts import titled

KEPT = {
    "电动车又推进楼道充电了": ("电动车", "充电了"),
    "中心花园的长椅松了，坐上去会晃": ("长椅", "花园的"),
    "包饺子，给高龄老人送上门": ("高龄", "老人", "送上门"),
    "六栋垃圾房早上七点还不开门": ("垃圾", "不开门"),
    "周五上午停水：1至4栋，9:00到12:00，请提前备水": ("停水：1至4栋，9:00到12:00，请",),
}


@pytest.mark.parametrize("title", KEPT)
def test_a_word_is_never_broken(title: str) -> None:
    assert set(KEPT[title]) <= set(words_of(title))


def test_no_character_stands_alone_at_the_end() -> None:
    assert words_of("地下车库的灯总是闪")[-1] == "总是闪"
    assert words_of("闪") == ("闪",)


@given(st.text(alphabet=st.sampled_from("电动车又推进，。 a1楼道\u200b🚲"), max_size=40))
def test_nothing_of_a_line_is_lost(line: str) -> None:
    assert "".join(words_of(line)) == line
    assert all(words_of(line))


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_a_chinese_title_says_so_and_where_it_may_break_whatever_the_page(sqlite_app: Flask, language: str) -> None:
    with sqlite_app.test_request_context(), speaking(language):
        assert titled("教室护眼灯不亮") == '<span class="kept" lang="zh-Hans">教室<wbr>护眼灯<wbr>不亮</span>'
        assert "&lt;b&gt;" in titled({"zh_Hans": "<b>理发一次</b>", "en": ""})


def test_an_english_title_is_as_it_was(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        with speaking("en"):
            assert titled("The lift is slow") == "The lift is slow"
        with speaking("zh_Hans"):
            assert titled("The lift is slow") == '<span lang="en">The lift is slow</span>'
