"""Setting up a second factor, taking a step of it, and losing it again."""

from resident import clock
from resident.accounts.actions.steps import BUCKET, PER, TRIES, Stepped
from resident.accounts.duties import needs_second_factor
from resident.accounts.entrance.identity import encrypt
from resident.accounts.entrance.throttle import hit, is_spent
from resident.accounts.models import Actor, Person, RecoveryCode, SecondFactor
from resident.accounts.queries import locked_person
from resident.accounts.second_factor.recovery import new_codes, recovery_hash
from resident.accounts.second_factor.rows import forget_codes, forget_factor, locked_factor, secret_to_set_up
from resident.accounts.second_factor.steps import new_secret, step_of
from resident.accounts.sessions import end_all_sessions, end_other_sessions
from resident.audit.actions import record
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Conflict


class NoSecondFactor(Conflict):
    """There is none any more, or none yet."""

    title = _l("There is no second step")
    message = _l("Your account has no second step now. Set one up first.")


class MustKeep(Conflict):
    """Who needs the second factor may change it, not do without."""

    title = _l("The second step stays")
    message = _l("You need it here. You can set it up anew with another phone.")


def begin_set_up(*, by: Person) -> None:
    """Make the secret that goes into an app. Until a step shows that it is there, everything stays as it was."""
    locked_person(by)
    factor = locked_factor(by)
    if factor is None:
        factor = SecondFactor(person_id=by.id, secret_encrypted="", last_step=0)
        db.session.add(factor)
    factor.new_secret_encrypted, factor.new_at = encrypt(new_secret().hex()), clock.now()
    db.session.flush()


def confirm_set_up(*, digits: str, token: str, by: Person) -> tuple[Stepped, list[str]]:
    """With the first step of the app the second factor counts: gives the recovery codes, which are shown this once.

    All other devices are signed out; `token` is of the one at hand. A wrong step is counted: the caller keeps that.
    """
    person, factor, secret = locked_person(by), locked_factor(by), secret_to_set_up(by)
    if factor is None or secret is None:
        return Stepped.TOO_LATE, []
    if is_spent(BUCKET, str(by.id), limit=TRIES, per=PER):
        return Stepped.TOO_OFTEN, []
    step = step_of(secret, digits, now=clock.now())
    if not step:
        hit(BUCKET, str(by.id), limit=TRIES, per=PER)
        return Stepped.WRONG, []
    factor.secret_encrypted, factor.last_step, factor.confirmed_at = factor.new_secret_encrypted, step, clock.now()
    factor.new_secret_encrypted, factor.new_at = "", None
    end_other_sessions(by, but=token)
    record("second_factor.confirmed", factor, by=by, person_id=person.id)
    return Stepped.RIGHT, _new_codes(by)


def renew_recovery_codes(*, by: Person) -> list[str]:
    """A new set of recovery codes, shown this once; the old ones are worth nothing. Raises NoSecondFactor."""
    factor = locked_factor(by)
    if factor is None or factor.confirmed_at is None:
        raise NoSecondFactor
    record("recovery_code.renewed", factor, by=by, person_id=by.id)
    return _new_codes(by)


def end_second_factor(*, by: Person) -> None:
    """Do without a second factor again; twice is the same. Raises MustKeep for who must have one."""
    if needs_second_factor(by):
        raise MustKeep
    _end(by, by=by)


def reset_second_factor(*, person: Person, by: Actor) -> bool:
    """Take the second factor off an account whose person has lost app and paper; all its devices are signed out.

    Whether there was one.

    Whose right that is the caller asks: another administrator's, or the operator's.
    """
    had_one = _end(person, by=by)
    if had_one:
        end_all_sessions(person)
    return had_one


def _end(person: Person, *, by: Actor) -> bool:
    locked_person(person)
    factor = locked_factor(person)
    if factor is None:
        return False
    record("second_factor.ended", factor, by=by, person_id=person.id)
    forget_factor(person)
    return True


def _new_codes(person: Person) -> list[str]:
    forget_codes(person)
    codes = new_codes()
    db.session.add_all(RecoveryCode(person_id=person.id, code_hash=recovery_hash(person.id, code)) for code in codes)
    db.session.flush()
    return codes
