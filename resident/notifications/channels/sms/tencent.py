"""Tencent Cloud: SendSms, signed by TC3-HMAC-SHA256.

https://cloud.tencent.com/document/api/382/55981 and https://cloud.tencent.com/document/api/382/52072
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from resident.config import SmsSettings
from resident.notifications.channels.outside import Answer, Request
from resident.notifications.channels.sms.sorting import Sorting, sorted_out
from resident.notifications.channels.ways import Ending, Outcome

SERVICE, HOST, VERSION, REGION = "sms", "sms.tencentcloudapi.com", "2021-01-11", "ap-guangzhou"
ALGORITHM, CONTENT_TYPE = "TC3-HMAC-SHA256", "application/json; charset=utf-8"
SORTING = Sorting(
    again=("LimitExceeded.PhoneNumber", "LimitExceeded.DeliveryFrequencyLimit"),
    broken=("InternalError", "RequestLimitExceeded", "LimitExceeded", "ResourceUnavailable", "ServiceUnavailable"),
    never=(
        "FailedOperation.PhoneNumberInBlacklist",
        "InvalidParameterValue.IncorrectPhoneNumber",
        "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter",
        "FailedOperation.ContainSensitiveWord",
        "UnsupportedOperation",
    ),
    stopped={
        "balance": (
            "FailedOperation.InsufficientBalanceInSmsPackage",
            "UnauthorizedOperation.ServiceSuspendDueToArrears",
            "LimitExceeded.App",
            "LimitExceeded.DailyLimit",
        ),
        "template": (
            "FailedOperation.Template",
            "InvalidParameterValue.Template",
            "FailedOperation.MissingTemplate",
            "InvalidParameterValue.ContentLengthLimit",
            "UnsupportedOperation.GlobalTemplateToChineseMainlandPhone",
        ),
        "signature": (
            "FailedOperation.SignatureIncorrectOrUnapproved",
            "FailedOperation.MissingSignature",
            "InvalidParameterValue.Signature",
            "InvalidParameterValue.SignName",
        ),
        "clock": ("AuthFailure.SignatureExpire", "InternalError.RequestTimeException"),
        "account": (
            "AuthFailure",
            "UnauthorizedOperation",
            "UnsupportedOperation.UnsupportedRegion",
            "FailedOperation.NotEnterpriseCertification",
            "InvalidParameterValue.SdkAppIdNotExist",
        ),
    },
)


def send_sms(config: SmsSettings, phone: str, template: str, values: Mapping[str, str], now: datetime) -> Request:
    """The request that sends a template with its values, in their order, to one number."""
    body = json.dumps(
        {
            "PhoneNumberSet": [f"+86{phone}"],
            "SmsSdkAppId": config.app,
            "SignName": config.sign,
            "TemplateId": template,
            "TemplateParamSet": list(values.values()),
        }
    ).encode()
    timestamp = int(now.timestamp())
    headers = {
        "Authorization": authorization((config.key_id, config.key_secret), SERVICE, HOST, body, timestamp),
        "Content-Type": CONTENT_TYPE,
        "Host": HOST,
        "X-TC-Action": "SendSms",
        "X-TC-Timestamp": str(timestamp),
        "X-TC-Version": VERSION,
        "X-TC-Region": REGION,
    }
    return Request(f"https://{HOST}/", headers, body)


def authorization(keys: tuple[str, str], service: str, host: str, body: bytes, timestamp: int) -> str:
    """The signature of a POST, as its `Authorization` header."""
    day = datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d")
    names, scope = "content-type;host", f"{day}/{service}/tc3_request"
    lines = f"content-type:{CONTENT_TYPE}\nhost:{host}\n"
    canonical = "\n".join(("POST", "/", "", lines, names, hashlib.sha256(body).hexdigest()))
    to_sign = f"{ALGORITHM}\n{timestamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"TC3{keys[1]}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={keys[0]}/{scope}, SignedHeaders={names}, Signature={signature}"


def outcome_of(answer: Answer) -> Outcome:
    """What an answer means for the message and for the channel: a fault of the call, or the fate of the one number."""
    said = answer.said.get("Response")
    said = said if isinstance(said, dict) else {}
    fates = said.get("SendStatusSet")
    fate = fates[0] if isinstance(fates, list) and fates else said.get("Error")
    code: Any = fate.get("Code") if isinstance(fate, dict) else None
    if code == "Ok" and answer.http == 200:
        return Outcome(Ending.DELIVERED)
    return sorted_out(SORTING, code if isinstance(code, str) else "", answer.http)
