"""Writing an archive from its beginning to its end, once."""

import hashlib
import io
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from resident.operation.archive.manifest import MANIFEST, Manifest, Member

SEAL = b"sha256 "
SEAL_LENGTH = len(SEAL) + 64 + 1


class ArchiveWriter:
    """An archive that is being written to `out`; its members are for their owner alone, whoever unpacks it.

    `key` is the lookup key, by which its list proves whose it is.
    """

    def __init__(self, out: IO[bytes], made_at: float, key: str) -> None:
        self._out, self._made_at, self._key = out, made_at, key
        self._whole = hashlib.sha256()
        self._members: dict[str, Member] = {}
        destination: Any = self
        self._tar = tarfile.open(fileobj=destination, mode="w|", format=tarfile.GNU_FORMAT)  # noqa: SIM115

    def write(self, content: bytes) -> int:
        """What the tar writes goes through here: all of it is in the seal."""
        self._whole.update(content)
        return self._out.write(content)

    def add(self, name: str, path: Path) -> bool:
        """Add a file as this member; whether it was there. Raises OSError when it ends before its length."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return False
        with source:
            info = self._info(name, source.seek(0, io.SEEK_END))
            source.seek(0)
            reading: Any = _Hashed(source)
            self._tar.addfile(info, reading)
        self._members[name] = Member(info.size, reading.digest.hexdigest())
        return True

    def finish(self, manifest: Manifest) -> Manifest:
        """Add the list and the seal. Gives the list as it was written."""
        whole = replace(manifest, members=self._members)
        whole = replace(whole, proof=whole.proof_by(self._key))
        content = whole.as_json()
        self._tar.addfile(self._info(MANIFEST, len(content)), io.BytesIO(content))
        self._tar.close()
        self._out.write(SEAL + self._whole.hexdigest().encode() + b"\n")
        return whole

    def _info(self, name: str, size: int) -> tarfile.TarInfo:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(self._made_at)
        return info


class _Hashed:
    """A file whose hash is taken while it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.digest = source, hashlib.sha256()

    def read(self, length: int = -1) -> bytes:
        content = self._source.read(length)
        self.digest.update(content)
        return content
