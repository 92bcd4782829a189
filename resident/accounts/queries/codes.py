"""The code that a browser was sent: whether it still lives, and what it has proven."""

from datetime import UTC, timedelta

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.codes import Purpose, browser_hash
from resident.accounts.entrance.identity import phone_lookup
from resident.accounts.models import SignInCode
from resident.config import settings
from resident.statements import entity

PROOF_LIFETIME = timedelta(minutes=30)
_CODE = select(SignInCode).where(
    SignInCode.phone_lookup == bindparam("lookup"), SignInCode.browser_hash == bindparam("browser")
)
_CODE_LOCKED = _CODE.with_for_update()


def code_of(
    phone: str, browser: Browser, purpose: Purpose = Purpose.SIGN_IN, *, locked: bool = False
) -> SignInCode | None:
    """The row of the code that this browser was sent for this number, dead or alive; `locked` until the transaction ends."""
    code: SignInCode | None = entity(
        _CODE_LOCKED if locked else _CODE,
        lookup=phone_lookup(phone),
        browser=browser_hash(purpose, browser.key),
    )
    return code


def is_live(code: SignInCode | None) -> bool:
    """Whether this code can still sign somebody in."""
    return (
        code is not None
        and code.used_at is None
        and code.tries_left > 0
        and clock.now() < code.sent_at + timedelta(seconds=settings().code_lifetime)
    )


def is_proven(*, phone: str, proof: str, browser: Browser) -> bool:
    """Whether this proof is of the code that this browser used last for this number, not long ago and for nothing yet."""
    code = code_of(phone, browser)
    if code is None or code.used_at is None:
        return False
    return proof_of(code) == proof and clock.now() < code.used_at + PROOF_LIFETIME


def proof_of(code: SignInCode | None) -> str:
    """What shows that this code was used; nothing where it was not."""
    return code.used_at.astimezone(UTC).isoformat() if code and code.used_at else ""


def seconds_to_wait(code: SignInCode | None) -> int:
    """Seconds until this browser may ask for another code of the number; 0 is now.

    Who has used the last one may ask at once, for a second device: the limit an hour still holds.
    """
    if code is None or code.used_at is not None:
        return 0
    left = code.sent_at + timedelta(seconds=settings().code_again_after) - clock.now()
    return max(0, -(-left // timedelta(seconds=1)))
