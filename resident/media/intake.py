"""Taking in what a form sent, before the database is asked for anything."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog
from werkzeug.datastructures import FileStorage

from resident.i18n import gettext as _
from resident.i18n import ngettext
from resident.media.files import store
from resident.media.images import MOST_BYTES, NotAPhoto, TooHeavy, TooManyPixels, draw
from resident.media.models import MOST_PHOTOS
from resident.turns import Busy
from resident.web.forms import one_line
from resident.web.uploads import began

log = structlog.get_logger()
LONGEST_NAME = 40
LONGEST = 50  # seconds for the photos of one form, reading it and waiting for others included: a request may take 60


@dataclass(frozen=True)
class ReadyPhoto:
    """A photo that lies on disk and has no row yet; sizes in pixels."""

    file: str
    width: int
    height: int


@dataclass
class Prepared:
    """What became of the files of one form: those that can be kept, and a sentence for each that cannot."""

    ready: list[ReadyPhoto] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def prepare(uploads: Iterable[FileStorage]) -> Prepared:
    """Decode and store the photos of a form, one after the other; call it before `begin_write()`.

    Nothing is raised: what is no photo, is damaged or too large stands in `errors`, named. Files
    that never get a row are swept later, so a refused form need not clean up.
    """
    prepared = Prepared()
    until = began() + LONGEST
    sent = [upload for upload in uploads if upload.filename]
    for upload in sent[:MOST_PHOTOS]:
        error = _take(upload, prepared, until)
        if error:
            prepared.errors.append(error)
    left_out = len(sent) - MOST_PHOTOS
    if left_out > 0:
        prepared.errors.append(
            ngettext("At most nine photos: one was left out.", "At most nine photos: %(num)d were left out.", left_out)
        )
    return prepared


def _take(upload: FileStorage, prepared: Prepared, until: float) -> str:
    """Add one photo to `prepared`, or say why not."""
    name = _shown(upload.filename or "")
    size = upload.stream.seek(0, os.SEEK_END)
    if size == 0:
        return _("“%(name)s” is empty. Please choose it again.", name=name)
    if size > MOST_BYTES:
        return _("“%(name)s” has more than 20 MB. Please choose a smaller photo.", name=name)
    try:
        drawn = draw(upload.stream, until=until)
    except TooManyPixels:
        return _("“%(name)s” has too many pixels. Please choose a smaller photo.", name=name)
    except NotAPhoto as error:
        log.info("not a photo", size=size, error=str(error))
        return _("“%(name)s” cannot be read as a photo. Please choose a JPEG, PNG, WebP, AVIF or HEIC file.", name=name)
    except TooHeavy:
        log.warning("photo too heavy", size=size)
        return _("“%(name)s” is too large to be opened here. Please choose a smaller photo.", name=name)
    except Busy:
        log.warning("photos are busy")
        return _("There is much to do here at this moment. Please choose “%(name)s” again in a minute.", name=name)
    prepared.ready.append(ReadyPhoto(store(drawn), drawn.width, drawn.height))
    return ""


def _shown(filename: str) -> str:
    """A file's name as it may stand in a sentence: short, without what nobody can see."""
    name = one_line(filename) or "?"
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 12]}…{name[-11:]}"
