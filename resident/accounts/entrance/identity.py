"""Phone numbers and secrets: encrypted to be read back, keyed-hashed to be found or compared."""

import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet

from resident.characters import normal
from resident.config import settings
from resident.patterns import Pattern

LONGEST_PHONE = 40
MOBILE = Pattern(r"1[3-9][0-9]{9}")
BETWEEN = Pattern(r"[\s().\-\u2010-\u2015]")
COUNTRY = Pattern(r"^(\+|00)?86(?=1)")


def normal_phone(text: str) -> str:
    """A mainland mobile number as its 11 digits, however it was typed; empty where it is none.

    Full-width digits, spaces, hyphens, dots, brackets and the prefixes +86, 0086 and 86 are understood.
    """
    digits = BETWEEN.sub("", normal("NFKC", text, 4 * LONGEST_PHONE))
    digits = COUNTRY.sub("", digits)
    return digits if MOBILE.fullmatch(digits) else ""


def keyed_hash(purpose: str, *parts: str) -> str:
    """A hash nobody can try out without our key (64 hex digits); `purpose` keeps the uses apart."""
    message = "\x1f".join((purpose, *parts)).encode()
    return hmac.new(settings().lookup_key.encode(), message, hashlib.sha256).hexdigest()


def phone_lookup(phone: str) -> str:
    """Under which hash a phone number is found."""
    return keyed_hash("phone", phone)


def encrypt(text: str) -> str:
    """Encrypt with the first data key."""
    return _box().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """Decrypt with whichever data key wrote it; nothing is nothing."""
    return "" if not text else _box().decrypt(text.encode()).decode()


def masked(phone: str) -> str:
    """A phone number as others may see it: 138****0001; nothing where there is none."""
    return f"{phone[:3]}****{phone[-4:]}" if phone else ""


def spaced(phone: str) -> str:
    """A phone number as people read it: 138 0000 0001."""
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}".strip()


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key.encode()) for key in settings().data_keys])
