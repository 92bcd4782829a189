"""After a backup was put back: posters are not in it and are drawn anew, and photos whose files are gone are known."""

from collections.abc import Iterator

from sqlalchemy import delete, select

from resident.db import db
from resident.media.files import Size, path_of
from resident.media.models import Photo, Poster
from resident.statements import column

_FILES = select(Photo.file).order_by(Photo.id)


def forget_posters() -> None:
    """Whoever wants one asks for it again."""
    db.session.execute(delete(Poster))


def without_file() -> Iterator[str]:
    """Names of files that photos should have and that are not there."""
    for file in column(_FILES):
        yield from (path.name for size in Size if not (path := path_of(file, size)).is_file())
