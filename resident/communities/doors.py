"""What stands on a door, however people write it."""

import re
import unicodedata

BEFORE = re.compile(r"^(unit|room|flat|no\.?)\s*", re.IGNORECASE)
AFTER = re.compile(r"\s*(单元|室|房|号)$")


def door(text: str) -> str:
    """The bare number of a unit or a room: "2单元", "Unit 2" and "２" are all 2, so a home exists once."""
    bare = " ".join(unicodedata.normalize("NFKC", text).split())
    return AFTER.sub("", BEFORE.sub("", bare)).upper()
