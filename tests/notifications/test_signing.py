"""Signatures as the providers publish them, word for word."""

from datetime import UTC, datetime

from resident.notifications.channels.sms import aliyun, tencent


def test_alibabas_own_example_is_signed_as_it_is_published() -> None:
    """https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature, the fixed values at its end."""
    headers = aliyun.signed(
        ("YourAccessKeyId", "YourAccessKeySecret"),
        "ecs.cn-shanghai.aliyuncs.com",
        "RunInstances",
        "2014-05-26",
        {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"},
        datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
        nonce="3156853299f313e23d1673dc12e1703d",
    )
    assert headers["Authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,"
        "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )
    assert headers["x-acs-content-sha256"] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_tencents_own_example_is_signed_as_it_is_published() -> None:
    """https://cloud.tencent.com/document/api/213/30654: DescribeInstances at 1551113065, signing content-type and host."""
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    keys = ("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")
    assert tencent.authorization(keys, "cvm", "cvm.tencentcloudapi.com", body, 1551113065) == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host, "
        "Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )


def test_what_rfc_3986_wants_is_what_is_signed() -> None:
    assert aliyun._canonical({"b": "a b*c~d/", "a": "桂"}) == "a=%E6%A1%82&b=a%20b%2Ac~d%2F"
