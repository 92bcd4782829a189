"""Phone numbers and secrets: encrypted to be read back, keyed-hashed to be found or compared."""

import hashlib
import hmac
import unicodedata

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from resident.characters import normal
from resident.config import settings
from resident.patterns import Pattern

MOBILE = Pattern(r"1[3-9][0-9]{9}")
COUNTRY = Pattern(r"^(\+|00)?860?(?=1)")  # +86 (0) 138 too
NAMED = Pattern(
    "^(?:tel(?:ephone)?|phone|mobile|cell|sms(?:to)?|callto|number|no|my|is|我的?|本人|手机|手機|电话|電話|联系|聯繫|聯絡|联络|号码|號碼|号|號|是)+"
)
EXTENSION = Pattern("ext[0-9]{0,4}$")
LONGEST_TYPED = 88  # eight signs for each of eleven digits


def normal_phone(text: str) -> str:
    """A mainland mobile number as its 11 digits, however it was typed; empty where it is none.

    Digits of any script, whatever signs and spaces stand between them, words before them (`tel:`, 我的手机号码是), an
    extension of an address and the prefixes +86, 0086 and 86 are understood.
    """
    typed = "".join(
        str(unicodedata.digit(one)) if one.isdecimal() else one for one in bare(text, longest=LONGEST_TYPED)
    )
    digits = COUNTRY.sub("", EXTENSION.sub("", NAMED.sub("", typed)))
    return digits if MOBILE.fullmatch(digits) else ""


def bare(text: str, *, longest: int) -> str:
    """The letters and digits that were typed, and a plus: without spaces, signs between them and what nobody sees.

    More than `longest` characters are no number and no code, and are not looked at.
    """
    if len(text) > longest:
        return ""
    # Marks go first: composing many of them takes its time, and a variation selector is one.
    seen = "".join(c for c in text if unicodedata.category(c)[0] not in "MZC")
    return "".join(c for c in normal("NFKC", seen, longest).casefold() if c.isalnum() or c == "+")


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


def is_newest(text: str) -> bool:
    """Whether the first data key wrote this."""
    try:
        Fernet(settings().data_keys[0].encode()).decrypt(text.encode())
    except InvalidToken:
        return False
    return True


def masked(phone: str) -> str:
    """A phone number as others may see it: 138****0001; nothing where there is none."""
    return f"{phone[:3]}****{phone[-4:]}" if phone else ""


def spaced(phone: str) -> str:
    """A phone number as people read it: 138 0000 0001."""
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}".strip()


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key.encode()) for key in settings().data_keys])
