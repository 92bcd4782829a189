"""How many codes may be asked for and how many may be guessed, and by whom.

Everybody has a budget that a stranger cannot use up: who signed in with this browser before has one of their
own. All other browsers share the number's, the address's and the house's. The number's cannot be stretched by
more browsers or more addresses: 20 guesses of six digits find a code once in 50,000 days. An address may be a
whole neighbourhood behind one carrier or one proxy, so its limits only slow a flood down.
What is spent is no lock-out: the browsers that are known, and the counter, go on.
"""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import DBAPIError

from resident import clock
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.codes import Purpose
from resident.accounts.entrance.known import is_known
from resident.accounts.entrance.throttle import hit, is_spent
from resident.accounts.models import SYSTEM, SignInAlarm
from resident.audit.actions import record
from resident.config import settings
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.statements import value
from resident.web.checks import check

log = structlog.get_logger()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_RAISED = select(func.max(SignInAlarm.raised_at)).where(SignInAlarm.raised_at > bindparam("since"))


class Budget:
    """What one browser may do with one number, as the moment stands; needs a write transaction."""

    def __init__(self, lookup: str, browser: Browser, purpose: Purpose) -> None:
        self._lookup, self._address = lookup, browser.address
        # Who confirms is signed in, and so in this browser known by more than a cookie.
        is_own = purpose is Purpose.CONFIRM or is_known(browser.known, lookup=lookup)
        self._own = f"{browser.key if purpose is Purpose.CONFIRM else browser.known} {lookup}" if is_own else ""

    @property
    def knows_browser(self) -> bool:
        """Whether whose number this is has signed in with this browser before."""
        return bool(self._own)

    def may_guess(self) -> bool:
        """Whether a code may be tried at all."""
        limits = settings()
        if self._own:
            return not is_spent("guesses of a known browser", self._own, limit=limits.guesses_per_phone_a_day, per=DAY)
        return not (
            is_spent("guesses per phone", self._lookup, limit=limits.guesses_per_phone_a_day, per=DAY)
            or is_spent("guesses", "", limit=limits.guesses_an_hour, per=HOUR, in_turn=False)
        )

    def is_address_spent(self) -> bool:
        """Whether too many were wrong from this address within the hour."""
        limit = settings().guesses_per_address_an_hour
        return not self._own and is_spent("guesses per address", self._address, limit=limit, per=HOUR)

    def count_guess(self) -> None:
        """Count a wrong guess; the one that ends the house's budget raises the alarm."""
        limits = settings()
        if self._own:
            hit("guesses of a known browser", self._own, limit=limits.guesses_per_phone_a_day, per=DAY)
            return
        hit("guesses per address", self._address, limit=limits.guesses_per_address_an_hour, per=HOUR)
        hit("guesses per phone", self._lookup, limit=limits.guesses_per_phone_a_day, per=DAY)
        hit("guesses", "", limit=limits.guesses_an_hour, per=HOUR)
        if is_spent("guesses", "", limit=limits.guesses_an_hour, per=HOUR):
            _raise_alarm()

    def take_code(self) -> bool:
        """Count one more code that is sent, if there may be one."""
        limits = settings()
        if self._own:
            return hit("codes of a known browser", self._own, limit=limits.codes_per_phone_an_hour, per=HOUR)
        # The address first: who has asked too often from there shall not use up somebody else's number.
        return hit("codes per address", self._address, limit=limits.codes_per_address_an_hour, per=HOUR) and hit(
            "codes per phone", self._lookup, limit=limits.codes_per_phone_an_hour, per=HOUR
        )


def alarm_raised() -> datetime | None:
    """When it was last noticed, within a day, that codes are being guessed all over the house."""
    raised_at: datetime | None = value(_RAISED, since=clock.now() - DAY)
    return raised_at


@check(
    "guessing",
    _l("Somebody is guessing sign-in codes: new devices cannot sign in for a while."),
    warns=True,
    needs_database=True,
)
def is_quiet() -> bool:
    """Whether nobody was noticed to guess codes within the last hour."""
    try:
        last = alarm_raised()
    except DBAPIError:  # no such table: there were no migrations yet, which is said elsewhere
        db.session.rollback()
        return True
    return last is None or last <= clock.now() - HOUR


def _raise_alarm() -> None:
    """Somebody guesses codes all over the house: say so where the operator and the administrator look, once an hour."""
    last = alarm_raised()
    if last is not None and last > clock.now() - HOUR:
        return
    alarm = SignInAlarm(raised_at=clock.now())
    db.session.add(alarm)
    db.session.flush()
    record("sign_in_alarm.raised", alarm, by=SYSTEM)
    log.error("sign-in codes are being guessed: new browsers cannot sign in until it ends")
