"""Reading photos."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, select

from resident.accounts.models import Person
from resident.db import db
from resident.media.models import Photo


def photos_of(owner_kind: str, owner_ids: Iterable[int]) -> dict[int, list[Photo]]:
    """The photos of these owners in their order, an empty list where there are none; one statement."""
    found: dict[int, list[Photo]] = {owner_id: [] for owner_id in owner_ids}
    if found:
        query = select(Photo).where(Photo.owner_kind == owner_kind, Photo.owner_id.in_(found))
        for photo in db.session.scalars(query.order_by(Photo.owner_id, Photo.position, Photo.id)):
            if photo.owner_id is not None:
                found[photo.owner_id].append(photo)
    return found


def drafts_of(token: str | None, by: Person) -> list[Photo]:
    """What this person has sent with the form of this token so far; one statement."""
    if not token:
        return []
    return list(db.session.scalars(select(Photo).where(is_draft(token, by)).order_by(Photo.position, Photo.id)))


def is_draft(token: str, by: Person) -> ColumnElement[bool]:
    """Whether a photo is one of this person's drafts under this token; for `where`."""
    return and_(Photo.uploaded_by_id == by.id, Photo.draft_token == token, Photo.draft_token != "")


def photo_by_key(key: str) -> Photo | None:
    """The photo of a link."""
    return db.session.scalar(select(Photo).where(Photo.key == key))


def photo_url(photo: Photo, thumb: bool = False) -> str:
    """Where a photo, or its thumb, is served."""
    return f"/photos/{photo.key}/thumb" if thumb else f"/photos/{photo.key}"
