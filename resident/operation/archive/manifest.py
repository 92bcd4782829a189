"""What stands in the list of an archive, and which names its members may have."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from resident.operation.faults import Refused
from resident.patterns import Pattern

FORMAT = 2
MANIFEST = "manifest.json"
MOST_MANIFEST = 512 * 1024**2  # bytes: a million photos in three sizes
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
PHOTO = Pattern(r"media/(?P<folder>[0-9a-f]{2})/(?P<file>(?P=folder)[0-9a-f]{30})(\.wide|\.thumb)?\.jpg", longest=60)
HASH = Pattern(r"[0-9a-f]{64}", longest=64)
_FIELDS = {
    "made_at": str,
    "database": str,
    "migration": str,
    "server": str,
    "is_demo": bool,
    "keys": list,
    "counts": dict,
    "members": dict,
    "without_file": list,
    "proof": str,
}


class Damaged(Refused):
    """An archive is not what it was when it was written, or was never one of ours."""


@dataclass(frozen=True)
class Member:
    """One file in the archive: its length in bytes and its SHA-256 in hex."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive holds.

    `migration` is the one its database stands at, `keys` the fingerprints it knows (name, fingerprint), `counts` the
    rows of each table, `without_file` names of files that photos should have and that were gone before. `proof` is made
    of all of it with the lookup key: who has no key can write no list that is taken for one of ours.
    """

    made_at: datetime
    database: str
    migration: str
    server: str
    is_demo: bool
    keys: tuple[tuple[str, str], ...]
    counts: dict[str, int]
    members: dict[str, Member] = field(default_factory=dict)
    without_file: tuple[str, ...] = ()
    proof: str = ""

    @property
    def photos(self) -> int:
        """How many files of photos there are."""
        return len(self.members) - 1

    @property
    def database_name(self) -> str:
        """The member that is the database."""
        return DATABASES[self.database]

    def proof_by(self, key: str) -> str:
        """What nobody can say of this list without the key (64 hex digits)."""
        said = b"list of a backup: " + replace(self, proof="").as_json()
        return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()

    def as_json(self) -> bytes:
        """As it stands in the archive."""
        said = asdict(self) | {"made_at": self.made_at.isoformat(), "format": FORMAT}
        return json.dumps(said, indent=1, sort_keys=True).encode()


def parsed(content: bytes) -> Manifest:
    """The list out of an archive. Raises Damaged for whatever does not look like one of ours."""
    try:
        said: dict[str, Any] = json.loads(content)
        if said["format"] != FORMAT:
            raise Damaged(f"This backup has the form {said['format']}, and this version of the app reads {FORMAT}.")
        if any(not isinstance(said[name], kind) for name, kind in _FIELDS.items()):
            raise ValueError("a field is of another kind")
        manifest = Manifest(
            **{name: said[name] for name in ("database", "migration", "server", "is_demo", "proof")},
            made_at=datetime.fromisoformat(said["made_at"]),
            keys=tuple((str(name), str(print_)) for name, print_ in said["keys"]),
            counts={str(table): int(rows) for table, rows in said["counts"].items()},
            members={name: Member(int(one["size"]), str(one["sha256"])) for name, one in said["members"].items()},
            without_file=tuple(map(str, said["without_file"])),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Damaged(f"The list in this file is not that of a backup ({type(error).__name__}).") from error
    _require_sound(manifest)
    return manifest


def is_member(name: str) -> bool:
    """Whether a backup may have a member of this name: a database or a photo, and nothing that leads elsewhere."""
    return name in DATABASES.values() or PHOTO.fullmatch(name) is not None


def _require_sound(manifest: Manifest) -> None:
    names = set(manifest.members)
    if manifest.database not in DATABASES or names & set(DATABASES.values()) != {manifest.database_name}:
        raise Damaged("This file does not hold exactly one database.")
    if strange := sorted(name for name in names if not is_member(name)):
        raise Damaged(f"The list names a file that no backup has: {strange[0][:80]!r}.")
    prints = (manifest.proof, *(print_ for _name, print_ in manifest.keys))
    if manifest.made_at.tzinfo is None or not all(map(HASH.fullmatch, prints)):
        raise Damaged("The list in this file is not that of a backup.")
