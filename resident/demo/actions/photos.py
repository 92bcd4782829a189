"""The photos of the demo: ours, so nothing hostile is decoded and no process is begun for each."""

from collections.abc import Iterable

from resident.demo.drawings import drawn
from resident.media.decoder import files_of
from resident.media.files import store
from resident.media.images import Drawn
from resident.media.intake import Prepared, ReadyPhoto


def taken(names: Iterable[str]) -> Prepared:
    """These drawings, stored as photos are that were taken in."""
    prepared = Prepared()
    for name in names:
        picture = drawn(name)
        file = store(Drawn(*files_of(picture), *picture.size))
        prepared.ready.append(ReadyPhoto(file, *picture.size))
    return prepared
