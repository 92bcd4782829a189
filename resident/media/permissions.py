"""Who may see a photo."""

from typing import Any

from resident.media.models import Photo
from resident.media.owners import OWNERS


def can_see(person: Any, photo: Photo) -> bool:
    """A draft: who sent it. All others: who may see what they belong to (`person` None is a visitor)."""
    if photo.owner_id is None:
        return person is not None and person.id == photo.uploaded_by_id
    return OWNERS[photo.owner_kind](person, photo.owner_id)
