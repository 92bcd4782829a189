"""Recovery codes: ten, on paper, for the day the phone with the app is lost."""

import secrets

from resident.accounts.entrance.identity import keyed_hash
from resident.ids import PersonId

CODES = 10
LENGTH = 10
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that passes for another: 50 bits a code


def new_codes() -> list[str]:
    """A fresh set, as it is shown: `ABCDE-23456`."""
    return [f"{_five()}-{_five()}" for _ in range(CODES)]


def recovery_hash(person_id: PersonId, code: str) -> str:
    """How a code is kept: useless without our key, and for another person."""
    return keyed_hash("recovery code", str(person_id), plain_code(code))


def plain_code(typed: str) -> str:
    """A code without what is only there for the eye."""
    return typed.replace("-", "").upper()


def _five() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH // 2))
