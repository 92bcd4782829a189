"""Photos of a form that is not sent yet, and giving them to what it made."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from resident import clock
from resident.accounts.entrance.allowance import count_post
from resident.accounts.models import Actor
from resident.communities.models import Community
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.i18n import ngettext
from resident.media.actions.photos import all_of, forget_all, new_key
from resident.media.intake import Prepared
from resident.media.models import MOST_PHOTOS, Photo
from resident.media.owners import OWNERS
from resident.media.permissions import can_send, can_use_draft
from resident.statements import entities, row
from resident.web.errors import Invalid, TooOften
from resident.web.guards import allow

MOST_DRAFTS = 90  # of one person, in all forms together


class TooManyDrafts(TooOften):
    """Somebody sends photo after photo and never finishes a form."""

    message = _l("You have many unfinished photos. Please finish a form first, or come back tomorrow.")


class _Stack(NamedTuple):
    """How many photos stand together, and the position of the last one."""

    number: int
    last: int | None


_COUNT = select(func.count(), func.max(Photo.position))
_DRAFTS_OF_PERSON = _COUNT.where(Photo.uploaded_by_id == bindparam("person"), Photo.draft_token != "")
_THEIRS = (Photo.owner_kind == bindparam("owner_kind"), Photo.owner_id == bindparam("owner"))
_COUNT_OF_OWNER = _COUNT.where(*_THEIRS)
_DRAFTS = (
    select(Photo)
    .where(
        Photo.community_id == bindparam("community"),
        Photo.owner_kind == bindparam("owner_kind"),
        Photo.draft_token == bindparam("token"),
        Photo.draft_token != "",
        Photo.uploaded_by_id == bindparam("person"),
    )
    .order_by(Photo.position, Photo.id)
)


def keep_drafts(*, prepared: Prepared, community: Community, owner_kind: str, token: str, by: Actor) -> list[Photo]:
    """Keep the good photos of a form under its one-use token, in the order they were sent.

    A form may gather more than nine: which ones to leave out its writer decides, when it is sent
    (`adopt_drafts`). After a rollback the same `prepared` may be kept again. Raises NotAllowed, TooManyDrafts, Later,
    KeyError for a kind of owner that is not registered.
    """
    OWNERS[owner_kind]
    allow(can_send(by))
    if not prepared.ready:
        return []
    count, last = row(_Stack, _DRAFTS_OF_PERSON, person=by.id) or _Stack(0, None)
    if count + len(prepared.ready) > MOST_DRAFTS:
        raise TooManyDrafts
    count_post("photo", by=by, number=len(prepared.ready), field="photos")
    drafts = [
        Photo(
            community_id=community.id,
            owner_kind=owner_kind,
            draft_token=token,
            uploaded_by_id=by.id,
            position=(last or 0) + number,
            key=new_key(),
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


def adopt_drafts(
    *, community: Community, owner_kind: str, owner_id: int, token: str, by: Actor, kept_as: str = ""
) -> list[Photo]:
    """Give one's own drafts of a form to what the form made, behind the photos it has.

    `kept_as` is the kind of owner that the form kept them for, where that is another. The caller holds the lock of the owner. Raises NotAllowed, Invalid("photos") when there would be more than nine.
    """
    drafts = _drafts(community, kept_as or owner_kind, token, by)
    count, last = row(_Stack, _COUNT_OF_OWNER, owner_kind=owner_kind, owner=owner_id) or _Stack(0, None)
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
        photo.owner_kind = owner_kind
    db.session.flush()
    return drafts


def has_new_photos(
    *, community: Community, owner_kind: str, owner_id: int, token: str, dropped: Iterable[str], by: Actor
) -> bool:
    """Whether a form brings its owner photos, or takes some away, that it has not brought or taken already."""
    wanted = set(dropped)
    return bool(token and _drafts(community, owner_kind, token, by)) or any(
        photo.key in wanted for photo in (all_of(owner_kind, owner_id) if wanted else ())
    )


def remove_drafts(*, keys: Iterable[str], community: Community, owner_kind: str, token: str, by: Actor) -> None:
    """Delete those of one's own drafts of a form; other keys are passed over. Raises NotAllowed."""
    wanted = set(keys)
    drafts = _drafts(community, owner_kind, token, by) if wanted else ()
    forget_all(photo for photo in drafts if photo.key in wanted)


def _drafts(community: Community, owner_kind: str, token: str, by: Actor) -> list[Photo]:
    """One's own drafts of a form; somebody else's are not found. Raises NotAllowed."""
    allow(can_send(by))
    found = entities(_DRAFTS, community=community.id, owner_kind=owner_kind, token=token, person=by.id)
    return [photo for photo in found if can_use_draft(by, photo)]
