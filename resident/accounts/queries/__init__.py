"""Everything that reads people, their devices and what they agreed to."""

from resident.accounts.queries.codes import PROOF_LIFETIME, code_of, is_live, is_proven, proof_of, seconds_to_wait
from resident.accounts.queries.devices import browsers_of, devices_of, is_own_session, was_ended_by_new_number
from resident.accounts.queries.people import (
    consents_of,
    find_by_phone,
    has_agreed,
    locked_person,
    person_row,
    phone_of,
    present_consent,
)

__all__ = [
    "PROOF_LIFETIME",
    "browsers_of",
    "code_of",
    "consents_of",
    "devices_of",
    "find_by_phone",
    "has_agreed",
    "is_live",
    "is_own_session",
    "is_proven",
    "locked_person",
    "person_row",
    "phone_of",
    "present_consent",
    "proof_of",
    "seconds_to_wait",
    "was_ended_by_new_number",
]
