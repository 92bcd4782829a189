"""The call that sends one text message, whoever the provider is."""

from collections.abc import Mapping
from types import ModuleType

from resident import clock
from resident.config import settings
from resident.notifications.channels.outside import NoAnswer, NotReached, call
from resident.notifications.channels.sms import aliyun, tencent
from resident.notifications.channels.sms.templates import LONGEST_VALUE
from resident.notifications.channels.ways import Call, Ending, Outcome, Ready

PROVIDERS: dict[str, ModuleType] = {"aliyun": aliyun, "tencent": tencent}


def message_to(phone: str, kind: str, values: Mapping[str, str]) -> Ready:
    """What sends a kind of message to a number; an outcome where there is no template for it, or a value is too long."""
    config = settings().sms
    template = config.templates.get(kind) if config else None
    if config is None or not settings().sends_sms or not template:
        return Outcome(Ending.NEEDLESS, "no_template")
    if any(len(value) > LONGEST_VALUE for value in values.values()):
        return Outcome(Ending.NEVER, "value_too_long")
    provider = PROVIDERS[config.provider]

    def _send() -> Outcome:
        try:
            answer = call(provider.send_sms(config, phone, template, values, clock.now()))
        except NotReached:
            return Outcome(Ending.BROKEN, "not_reached")
        except NoAnswer:
            return Outcome(Ending.UNCLEAR, "no_answer")
        outcome: Outcome = provider.outcome_of(answer)
        return outcome

    found: Call = _send
    return found
