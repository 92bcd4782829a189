"""Reading an archive from its beginning to its end, and believing nothing of it before that."""

import hashlib
import io
import os
import tarfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO

from resident.operation.archive.manifest import MANIFEST, MOST_MANIFEST, Damaged, Manifest, Member, is_member, parsed
from resident.operation.archive.writing import SEAL, SEAL_LENGTH

Place = Callable[[str], AbstractContextManager[IO[bytes] | None]]
A_PIECE = 1024**2


def read_archive(path: Path, place: Place = lambda _name: nullcontext()) -> Manifest:
    """Read all of an archive; `place(name)` opens where a member goes, or None for nowhere.

    Raises Damaged where a byte of it is another one than when it was written, something is missing or too much, or a
    member is no plain file of one of our names: until this has returned nothing of what it gave may be used.
    """
    try:
        with path.open("rb") as file:
            sealed = _Sealed(file, os.fstat(file.fileno()).st_size - SEAL_LENGTH)
            manifest, seen = _members(sealed, place)
            sealed.require_seal()
    except OSError as error:
        raise Damaged(f"{path} cannot be read: {error.strerror or error}.") from error
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        raise Damaged(f"{path} is not whole: {error}.") from error
    _compare(manifest, seen)
    return manifest


class _Sealed(io.RawIOBase):
    """The archive without its last line, hashed while it is read."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self._file, self._left, self._whole = file, length, hashlib.sha256()
        if length <= 0:
            raise Damaged("This file is too short to be a backup.")

    def read(self, length: int = -1) -> bytes:
        content = self._file.read(self._left if length < 0 else min(length, self._left))
        self._left -= len(content)
        self._whole.update(content)
        return content

    def require_seal(self) -> None:
        """Read on to the end and compare. Raises Damaged."""
        while self.read(A_PIECE):
            pass
        if self._file.read() != SEAL + self._whole.hexdigest().encode() + b"\n":
            raise Damaged("This file has changed since it was written, or is not whole: its hash is another one.")


def _members(sealed: _Sealed, place: Place) -> tuple[Manifest, dict[str, Member]]:
    seen: dict[str, Member] = {}
    manifest: Manifest | None = None
    with tarfile.open(fileobj=sealed, mode="r|") as tar:
        for info in tar:
            if manifest is not None:
                raise Damaged(f"Something stands behind the list: {info.name[:80]!r}.")
            content = _content(tar, info)
            if info.name == MANIFEST:
                manifest = parsed(content.read())
                continue
            if info.name in seen:
                raise Damaged(f"{info.name} stands in it twice.")
            with place(info.name) as out:
                seen[info.name] = _copied(content, out)
    if manifest is None:
        raise Damaged("This file has no list, so that it is no backup or not whole.")
    return manifest, seen


def _content(tar: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    """What a member says. Raises Damaged for a name that no backup has, and for whatever is no plain file."""
    if info.name != MANIFEST and not is_member(info.name):
        raise Damaged(f"It has a member that no backup has: {info.name[:80]!r}.")
    is_plain = info.type == tarfile.REGTYPE and not info.issparse()
    content = tar.extractfile(info) if is_plain else None
    if content is None or (info.name == MANIFEST and info.size > MOST_MANIFEST):
        raise Damaged(f"{info.name} in it is no plain file.")
    return content


def _copied(content: IO[bytes], out: IO[bytes] | None) -> Member:
    digest, size = hashlib.sha256(), 0
    while piece := content.read(A_PIECE):
        digest.update(piece)
        size += len(piece)
        if out is not None:
            out.write(piece)
    return Member(size, digest.hexdigest())


def _compare(manifest: Manifest, seen: dict[str, Member]) -> None:
    if missing := sorted(set(manifest.members) - set(seen)):
        raise Damaged(f"{len(missing)} files are missing, {missing[0]} among them.")
    if strange := sorted(set(seen) - set(manifest.members)):
        raise Damaged(f"{len(strange)} files are in it that its list does not name, {strange[0]} among them.")
    if other := sorted(name for name, member in seen.items() if manifest.members[name] != member):
        raise Damaged(f"{len(other)} files have changed, {other[0]} among them.")
