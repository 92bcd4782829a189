"""Phone numbers and secrets."""

import pytest
from flask import Flask

from resident.accounts.entrance.identity import decrypt, encrypt, keyed_hash, masked, normal_phone, phone_lookup, spaced
from resident.accounts.forms import _digits


@pytest.mark.parametrize(
    "typed",
    [
        "13800000001",
        " 138 0000 0001 ",
        "138-0000-0001",
        "+86 138 0000 0001",
        "+8613800000001",
        "008613800000001",
        "8613800000001",
        "(+86)138.0000.0001",
        "１３８０００００００１",
        "138\u00a00000\u20090001",
        "＋８６１３８０００００００１",
        "tel:13800000001",
        "TEL:+86-138-0000-0001",
        "ｔｅｌ：１３８００００００01",
        "手机号：138 0000 0001",
        "电话138·0000·0001",
        "138\u22120000\u22120001",
        "138・0000・0001",
        "1\ufe0f3\ufe0f8\ufe0f00000001",
        "\u200e138\u200b0000\u2060\ufeff0001\u202c",
        "0086 138 0000 0001",
        "+86(0)13800000001",
        "電話 13800000001",
        "号码13800000001",
        "我的手机号码是13800000001",
        "联系电话：138 0000 0001",
        "sms:13800000001",
        "Mobile No. 138 0000 0001",
        "tel:+86-138-0000-0001;ext=1",
        "١٣٨٠٠٠٠٠٠٠١",
        "（+86）138—0000—0001",
        "138，0000，0001。",
        "+86\u3000138\u00a00000\u202f0001",
        "1\u0301380000\u0301\u0316\u0316\u0316\u03160001",
    ],
)
def test_a_number_is_understood_however_it_is_typed(typed: str) -> None:
    assert normal_phone(typed) == "13800000001"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1380000000",
        "138000000011",
        "12800000001",
        "+1 415 555 0100",
        "phone",
        "138000000x1",
        "٠١٣٨٠٠٠٠٠٠٠",
        "+13800000001",
        "13800000001 / 13900000002",
        "tel:",
        "138000000一1",
        "13800000001" + " " * 90,
        "1\u0301" * 90,
    ],
)
def test_what_is_no_mobile_number_of_the_mainland_is_none(typed: str) -> None:
    assert normal_phone(typed) == ""


def test_numbers_are_written_for_their_reader() -> None:
    assert masked("13800000001") == "138****0001"
    assert masked("") == spaced("") == ""
    assert spaced("13800000001") == "138 0000 0001"


def test_a_phone_is_found_by_a_hash_and_read_back_only_with_the_key(session: None) -> None:
    kept = encrypt("13800000001")
    assert "13800000001" not in kept
    assert kept != encrypt("13800000001")
    assert decrypt(kept) == "13800000001"
    assert phone_lookup("13800000001") == phone_lookup("13800000001") != phone_lookup("13800000002")


def test_the_uses_of_one_key_are_kept_apart(app: Flask) -> None:
    with app.app_context():
        assert keyed_hash("phone", "a") != keyed_hash("throttle", "a")
        assert keyed_hash("a", "bc") != keyed_hash("a", "b", "c")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("123456", "123456"),
        ("123 456", "123456"),
        ("【桂花社区】123456", "123456"),
        ("【桂花社区】验证码 １２３４５６，5 分钟内有效，请勿告诉他人。", "123456"),
        ("code: 123-456.", "123456"),
    ],
)
def test_a_code_is_understood_however_it_is_pasted(typed: str, code: str) -> None:
    assert _digits(typed) == code
