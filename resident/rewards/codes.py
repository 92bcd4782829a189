"""Pickup codes: eight digits that open one redemption, shown as `4827 1936`."""

import secrets

from resident.accounts.entrance.identity import keyed_hash
from resident.characters import normal
from resident.patterns import Pattern

DIGITS = 8
LONGEST = 300  # the address in a QR code
IN_ADDRESS = Pattern(r"[?&]code=([0-9]+)")
NOT_DIGITS = Pattern(r"[\s\-·.]")
WHOLE = Pattern(rf"[0-9]{{{DIGITS}}}")


def new_code() -> str:
    """Eight random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def normal_code(text: str) -> str:
    """The eight digits of a code however it was typed or scanned, the address in its QR code included; else empty."""
    text = normal("NFKC", text, 4 * LONGEST)
    scanned = IN_ADDRESS.search(text)
    digits = scanned.group(1) if scanned else NOT_DIGITS.sub("", text)
    return digits if WHOLE.fullmatch(digits) else ""


def spaced(code: str) -> str:
    """The code as people read it out."""
    return f"{code[:4]} {code[4:]}"


def code_lookup(community_id: int, code: str) -> str:
    """Under which hash a community's code is found."""
    return keyed_hash("pickup", str(community_id), code)
