"""The photos of an owner: shown, hidden and removed."""

import secrets
from collections.abc import Iterable, Sequence
from functools import partial

from sqlalchemy import bindparam, select

from resident.communities.revisions import touch
from resident.db import after_commit, db
from resident.media.files import let_go
from resident.media.models import Photo
from resident.statements import entities

_THEIRS = (Photo.owner_kind == bindparam("owner_kind"), Photo.owner_id == bindparam("owner"))
_OF_OWNER = select(Photo).where(*_THEIRS).order_by(Photo.id).with_for_update()


def publish_photos(*, owner_kind: str, owner_id: int) -> None:
    """Show the owner's photos to everybody who may see the owner, under keys nobody has seen before."""
    _show(owner_kind, owner_id, is_public=True)


def hide_photos(*, owner_kind: str, owner_id: int) -> None:
    """Take the owner's photos back: what was published lives on under no known key."""
    _show(owner_kind, owner_id, is_public=False)


def show_or_hide(photo: Photo, *, is_public: bool) -> None:
    """Show or hide one locked photo under a key nobody has seen; one that is taken down (`taken_down_at`) stays hidden."""
    _turn(photo, is_public=is_public)
    db.session.flush()


def pass_on_photos(*, kind: str, owner_id: int, to_kind: str, to_id: int) -> None:
    """Give all photos of an owner to another, which has none yet; the caller holds the locks of both."""
    for photo in all_of(kind, owner_id):
        photo.owner_kind, photo.owner_id = to_kind, to_id
    db.session.flush()


def remove_photos(*, keys: Iterable[str], owner_kind: str, owner_id: int) -> None:
    """Delete those photos of an owner; other keys are passed over."""
    wanted = set(keys)
    forget_all(photo for photo in (all_of(owner_kind, owner_id) if wanted else ()) if photo.key in wanted)


def remove_all_photos(*, owner_kind: str, owner_id: int) -> None:
    """Delete every photo of an owner."""
    forget_all(all_of(owner_kind, owner_id))


def forget(photo: Photo) -> None:
    """Delete the row now; its files are nobody's once that is certain, and are swept a day later."""
    if photo.is_public:
        touch(photo.community_id, "around")
    db.session.delete(photo)
    after_commit(f"let go {photo.file}", partial(let_go, photo.file))


def forget_all(photos: Iterable[Photo]) -> None:
    """Delete these, and let go of their files once that is certain."""
    for photo in photos:
        forget(photo)
    db.session.flush()


def _show(owner_kind: str, owner_id: int, *, is_public: bool) -> None:
    for photo in all_of(owner_kind, owner_id):
        _turn(photo, is_public=is_public)
    db.session.flush()


def _turn(photo: Photo, *, is_public: bool) -> None:
    """What was taken down for itself stays private when its owner is shown."""
    if photo.is_public != (is_public and photo.taken_down_at is None):
        photo.is_public, photo.key = not photo.is_public, new_key()
        touch(photo.community_id, "around")  # lists show it under its key


def all_of(owner_kind: str, owner_id: int) -> Sequence[Photo]:
    """The photos of an owner, locked, in the order they came."""
    return entities(_OF_OWNER, owner_kind=owner_kind, owner=owner_id)


def new_key() -> str:
    """What nobody can guess."""
    return secrets.token_urlsafe(32)
