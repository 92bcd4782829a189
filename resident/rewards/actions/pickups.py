"""Trying a pickup code: wrong ones are counted for the clerk and for the address they come from."""

from datetime import timedelta
from typing import NamedTuple

from resident.accounts.entrance.throttle import hit, is_spent
from resident.accounts.models import Person
from resident.communities.models import Community
from resident.config import settings
from resident.i18n import lazy_gettext as _l
from resident.rewards.codes import normal_code
from resident.rewards.models import Redemption
from resident.rewards.queries.pickups import behind_code
from resident.web.errors import Words

NO_CODE = _l("A pickup code has eight digits.")
UNKNOWN = _l("This code opens nothing here. Check the digits with the resident.")
TOO_MANY = _l("Too many wrong codes. Wait a while before you try again.")
HOUR = timedelta(hours=1)


class Tried(NamedTuple):
    """What a code opened, or why nothing."""

    found: Redemption | None
    refusal: Words = ""
    is_too_often: bool = False


def try_code(*, community: Community, text: str, address: str, by: Person) -> Tried:
    """What this code opens at the bodies `by` hands over for: somebody else's opens nothing.

    A wrong code counts, and after too many nothing is looked up until an hour has passed. Does not
    raise: the answer is a refusal whose trace must be kept (`keep_refusal()`).
    """
    code = normal_code(text)
    if not code:
        return Tried(None, NO_CODE)
    keys = (f"clerk {by.id}", f"address {address}")
    limit = settings().pickup_tries_an_hour
    is_too_often = any(is_spent("pickup", key, limit=limit, per=HOUR) for key in keys)
    found = None if is_too_often else behind_code(community, code, by)
    if found is not None:
        return Tried(found)
    for key in keys:
        hit("pickup", key, limit=limit, per=HOUR)
    return Tried(None, TOO_MANY if is_too_often else UNKNOWN, is_too_often)
