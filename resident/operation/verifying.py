"""Proving a backup: every byte is as it was written, the database opens and holds what the list says, and whose keys it wants."""

import hmac
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import IO

from resident.keys import fingerprint
from resident.media.files import Size
from resident.operation.archive import DATABASES, Damaged, Manifest, read_archive
from resident.operation.copies import Facts, opened
from resident.operation.faults import Refused

OTHER_KEYS = (
    "This backup was written with other keys: {names}. Put back those that were kept with it (`flask --app app backup "
    "keys` wrote them): as the environment variables RESIDENT_{first}, or as files {first_file}.secret in the data folder."
)


def prove(path: Path) -> Manifest:
    """Read all of a backup and open its database. Raises Refused (Damaged) with what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "database"

        def _place(name: str) -> AbstractContextManager[IO[bytes] | None]:
            return database.open("xb") if name in DATABASES.values() else nullcontext()

        manifest = read_archive(path, _place)
        _compare(manifest, opened(manifest.database, database))
    return manifest


def require_keys(manifest: Manifest, at_hand: Mapping[str, Sequence[str]]) -> None:
    """Go on only with the keys a backup was written with; `at_hand` are those there are, by name.

    Raises Refused, and Damaged where who wrote the list had none of them: somebody else has put it together.
    """
    prints = {(name, fingerprint(name, key)) for name, keys in at_hand.items() for key in keys}
    missing = sorted({name for name, print_ in manifest.keys if (name, print_) not in prints})
    if missing:
        raise Refused(
            OTHER_KEYS.format(
                names=", ".join(f"RESIDENT_{name}" for name in missing), first=missing[0], first_file=missing[0].lower()
            )
        )
    if not any(
        hmac.compare_digest(manifest.proof.encode(), manifest.proof_by(key).encode()) for key in at_hand["LOOKUP_KEY"]
    ):
        raise Damaged("This backup was not written by the app with these keys, or somebody has changed it since.")


@contextmanager
def unpacking(path: Path, folder: Path) -> Iterator[tuple[Manifest, Path]]:
    """The photos of a backup under `folder`, and a file with its database beside them, proven once more on the way.

    Raises Damaged: then nothing of what lies there may be used.
    """
    database = folder / "database.restoring"

    def _place(name: str) -> AbstractContextManager[IO[bytes] | None]:
        target = database if name in DATABASES.values() else folder / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return target.open("xb")

    try:
        yield read_archive(path, _place), database
    finally:
        database.unlink(missing_ok=True)


def _compare(manifest: Manifest, facts: Facts) -> None:
    """The list against what the opened database says. Raises Damaged."""
    said = {"migration": manifest.migration, "is_demo": manifest.is_demo, "keys": manifest.keys}
    found = {"migration": facts.migration, "is_demo": facts.is_demo, "keys": facts.keys}
    if other := [name for name in said if said[name] != found[name]]:
        raise Damaged(f"The list and the database do not say the same of: {', '.join(other)}.")
    tables = sorted(set(manifest.counts) | set(facts.counts))
    if other := [table for table in tables if manifest.counts.get(table) != facts.counts.get(table)]:
        raise Damaged(f"The list and the database do not count the same rows in: {', '.join(other)}.")
    files = {f"{file[:2]}/{file}{size}" for file in facts.photos for size in Size}
    here = {name.partition("/")[2] for name in manifest.members} | {
        f"{name[:2]}/{name}" for name in manifest.without_file
    }
    if other := sorted(files - here):
        raise Damaged(f"{len(other)} files of photos are missing, {other[0]} among them.")
    if other := sorted(here - files - {""}):
        raise Damaged(f"{len(other)} files belong to no photo of the database, {other[0]} among them.")
