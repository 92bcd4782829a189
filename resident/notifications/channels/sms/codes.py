"""Codes: first of all, at most twice within a minute, never twice where the first may have arrived.

The row keeps number and code encrypted, and nothing of them once it is settled.
"""

import json
from collections.abc import Sequence
from datetime import timedelta

from resident.accounts.entrance.channels import CodeMessage
from resident.accounts.entrance.identity import decrypt, encrypt
from resident.config import settings
from resident.notifications.channels.lanes import is_held_up
from resident.notifications.channels.sending import send
from resident.notifications.channels.sms.calling import message_to
from resident.notifications.channels.sms.templates import CODE
from resident.notifications.channels.ways import Channel, Ready, register_channel
from resident.notifications.models import OutboxMessage

# Whom no other message wakes looks at the outbox once a minute: a longer pause would often outlast the code's use.
AGAIN_AFTER, USEFUL = timedelta(seconds=2), timedelta(seconds=60)


def put_code(message: CodeMessage) -> None:
    """Have a code sent: a row in the outbox, in the transaction of whoever asks for it."""
    secret = {"phone": message.phone, "code": message.code, "minutes": str(message.minutes)}
    useful = min(USEFUL, timedelta(seconds=settings().code_lifetime))
    send(CODE, {}, useful=useful, rank=0, secret_encrypted=encrypt(json.dumps(secret)))


def are_held_up() -> bool:
    """Whether codes are known not to leave at the moment; one statement."""
    return is_held_up(CODE)


def _prepare(messages: Sequence[OutboxMessage]) -> Ready:
    secret = json.loads(decrypt(messages[0].secret_encrypted))
    return message_to(secret["phone"], CODE, {"code": secret["code"], "minutes": secret["minutes"]})


register_channel(CODE, Channel(_prepare, pauses=(AGAIN_AFTER,), repeats=False))
