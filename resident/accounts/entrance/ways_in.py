"""Ways in that the operator makes on the command line: twenty letters for one person, once, within an hour.

By them the first administrator comes in, and, where no codes are sent, everybody on the staff in a browser in which
they have not signed in before.
"""

import secrets
from datetime import timedelta

from sqlalchemy import bindparam, delete, select

from resident import clock
from resident.accounts.entrance.identity import keyed_hash
from resident.accounts.models import Person, PersonRow, WayIn
from resident.accounts.second_factor.recovery import LETTERS
from resident.db import db
from resident.statements import entity

LIFETIME = timedelta(hours=1)
GROUPS, IN_A_GROUP = 4, 5  # 100 bits: nobody guesses it, so that no wrong try counts against the number
_OF = WayIn.person_id == bindparam("person")
_MADE = select(WayIn).where(_OF).with_for_update()
_LIVE = (
    select(WayIn)
    .join(PersonRow, PersonRow.id == WayIn.person_id)
    .where(
        PersonRow.phone_lookup == bindparam("lookup"),
        WayIn.code_hash == bindparam("code"),
        WayIn.made_at > bindparam("since"),
        WayIn.used_at.is_(None),
    )
)
_FORGET = delete(WayIn).where(_OF)


def new_letters() -> str:
    """Letters nobody can foresee, as they are shown: `ABCDE-FGHJK-LMNPQ-23456`."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))


def letters_hash(lookup: str, letters: str) -> str:
    """How they are kept: useless without our key, and for another number."""
    return keyed_hash("way in", lookup, letters.replace("-", "").upper())


def way_in_of(person: Person) -> WayIn | None:
    """The row of the last one that was made for a person, held until the transaction ends."""
    way: WayIn | None = entity(_MADE, person=person.id)
    return way


def live_way_in(lookup: str, letters: str) -> WayIn | None:
    """The one these letters open for this number; one statement, whether the number has an account or not."""
    since = clock.now() - LIFETIME
    way: WayIn | None = entity(_LIVE, lookup=lookup, code=letters_hash(lookup, letters), since=since)
    return way


def forget_way_in(person: Person) -> None:
    """What was made for a person opens nothing any more."""
    db.session.execute(_FORGET, {"person": person.id})
