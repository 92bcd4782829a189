"""Keeping, giving, showing, hiding and removing photos."""

import secrets
from collections.abc import Iterable, Sequence
from functools import partial

from sqlalchemy import func, select

from resident import clock
from resident.accounts.models import Person
from resident.db import after_commit, db
from resident.i18n import lazy_gettext as _l
from resident.i18n import ngettext
from resident.media.files import discard
from resident.media.intake import Prepared
from resident.media.models import MOST_PHOTOS, Photo
from resident.media.owners import OWNERS
from resident.media.queries import drafts_of, is_draft
from resident.web.errors import Invalid, TooOften

MOST_DRAFTS = 90  # of one person, in all forms together


class TooManyDrafts(TooOften):
    """Somebody sends photo after photo and never finishes a form."""

    message = _l("You have many unfinished photos. Please finish a form first, or come back tomorrow.")


def keep_drafts(prepared: Prepared, *, community_id: int, owner_kind: str, token: str, by: Person) -> list[Photo]:
    """Keep the good photos of a form under its one-use token, in the order they were sent.

    A form may gather more than nine: which ones to leave out its writer decides, when it is sent
    (`adopt_drafts`). After a rollback the same `prepared` may be kept again. Raises TooManyDrafts,
    KeyError for a kind of owner that is not registered.
    """
    OWNERS[owner_kind]
    if not prepared.ready:
        return []
    count, last = db.session.execute(
        select(func.count(), func.max(Photo.position)).where(Photo.uploaded_by_id == by.id, Photo.draft_token != "")
    ).one()
    if count + len(prepared.ready) > MOST_DRAFTS:
        raise TooManyDrafts
    drafts = [
        Photo(
            community_id=community_id,
            owner_kind=owner_kind,
            draft_token=token,
            uploaded_by_id=by.id,
            position=(last or 0) + number,
            key=_new_key(),
            file=photo.file,
            width=photo.width,
            height=photo.height,
            created_at=clock.now(),
        )
        for number, photo in enumerate(prepared.ready, start=1)
    ]
    db.session.add_all(drafts)
    db.session.flush()
    return drafts


def adopt_drafts(owner_kind: str, owner_id: int, *, token: str, by: Person) -> list[Photo]:
    """Give the drafts of a form to what the form made, behind the photos it has.

    The caller holds the lock of the owner. Raises Invalid("photos") when there would be more than nine.
    """
    drafts = [photo for photo in drafts_of(token, by) if photo.owner_kind == owner_kind]
    count, last = db.session.execute(
        select(func.count(), func.max(Photo.position)).where(Photo.owner_kind == owner_kind, Photo.owner_id == owner_id)
    ).one()
    too_many = count + len(drafts) - MOST_PHOTOS
    if too_many > 0:
        raise Invalid(
            "photos",
            ngettext(
                "At most nine photos: please remove one.", "At most nine photos: please remove %(num)d.", too_many
            ),
        )
    for number, photo in enumerate(drafts, start=1):
        photo.owner_id, photo.draft_token, photo.position = owner_id, "", (last or 0) + number
    db.session.flush()
    return drafts


def publish_photos(owner_kind: str, owner_id: int) -> None:
    """Show the owner's photos to everybody who may see the owner, under keys nobody has seen before."""
    _show(owner_kind, owner_id, is_public=True)


def hide_photos(owner_kind: str, owner_id: int) -> None:
    """Take the owner's photos back: what was published lives on under no known key."""
    _show(owner_kind, owner_id, is_public=False)


def remove_photos(keys: Iterable[str], owner_kind: str, owner: int | str, *, by: Person) -> None:
    """Delete those photos of an owner (its id) or among one's own drafts (their token); other keys are passed over.

    Whether `by` may change this owner the caller has asked.
    """
    wanted = list(keys)
    if not wanted:
        return
    of_owner = Photo.owner_id == owner if isinstance(owner, int) else is_draft(owner, by)
    for photo in db.session.scalars(
        select(Photo).where(Photo.key.in_(wanted), Photo.owner_kind == owner_kind, of_owner)
    ):
        forget(photo)
    db.session.flush()


def forget(photo: Photo) -> None:
    """Delete the row now and its files once that is certain."""
    db.session.delete(photo)
    after_commit(f"discard {photo.file}", partial(discard, photo.file))


def _show(owner_kind: str, owner_id: int, *, is_public: bool) -> None:
    for photo in _of_owner(owner_kind, owner_id):
        if photo.is_public != is_public:
            photo.is_public, photo.key = is_public, _new_key()
    db.session.flush()


def _of_owner(owner_kind: str, owner_id: int) -> Sequence[Photo]:
    return db.session.scalars(
        select(Photo).where(Photo.owner_kind == owner_kind, Photo.owner_id == owner_id).with_for_update()
    ).all()


def _new_key() -> str:
    return secrets.token_urlsafe(32)
