"""The tables of people, how they sign in, and what they agreed to."""

from resident.accounts.models.entrance import Admission, KnownBrowser, SignInAlarm, SignInCode, ThrottleHit, WayIn
from resident.accounts.models.people import (
    CONSENT_PURPOSE,
    CONSENT_VERSION,
    SYSTEM,
    Actor,
    Consent,
    DisplayName,
    Person,
    PersonRow,
    System,
)
from resident.accounts.models.second_factor import RecoveryCode, SecondFactor
from resident.accounts.models.sessions import KeptForm, SignInSession
from resident.accounts.models.suspensions import Suspension, SuspensionMove, SuspensionMoved, SuspensionState

__all__ = [
    "CONSENT_PURPOSE",
    "CONSENT_VERSION",
    "SYSTEM",
    "Actor",
    "Admission",
    "Consent",
    "DisplayName",
    "KeptForm",
    "KnownBrowser",
    "Person",
    "PersonRow",
    "RecoveryCode",
    "SecondFactor",
    "SignInAlarm",
    "SignInCode",
    "SignInSession",
    "Suspension",
    "SuspensionMove",
    "SuspensionMoved",
    "SuspensionState",
    "System",
    "ThrottleHit",
    "WayIn",
]
