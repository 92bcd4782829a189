"""Notices by text message: which messages of the inbox matter so much, who wants them, and when."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, select

from resident import clock
from resident.accounts.entrance.identity import decrypt, encrypt, normal_phone
from resident.accounts.models import PersonRow
from resident.config import settings
from resident.db import db
from resident.ids import CommunityId
from resident.notifications.channels.matters import Matter, as_it_is
from resident.notifications.channels.sending import CARRIERS, send
from resident.notifications.channels.sms.calling import message_to
from resident.notifications.channels.sms.templates import DANGER, ZONE
from resident.notifications.channels.ways import Channel, Ending, Outcome, Ready, register_channel
from resident.notifications.models import Notification, OutboxMessage, SmsRefusal
from resident.statements import value

SMS = "sms"
QUIET_FROM, QUIET_TO = time(21), time(8)
Values = Callable[[Mapping[str, Any], datetime], dict[str, str]]
_REFUSES = select(exists().where(SmsRefusal.person_id == bindparam("person"), SmsRefusal.kind == bindparam("kind")))


class Carried(NamedTuple):
    """Which template carries a kind of message, and what stands in it: made of its params and the moment it was told."""

    template: str
    values: Values


CARRIED: dict[str, Carried] = {}


def carry_by_sms(kind: str, template: str, values: Values) -> None:
    """Have messages of this kind go out as text messages too; `values` are numbers and dates of ours, six signs each."""
    CARRIED[kind] = Carried(template, values)


def carries(message: Notification) -> dict[str, Any] | None:
    """The columns of the outbox row that carries a message on by text message; None where it stays in the inbox."""
    carried, config = CARRIED.get(message.kind), settings().sms
    if carried is None or config is None or not settings().sends_sms or carried.template not in config.templates:
        return None
    return {
        "channel": f"{SMS}:{carried.template}",
        "payload": {
            "person_id": message.person_id,
            "template": carried.template,
            "values": carried.values(message.params, message.created_at),
            "at_any_hour": carried.template == DANGER or bool(message.params.get("at_any_hour")),
        },
        "rank": 0 if carried.template == DANGER else 1,
    }


def takes_sms(number: str) -> bool:
    """Whether a telephone number takes text messages: a mobile one."""
    return bool(normal_phone(number))


def put_danger(number: str, values: dict[str, str], matter: Matter, *, community_id: CommunityId) -> None:
    """Have a mobile number on duty told of danger, at any hour, unless the matter has gone on when it leaves."""
    config, phone = settings().sms, normal_phone(number)
    if config is not None and settings().sends_sms and DANGER in config.templates:
        payload = {"template": DANGER, "values": values, **matter}
        send(f"{SMS}:{DANGER}", payload, rank=0, secret_encrypted=encrypt(phone), community_id=community_id)


def _prepare(messages: Sequence[OutboxMessage]) -> Ready:
    message, template = messages[0], messages[0].payload["template"]
    if message.secret_encrypted:
        if as_it_is(message.payload) is None:
            return Outcome(Ending.NEEDLESS, "overtaken")
        return message_to(decrypt(message.secret_encrypted), template, message.payload["values"])
    if message.notification is None:  # it went with the account
        return Outcome(Ending.NEEDLESS, "no_number")
    if message.notification.read_at is not None:
        return Outcome(Ending.NEEDLESS, "read")
    person = db.session.get(PersonRow, message.payload["person_id"])
    phone = decrypt(person.phone_encrypted) if person is not None else ""
    if person is None or not phone:
        return Outcome(Ending.NEEDLESS, "no_number")
    if template != DANGER and value(_REFUSES, person=person.id, kind=template):
        return Outcome(Ending.NEEDLESS, "switched_off")
    morning = None if message.payload.get("at_any_hour") else morning_after(clock.now())
    if morning is not None:
        return Outcome(Ending.NOT_YET, "night", morning)
    return message_to(phone, template, message.payload["values"])


def morning_after(moment: datetime) -> datetime | None:
    """When the quiet hours end that this moment lies in; None by day."""
    here = clock.local(moment, ZONE)
    if QUIET_TO <= here.time() < QUIET_FROM:
        return None
    day = here.date() + timedelta(days=here.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_TO, here.tzinfo)


CARRIERS[SMS] = carries
register_channel(SMS, Channel(_prepare))
