"""How what leaves the app reads for whoever looks after it: where it goes, and why it did not arrive."""

from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words

WAYS: dict[str, Words] = {
    "sms": _l("Text messages"),
    "code": _l("Sign-in codes"),
    "robot": _l("Group robot"),
    "person": _l("Inbox"),
}
ROBOTS: dict[str, Words] = {"wecom": _l("WeCom"), "dingtalk": _l("DingTalk"), "feishu": _l("Feishu")}
REASONS: dict[str, Words] = {
    "balance": _l("The account with the provider is empty or has reached its limit. Top it up."),
    "template": _l("The provider does not accept the template. Compare its number and its words with what was filed."),
    "signature": _l("The provider does not accept the signature. Look whether it was approved and is spelled alike."),
    "clock": _l("The clock of this server is wrong. Set it by the network."),
    "account": _l(
        "The provider does not accept the key, or the account may not send. Look at the keys in the settings."
    ),
    "not_reached": _l("The other side could not be reached."),
    "no_answer": _l("It was sent, and no answer came back: it may have arrived."),
    "no_note": _l("The worker ended while it was sending: it may have arrived."),
    "error": _l("Something went wrong here while it was sent. The log says what."),
    "late": _l("The server stood still before it was sent."),
    "too_late": _l("It did not leave in time and was of no use any more."),
    "no_channel": _l("There is no way out of this kind any more."),
    "no_template": _l("No template was filed for this kind of message."),
    "value_too_long": _l("A number in it is longer than the provider allows."),
    "no_number": _l("The account has no number any more."),
    "address": _l("The group's robot is gone or its address is wrong. Copy it anew from the group."),
    "security": _l("The robot's protection turns us away. Choose “signature” there and copy its secret."),
    "no_robot": _l("The body has no robot any more."),
    "overtaken": _l("The matter has gone on meanwhile."),
    "restored": _l("It waited when the backup was made that was put back since."),
    "demo": _l("A demonstration calls nobody outside."),
    "read": _l("It was read here before it left."),
    "switched_off": _l("The person does not want this kind of text message."),
}


STATES: dict[str, Words] = {
    "waiting": _l("waits to leave"),
    "taken": _l("is being sent"),
    "delivered": _l("has arrived"),
    "unclear": _l("was sent, without an answer"),
    "given_up": _l("did not arrive"),
    "needless": _l("was not needed any more"),
}


def state_words(state: str) -> str:
    """Where a message stands."""
    return str(STATES[state])


def why_words(why: str) -> str:
    """A reason in words; a provider's own code where it is one."""
    return str(REASONS.get(why) or _("The other side answered: %(code)s", code=why))


def way_words(lane: str) -> str:
    """Where a message goes."""
    name = lane.partition(":")[0]
    return str(WAYS.get(name, name))
