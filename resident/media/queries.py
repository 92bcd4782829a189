"""Reading photos."""

from datetime import datetime
from typing import NamedTuple

from flask import g, url_for
from sqlalchemy import bindparam, select

from resident.accounts.models import Person
from resident.communities.models import Community
from resident.ids import CommunityId, PersonId
from resident.media.models import Photo
from resident.statements import entity, row, rows


class Picture(NamedTuple):
    """A photo as it is shown: its name in links and on disk, what it belongs to, and who sent it."""

    key: str
    file: str
    owner_kind: str
    owner_id: int | None
    uploaded_by_id: PersonId | None
    is_public: bool
    community_id: CommunityId
    taken_down_at: datetime | None
    width: int
    height: int


_PICTURES = select(
    Photo.key,
    Photo.file,
    Photo.owner_kind,
    Photo.owner_id,
    Photo.uploaded_by_id,
    Photo.is_public,
    Photo.community_id,
    Photo.taken_down_at,
    Photo.width,
    Photo.height,
).order_by(Photo.position, Photo.id)
_OF_OWNER = _PICTURES.where(
    Photo.community_id == bindparam("community"),
    Photo.owner_kind == bindparam("owner_kind"),
    Photo.owner_id == bindparam("owner"),
)
_DRAFTS = _PICTURES.where(
    Photo.community_id == bindparam("community"),
    Photo.uploaded_by_id == bindparam("person"),
    Photo.draft_token == bindparam("token"),
    Photo.draft_token != "",
)
_ROW = select(Photo).where(
    Photo.community_id == bindparam("community"), Photo.id == bindparam("photo"), Photo.owner_id.is_not(None)
)
_BY_KEY = _PICTURES.where(Photo.key == bindparam("key"))


def photos_of(community: Community, owner_kind: str, owner_id: int) -> list[Picture]:
    """The photos of one owner in their order; one statement."""
    return rows(Picture, _OF_OWNER, community=community.id, owner_kind=owner_kind, owner=owner_id)


def drafts_of(community: Community, token: str | None, person: Person) -> list[Picture]:
    """What this person has sent with the form of this token so far; one statement, none without a token."""
    return rows(Picture, _DRAFTS, community=community.id, token=token, person=person.id) if token else []


def photo_by_key(key: str) -> Picture | None:
    """The photo of a link; one statement."""
    return row(Picture, _BY_KEY, key=key)


def photo_row(community: Community, photo_id: int) -> Photo | None:
    """This community's photo of this number, for who takes it down; None for a draft or another community's."""
    found: Photo | None = entity(_ROW, community=community.id, photo=photo_id)
    return found


def photo_url(photo: Picture, thumb: bool = False, wide: bool = False) -> str:
    """Where a photo is served: as it was sent, as wide as a page, or its thumb."""
    return f"/photos/{photo.key}/{'thumb' if thumb else 'wide'}" if thumb or wide else f"/photos/{photo.key}"


def photo_page(photo: Picture, back: str = "") -> str:
    """The page that shows it whole, with the way back to what it belongs to, or to the page at `back`.

    The photo itself where there is no community at hand.
    """
    community = g.get("community")
    if community is None:
        return photo_url(photo)
    return url_for("media.look", key=photo.key, back=back or None)
