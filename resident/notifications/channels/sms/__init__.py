"""Text messages: codes, and the few notices that matter."""

from resident.notifications.channels.sms.carrying import carry_by_sms, morning_after, put_danger
from resident.notifications.channels.sms.codes import put_code
from resident.notifications.channels.sms.templates import CODE, DANGER, TEMPLATES, as_filed, day_of, hour_of

__all__ = [
    "CODE",
    "DANGER",
    "TEMPLATES",
    "as_filed",
    "carry_by_sms",
    "day_of",
    "hour_of",
    "morning_after",
    "put_code",
    "put_danger",
]
