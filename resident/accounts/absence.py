"""Who is not there: an account that rests now is absent wherever people are needed."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, select

from resident import clock
from resident.accounts.models import Suspension, SuspensionState
from resident.columns import UtcDateTime


def rests(person: Any) -> ColumnElement[bool]:
    """The condition that the account of the person in this column rests now."""
    return (
        select(Suspension.id)
        .where(
            Suspension.person_id == person,
            Suspension.state != SuspensionState.LIFTED,
            Suspension.until > bindparam(None, type_=UtcDateTime, callable_=clock.now, unique=True),
        )
        .exists()
        .correlate_except(Suspension)
    )
