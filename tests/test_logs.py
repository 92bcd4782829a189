"""What may be read in a log."""

import pytest

from resident.logs import discreet, without_phones


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("sent to 13800000001", "sent to 138****0001"),
        ("no phone 12345678901 here", "no phone 12345678901 here"),
        ("id 2138000000019", "id 2138000000019"),
        ("号码13912345678。", "号码139****5678。"),
    ],
)
def test_phone_numbers_are_masked(text, kept):
    assert without_phones(text) == kept


def test_they_are_masked_wherever_they_stand():
    entry = {
        "event": "x",
        "to": ["13800000001", {"phone": "13800000002"}],
        "count": 13800000001,
        "exception": "13800000003",
    }
    assert discreet(None, "", entry) == {
        "event": "x",
        "to": ["138****0001", {"phone": "138****0002"}],
        "count": 13800000001,
        "exception": "138****0003",
    }


@pytest.mark.parametrize("name", ["token", "csrf_token", "password", "secret_key", "Cookie", "authorization"])
def test_secrets_are_left_out(name):
    assert discreet(None, "", {name: "abc"})[name] == "…"
