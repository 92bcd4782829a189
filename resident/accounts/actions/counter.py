"""Coming in where no codes are sent: by what the operator made once, and from then on by number and second factor.

A number that nobody has, one without a second factor, wrong digits and a browser in which its person never signed in
are refused in the same words after the same work: what is asked of the database and written to it does not depend on
whether the number has an account.
"""

from datetime import timedelta

from resident import clock
from resident.accounts.actions.codes import Entered
from resident.accounts.actions.entering import Entrance, open_door, prove
from resident.accounts.actions.steps import Stepped, take_step
from resident.accounts.actions.traces import record_wrong_code
from resident.accounts.duties import is_expected, may_have_way_in
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.budgets import Budget
from resident.accounts.entrance.codes import Purpose
from resident.accounts.entrance.identity import phone_lookup
from resident.accounts.entrance.known import know_browser
from resident.accounts.entrance.throttle import hit, is_spent
from resident.accounts.entrance.ways_in import letters_hash, live_way_in, new_letters, way_in_of
from resident.accounts.models import Actor, Person, System, WayIn
from resident.accounts.queries import find_by_phone, has_agreed, locked_person
from resident.accounts.second_factor.rows import has_second_factor
from resident.accounts.telling import tell
from resident.audit.actions import record
from resident.config import settings
from resident.db import db, take_turns
from resident.i18n import lazy_gettext as _l
from resident.web.guards import NOT_YOURS, YES, allow, no

NOT_OF_STAFF = no(
    "not_of_staff",
    _l("A way in is for administrators and, where no codes are sent, for the staff. This person has no such role."),
)
WRONG_LETTERS = "wrong ways in per address"


def make_way_in(*, person: Person, by: Actor) -> str:
    """Make the letters by which this person comes in once, within an hour; those made before are worth nothing.

    They are told. Raises NotAllowed for everybody but the operator, as nobody on the staff holds what signs somebody
    in, and for a person without a role, or an invitation to one, that it is for.
    """
    row = locked_person(person)
    allow(YES if isinstance(by, System) else NOT_YOURS)
    allow(YES if may_have_way_in(person) or is_expected(row.phone_lookup or "") else NOT_OF_STAFF)
    letters, way = new_letters(), way_in_of(person)
    if way is None:
        way = WayIn(person_id=person.id)
        db.session.add(way)
    way.code_hash = letters_hash(row.phone_lookup or "", letters)
    way.made_at, way.used_at = clock.now(), None
    record("person.given_way_in", row, by=by)
    tell(person.id, "accounts.way_in_made", path="/me/settings")
    return letters


def enter_way_in(*, phone: str, letters: str, browser: Browser) -> Entrance:
    """Take what the operator made: the number counts as proven, and the browser is known from now on.

    Whoever has a second factor goes on to that; who is here for the first time, to consent and a name. Wrong letters
    are counted: the caller keeps that.
    """
    take_turns(f"code {phone_lookup(phone)}")
    limit, per = settings().guesses_per_address_an_hour, timedelta(hours=1)
    if is_spent(WRONG_LETTERS, browser.address, limit=limit, per=per):
        return Entrance(Entered.TOO_OFTEN)
    person, way = find_by_phone(phone), live_way_in(phone_lookup(phone), letters)
    if person is None or way is None:
        hit(WRONG_LETTERS, browser.address, limit=limit, per=per)
        return Entrance(Entered.WRONG)
    way.used_at = clock.now()
    record("person.used_way_in", person, by=person.value)
    known, proof = know_browser(person.value, token=browser.known), prove(phone=phone, browser=browser)
    outcome = _what_is_missing(person.value)
    if outcome is not None:
        return Entrance(outcome, person.value, known=known, proof=proof)
    return open_door(person=person.value, phone=phone, browser=_known(browser, known))


def enter_by_step(*, phone: str, typed: str, browser: Browser) -> Entrance:
    """Sign somebody in by number and a step of the second factor, or a recovery code, in a browser that knows them.

    Strangers use up nothing of theirs: a browser that is known has a budget of its own. What is wrong is counted: the
    caller keeps that.
    """
    take_turns(f"code {phone_lookup(phone)}")
    budget = Budget(phone_lookup(phone), browser, Purpose.SIGN_IN)
    if budget.is_address_spent():
        return Entrance(Entered.TOO_OFTEN)
    if not budget.may_guess():
        return Entrance(Entered.SHUT)
    person = find_by_phone(phone)
    if person is None or not budget.knows_browser:
        budget.count_guess()
        return Entrance(Entered.WRONG)
    stepped = take_step(person.value, typed=typed)
    if stepped is Stepped.TOO_OFTEN:
        return Entrance(Entered.TOO_OFTEN)
    if stepped is not Stepped.RIGHT:
        budget.count_guess()
        record_wrong_code(phone=phone, is_last=not budget.may_guess())
        return Entrance(Entered.WRONG)
    if not has_agreed(person.value):
        return Entrance(Entered.TO_AGREE, person.value, proof=prove(phone=phone, browser=browser))
    return open_door(person=person.value, phone=phone, browser=browser)


def _what_is_missing(person: Person) -> Entered | None:
    if not has_agreed(person):
        return Entered.TO_AGREE
    return Entered.SECOND_STEP if has_second_factor(person) else None


def _known(browser: Browser, token: str) -> Browser:
    return Browser(key=browser.key, known=token, address=browser.address, device=browser.device)
