"""What people do for a community, as far as the account must know: by it somebody could do more harm than to themself.

Packages above say who holds a duty, as a condition on `PersonRow`; here stands what follows from it.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Executable, bindparam, false, or_, select

from resident.accounts.models import Person, PersonRow
from resident.config import settings
from resident.statements import value


class Duty(NamedTuple):
    """`held` is true of the rows of those who hold it; the rest is what follows."""

    held: ColumnElement[bool]
    ends_soon: bool
    needs_second_factor: bool


DUTIES: dict[str, Duty] = {}
EXPECTED: dict[str, Callable[..., bool]] = {}
_ONE = select(PersonRow.id).where(PersonRow.id == bindparam("person"))


def register(
    name: str, held: ColumnElement[bool], *, ends_soon: bool = False, needs_second_factor: bool = False
) -> None:
    """Say who holds a duty. `ends_soon`: a session ends after half a day without use instead of thirty."""
    DUTIES[name] = Duty(held, ends_soon, needs_second_factor)


def register_expected(name: str, is_expected: Callable[..., bool]) -> None:
    """Say which numbers are invited to a duty: `is_expected(lookup, to_administer=…)`."""
    EXPECTED[name] = is_expected


def is_expected(lookup: str) -> bool:
    """Whether the number with this hash is invited to what a way in is made for."""
    to_administer = not settings().lives_on_second_factor
    return any(one(lookup, to_administer=to_administer) for one in EXPECTED.values())


def needs_second_factor(person: Person) -> bool:
    """Whether this person must have a second factor here; one statement, none where nobody must or everybody."""
    if settings().lives_on_second_factor:
        return True
    return settings().requires_second_factor and value(_needing(), person=person.id) is not None


def is_staff(person: Person) -> bool:
    """Whether this person has any duty: to those a second factor is offered; one statement."""
    return value(_on_duty(), person=person.id) is not None


def needing_second_factor(*, whole_staff: bool = False) -> ColumnElement[bool]:
    """The condition on `PersonRow` of those who must have a second factor before anything else."""
    return or_(false(), *(duty.held for duty in DUTIES.values() if whole_staff or duty.needs_second_factor))


def may_have_way_in(person: Person) -> bool:
    """Whether the operator may let this person in: an administrator; where no codes are sent, any of the staff. One statement."""
    return value(_on_duty() if settings().lives_on_second_factor else _needing(), person=person.id) is not None


def on_duty() -> ColumnElement[bool]:
    """The condition on `PersonRow` of those who have any duty."""
    return or_(false(), *(duty.held for duty in DUTIES.values()))


def ends_soon(person: Person) -> bool:
    """Whether the sessions of this person end after half a day without use; one statement."""
    return value(_ending_soon(), person=person.id) is not None


@cache
def _needing() -> Executable:
    return _ONE.where(needing_second_factor())


@cache
def _on_duty() -> Executable:
    return _ONE.where(on_duty())


@cache  # once for this process: every package has said its duties when the first request comes
def _ending_soon() -> Executable:
    return _ONE.where(or_(false(), *(duty.held for duty in DUTIES.values() if duty.ends_soon)))
