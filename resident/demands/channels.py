"""How somebody came with a demand that was entered for them, in words."""

from resident.demands.models import Channel
from resident.i18n import lazy_gettext as _l

CHANNELS = {
    Channel.COUNTER.value: _l("At the counter"),
    Channel.PHONE.value: _l("By telephone"),
    Channel.PAPER.value: _l("On paper"),
    Channel.GROUP.value: _l("In a WeChat group"),
    Channel.VISIT.value: _l("On a visit"),
}


def channel_words(channel: str) -> str:
    """`By telephone`."""
    return str(CHANNELS[channel])
