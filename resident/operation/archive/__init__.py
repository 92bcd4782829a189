"""One backup, one file: a tar of the database and the photos, its list last, and the hash of all of it as its last line.

Any `tar` opens it. The list (`manifest.json`) says of every member how long it is and which hash it has, of the
database what it holds and with which keys it was written. Keys are never in it.
"""

from resident.operation.archive.manifest import DATABASES, PHOTO, Damaged, Manifest, Member
from resident.operation.archive.reading import read_archive
from resident.operation.archive.writing import ArchiveWriter

__all__ = [
    "DATABASES",
    "PHOTO",
    "ArchiveWriter",
    "Damaged",
    "Manifest",
    "Member",
    "read_archive",
]
