"""Alibaba Cloud: SendSms, signed by ACS3-HMAC-SHA256.

https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature and
https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from resident.config import SmsSettings
from resident.notifications.channels.outside import Answer, Request
from resident.notifications.channels.sms.sorting import Sorting, sorted_out
from resident.notifications.channels.ways import Ending, Outcome

HOST, VERSION = "dysmsapi.aliyuncs.com", "2017-05-25"
ALGORITHM = "ACS3-HMAC-SHA256"
SORTING = Sorting(
    again=("isv.BUSINESS_LIMIT_CONTROL", "isv.SMS_OVER_LIMIT"),
    broken=("Throttling", "isp.SYSTEM_ERROR", "isv.SYSTEM_ERROR", "ServiceUnavailable", "InternalError"),
    never=(
        "isv.MOBILE_NUMBER_ILLEGAL",
        "isv.MOBILE_COUNT_OVER_LIMIT",
        "isv.BLACK_KEY_CONTROL_LIMIT",
        "isv.CUSTOMER_REFUSED",
        "isv.EXTEND_CODE_ERROR",
        "isv.PHONENUMBER_BLACKLIST",
        "MOBILE_IN_BLACK",
    ),
    stopped={
        "balance": ("isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE", "isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL"),
        "template": (
            "isv.SMS_TEMPLATE",
            "isv.TEMPLATE",
            "isv.INVALID_JSON_PARAM",
            "isv.PARAM",
            "isv.INVALID_PARAMETERS",
            "isv.DOMESTIC_NUMBER_NOT_SUPPORTED",  # a template for abroad
        ),
        "signature": ("isv.SMS_SIGNATURE", "isv.SMS_SIGN", "isv.SIGN"),
        "clock": ("InvalidTimeStamp", "IllegalTimestamp"),
        "account": (
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "isp.RAM_PERMISSION_DENY",
            "isv.ACCOUNT",
            "isv.PRODUCT",
            "isv.DENY_IP_RANGE",
            "Forbidden",
            "NoPermission",
        ),
    },
)


def send_sms(config: SmsSettings, phone: str, template: str, values: Mapping[str, str], now: datetime) -> Request:
    """The request that sends a template with its values to one number."""
    query = {
        "PhoneNumbers": phone,
        "SignName": config.sign,
        "TemplateCode": template,
        "TemplateParam": json.dumps(dict(values), ensure_ascii=False),
    }
    headers = signed(
        (config.key_id, config.key_secret), HOST, "SendSms", VERSION, query, now, nonce=secrets.token_hex(16)
    )
    return Request(f"https://{HOST}/?{_canonical(query)}", headers, b"")


def signed(
    keys: tuple[str, str], host: str, action: str, version: str, query: Mapping[str, str], now: datetime, *, nonce: str
) -> dict[str, str]:
    """The headers of a POST without a body, with the signature as `Authorization`."""
    nothing = hashlib.sha256(b"").hexdigest()
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": nothing,
        "x-acs-date": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    canonical = "\n".join(("POST", "/", _canonical(query), lines, names, nothing))
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(keys[1].encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return {**headers, "Authorization": f"{ALGORITHM} Credential={keys[0]},SignedHeaders={names},Signature={signature}"}


def outcome_of(answer: Answer) -> Outcome:
    """What an answer means for the message and for the channel."""
    code = _text(answer.said.get("Code"))
    if code == "OK" and answer.http == 200:
        return Outcome(Ending.DELIVERED)
    return sorted_out(SORTING, code, answer.http)


def _canonical(query: Mapping[str, str]) -> str:
    return "&".join(f"{quote(name, safe='-_.~')}={quote(query[name], safe='-_.~')}" for name in sorted(query))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
