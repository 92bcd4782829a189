"""A sheet as it is kept until it is taken over: packed and encrypted."""

import json
import zlib
from base64 import b64decode, b64encode

from resident.accounts.entrance.identity import decrypt, encrypt
from resident.communities.importing.headings import Kept, Passed
from resident.sheets.tables import from_plain, plain


def packed(kept: Kept) -> str:
    """What is kept of a file, unreadable without our key."""
    said = json.dumps({"tables": plain(kept.tables), "passed": kept.passed}, ensure_ascii=False).encode()
    return encrypt(b64encode(zlib.compress(said)).decode())


def unpacked(content: str) -> Kept:
    """The other way round."""
    said = json.loads(zlib.decompress(b64decode(decrypt(content))))
    return Kept(from_plain(said["tables"]), tuple(Passed(*one) for one in said["passed"]))
