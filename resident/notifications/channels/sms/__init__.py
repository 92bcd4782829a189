"""Text messages: codes, and the few notices that matter."""

from resident.notifications.channels.sms.carrying import carry_by_sms, morning_after, put_danger, takes_sms
from resident.notifications.channels.sms.codes import are_held_up, put_code
from resident.notifications.channels.sms.templates import CODE, DANGER, TEMPLATES, as_filed, day_of, hour_of

__all__ = [
    "CODE",
    "DANGER",
    "TEMPLATES",
    "are_held_up",
    "as_filed",
    "carry_by_sms",
    "day_of",
    "hour_of",
    "morning_after",
    "put_code",
    "put_danger",
    "takes_sms",
]
