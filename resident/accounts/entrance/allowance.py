"""Gentle limits: how much one person posts in a day, so that sixty demands in seventeen seconds bury nobody else's.

Counted in the transaction of the post itself: what is refused or rolled back has not been posted. Nobody is locked
out of anything else, and the refusal says from when on the next one is taken.
"""

from dataclasses import dataclass
from datetime import timedelta

from resident.accounts.entrance.throttle import take
from resident.accounts.models import Actor
from resident.config import settings
from resident.dates import moment
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Later, Words

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Allowance:
    """So many (a setting) in any stretch of `per`, and what is said of one more."""

    setting: str
    per: timedelta
    refusal: Words


ALLOWANCES = {
    "demand": Allowance(
        "demands_a_day",
        DAY,
        _l("That is as many demands as one person raises in a day: %(most)d. You can send this one from %(when)s on."),
    ),
    "comment": Allowance(
        "comments_a_day",
        DAY,
        _l("That is as many comments as one person writes in a day: %(most)d. You can send this one from %(when)s on."),
    ),
    "photo": Allowance(
        "photos_a_day",
        DAY,
        _l("That is as many photos as one person sends in a day: %(most)d. You can send more from %(when)s on."),
    ),
    "support": Allowance(
        "supports_a_day",
        DAY,
        _l("You have supported %(most)d demands within a day. You can support the next one from %(when)s on."),
    ),
    "activity": Allowance(
        "activities_a_day",
        DAY,
        _l(
            "That is as many activities as one person announces in a day: %(most)d. You can send this from %(when)s on."
        ),
    ),
    "reward": Allowance(
        "rewards_a_day",
        DAY,
        _l("That is as many rewards as one person offers in a day: %(most)d. You can send this one from %(when)s on."),
    ),
    "notice": Allowance(
        "notices_a_day",
        DAY,
        _l("That is as many notices as one person sends in a day: %(most)d. You can send this one from %(when)s on."),
    ),
    "name": Allowance(
        "names_a_week",
        WEEK,
        _l("Your neighbours should know you again, so a name stays for a week. You can change it from %(when)s on."),
    ),
}


def count_post(kind: str, *, by: Actor, number: int = 1, field: str = "") -> None:
    """Count `number` more of a kind for a person, in the write transaction that posts them; two at once take turns.

    Raises Later, shown at `field` of the form, when that would be more than the setting allows. The app itself
    (demo, import, jobs) is not counted.
    """
    allowance = ALLOWANCES[kind]
    if by.id is None or not number:
        return
    most: int = getattr(settings(), allowance.setting)
    bucket, key = f"posted {kind}", str(by.id)
    again = take(bucket, key, limit=most, per=allowance.per, number=number)
    if again is not None:
        when = moment(again + MINUTE) if again.second or again.microsecond else moment(again)
        raise Later(field, str(allowance.refusal) % {"most": most * settings().throttle_factor, "when": when})
