"""The code on a slip: ten digits, read out in groups of 3, 3 and 4, found by a keyed hash."""

import secrets
import unicodedata

from resident.accounts.entrance.identity import bare, keyed_hash
from resident.communities.models import Community
from resident.ids import CommunityId

DIGITS = 10
LONGEST_TYPED = 60  # with spaces, hyphens and the words before it


def new_code() -> str:
    """Ten digits nobody can foresee."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def normal_code(typed: str) -> str:
    """The ten digits of what was typed, of any script and with anything between them; empty where these are not ten."""
    digits = "".join(str(unicodedata.digit(one)) for one in bare(typed, longest=LONGEST_TYPED) if one.isdecimal())
    return digits if len(digits) == DIGITS else ""


def grouped(code: str) -> str:
    """A code as it is printed: 482 913 0075."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def slip_lookup(community_id: CommunityId, code: str) -> str:
    """Under which hash a code is found: another community's opens nothing here."""
    return keyed_hash("slip", str(community_id), code)


def slip_path(community: Community, code: str) -> str:
    """Where the QR code of a slip leads."""
    return f"/c/{community.slug}/slip/{code}"
