"""What a device is called."""

import pytest
from flask import Flask

from resident.accounts.entrance.devices import device_of, device_words

WECHAT = (
    "Mozilla/5.0 (Linux; Android 13; V2055A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile "
    "Safari/537.36 XWEB/1160117 MMWEBSDK/20240501 MicroMessenger/8.0.50.2701(0x28003237) WeChat/arm64 Language/zh_CN"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "device", "words"),
    [
        (WECHAT, "wechat android", "WeChat on Android"),
        (IPHONE, "safari iphone", "Safari on iPhone"),
        (EDGE, "edge windows", "Edge on Windows"),
        ("curl/8.5", "- -", "Unknown device"),
        ("", "- -", "Unknown device"),
        ("<script>" * 100 + "Android", "- android", "Android"),
    ],
)
def test_a_device_is_known_by_browser_and_system_and_nothing_else(
    app: Flask, user_agent: str, device: str, words: str
) -> None:
    assert device_of(user_agent) == device
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert device_words(device) == words


def test_a_device_reads_in_chinese(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "zh-CN"}):
        assert device_words("wechat android") == "安卓上的微信"
