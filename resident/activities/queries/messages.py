"""What was written to everybody who has a place in a shift."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident.accounts.models import PersonRow
from resident.activities.models import ShiftMessage
from resident.statements import rows

MOST = 5


class Written(NamedTuple):
    """A message to everybody in a shift: who wrote it, and to how many."""

    text: str
    name: str
    reached: int
    at: datetime


_LAST = (
    select(ShiftMessage.text, PersonRow.display_name, ShiftMessage.reached, ShiftMessage.at)
    .join(PersonRow, PersonRow.id == ShiftMessage.person_id)
    .where(ShiftMessage.shift_id == bindparam("shift"))
    .order_by(ShiftMessage.id.desc())
    .limit(MOST)
)


def messages_of(shift_id: int) -> list[Written]:
    """The last messages to everybody in a shift, the newest first; one statement."""
    return rows(Written, _LAST, shift=shift_id)
