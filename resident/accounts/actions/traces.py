"""What the record keeps of doors that stayed shut.

Of wrong codes it keeps those for numbers that have an account; how many there may be bounds who guesses
(`entrance/budgets.py`). Of refused pages it keeps a few an hour and person, so that nobody fills it.
"""

from datetime import timedelta

from resident.accounts.entrance.throttle import hit
from resident.accounts.models import SYSTEM, Person
from resident.accounts.queries import find_by_phone, person_row
from resident.audit.actions import record
from resident.ids import CommunityId

MOST_REFUSALS = 20


def record_wrong_code(*, phone: str, is_last: bool) -> None:
    """Note a wrong code, and the last one that may be tried; a number without an account leaves no trace here."""
    person = find_by_phone(phone)
    if person is not None:
        record("person.code_refused", person, by=SYSTEM)
        if is_last:
            record("person.locked_out", person, by=SYSTEM)


def record_refused_page(*, by: Person, page: str, community_id: CommunityId | None) -> None:
    """Note that somebody asked for a page, named by its endpoint, that is not open to them."""
    if hit("refused pages", str(by.id), limit=MOST_REFUSALS, per=timedelta(hours=1)):
        record("person.refused", person_row(by), by=by, community_id=community_id, page=page)
