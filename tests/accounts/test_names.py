"""Display names."""

import pytest
from flask import Flask

from resident.accounts.entrance.names import check_name, is_official, normal_name
from resident.web.errors import Invalid


@pytest.mark.parametrize(
    "name",
    [
        "居委会",
        "桂花社区居民委员会",
        "街道办老王",
        "市政府",
        "公安局",
        "派出所民警",
        "党委办",
        "中共党员之家",
        "人民法院",
        "Committee",
        "the neighbourhood COMMITTEE",
        "Government",
        "Police",
        "Communist Party",
    ],
)
def test_names_of_government_and_party_bodies_are_refused(name: str) -> None:
    assert is_official(name)


@pytest.mark.parametrize(
    ("name", "trick"),
    [
        ("居 委 会", "spaces"),
        ("居·委·会", "dots"),
        ("居委會", "traditional characters"),
        ("黨委", "traditional characters"),
        ("派\u200d出所", "a joiner in between"),
        ("Ｐｏｌｉｃｅ", "full-width letters"),
        ("рolice", "a Cyrillic letter"),
        ("ροlice", "Greek letters"),
        ("p0lice", "a nought"),
        ("po1ice", "a one"),
        ("poIice", "a capital I"),
        ("pólïce", "accents"),
        ("p.o.l.i.c.e", "stops"),
        ("g0vernrnent government", "beside another word"),
        ("ⒸⓄⓂⓂⒾⓉⓉⒺⒺ", "circled letters"),
        ("𝐩𝐨𝐥𝐢𝐜𝐞", "mathematical letters"),
        ("commıttee", "an i without its dot"),
    ],
)
def test_they_are_refused_in_disguise(name: str, trick: str) -> None:
    assert is_official(name), trick


@pytest.mark.parametrize(
    "name",
    ["李阿姨", "王 敏", "Auntie Li", "O'Brien", "三栋的猫", "公孙安", "Pol", "Ivan Петров", "小委", "🌸花花", "张政"],
)
def test_names_of_people_are_not(name: str) -> None:
    assert not is_official(name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  李阿姨 ", "李阿姨"),
        ("Ｌｉ", "Li"),
        ("李\u202e阿姨", "李阿姨"),
        ("李\n阿姨", "李 阿姨"),
        ("\u3164", ""),
        ("\u200d\u200d", ""),
        ("\u2800李", "李"),
        ("XiaoX", "XiaoX"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_name_is_kept_without_what_nobody_sees(typed: str | None, kept: str) -> None:
    assert normal_name(typed) == kept


@pytest.mark.parametrize(("name", "beyond"), [("李", ""), ("字" * 20, "字" * 21)])
def test_a_name_has_one_letter_to_twenty(session: None, name: str, beyond: str) -> None:
    check_name(name)
    with pytest.raises(Invalid):
        check_name(beyond)


@pytest.mark.parametrize("name", ["", "字" * 21, "警察老张"])
def test_a_name_that_is_none_is_refused_at_its_field(app: Flask, name: str) -> None:
    with app.app_context(), pytest.raises(Invalid) as refused:
        check_name(name)
    assert refused.value.field == "display_name"
    with app.app_context():
        assert str(refused.value.message)
