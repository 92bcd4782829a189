"""Pickup codes: eight digits that open one redemption, shown as `4827 1936`."""

import re
import secrets
import unicodedata

from resident.accounts.entrance.identity import keyed_hash

DIGITS = 8
IN_ADDRESS = re.compile(r"[?&]code=([0-9]+)")
NOT_DIGITS = re.compile(r"[\s\-·.]")


def new_code() -> str:
    """Eight random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def normal_code(text: str) -> str:
    """The eight digits of a code however it was typed or scanned, the address in its QR code included; else empty."""
    text = unicodedata.normalize("NFKC", text)
    scanned = IN_ADDRESS.search(text)
    digits = scanned.group(1) if scanned else NOT_DIGITS.sub("", text)
    return digits if re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) else ""


def spaced(code: str) -> str:
    """The code as people read it out."""
    return f"{code[:4]} {code[4:]}"


def code_lookup(community_id: int, code: str) -> str:
    """Under which hash a community's code is found."""
    return keyed_hash("pickup", str(community_id), code)
