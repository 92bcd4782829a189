"""How demands, comments and photos are taken down: their state and supports stay, they only are no longer public."""

from typing import Any

from sqlalchemy import bindparam, select

from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.db import db
from resident.demands.actions.ending import end_waiting_comments, revive_comments
from resident.demands.actions.telling import path_of
from resident.demands.models import AfterPhotos, AfterState, Comment, CommentState, Demand
from resident.demands.queries import comment_of
from resident.demands.review.showing import show_comment, show_demand
from resident.i18n import LANGUAGES
from resident.i18n import lazy_gettext as _l
from resident.media.actions import hide_photos, publish_photos, show_or_hide
from resident.media.models import Photo
from resident.media.queries import photo_row, photos_of
from resident.moderation import removable
from resident.moderation.kinds import Shown
from resident.moderation.removable import About, PublicKind
from resident.statements import column, entity

KIND, AFTER = "demand", "after"
_SHOWN_AFTER = select(AfterPhotos.id).where(
    AfterPhotos.demand_id == bindparam("demand"), AfterPhotos.state == AfterState.PUBLISHED
)
_BY_ID = select(Demand).where(Demand.community_id == bindparam("community"), Demand.id == bindparam("demand"))
_FIRST_WORDS = 60


def register() -> None:
    """Let moderators take these down."""
    removable.register(
        PublicKind(KIND, _l("Demand"), _demand, _about_demand, _is_public, _shown_demand, _demand_changed)
    )
    removable.register(
        PublicKind(
            "comment",
            _l("Comment"),
            comment_of,
            _about_comment,
            _is_public_comment,
            _shown_comment,
            _comment_changed,
            rows=lambda comment: (comment.demand, comment),
        )
    )
    removable.register(
        PublicKind(
            "photo",
            _l("Photo"),
            _photo,
            _about_photo,
            lambda photo: photo.is_public,
            _shown_photo,
            _photo_changed,
            rows=lambda photo: (_demand_of_photo(photo), photo),
        )
    )


def _demand(community: Community, demand_id: int) -> Demand | None:
    found: Demand | None = entity(_BY_ID, community=community.id, demand=demand_id)
    return found


def _about_demand(demand: Demand) -> About:
    authors = (demand.author_id,) if demand.author_id is not None else ()
    return About(dict.fromkeys(LANGUAGES, demand.title), authors, path_of(demand))


def _is_public(demand: Demand) -> bool:
    return demand.is_public


def _shown_demand(demand: Demand) -> Shown:
    return show_demand(demand.id)


def _demand_changed(
    demand: Demand, *, is_down: bool, reason: str, by: Actor, undoing: dict[str, Any] | None = None
) -> dict[str, Any]:
    """It leaves the list or comes back, and its photos with it; who handles it goes on, what waits under it ends."""
    demand.list_or_not()
    shows = publish_photos if demand.is_public else hide_photos
    shows(owner_kind=KIND, owner_id=demand.id)
    for after_id in column(_SHOWN_AFTER, demand=demand.id):
        shows(owner_kind=AFTER, owner_id=after_id)
    if demand.is_public:
        revive_comments(demand=demand, waited=(undoing or {}).get("comments", {}), by=by)
        return {}
    return {"comments": end_waiting_comments(demand=demand, by=by)}


def _about_comment(comment: Comment) -> About:
    title = comment.body.replace("\n", " ")[:_FIRST_WORDS]
    return About(dict.fromkeys(LANGUAGES, title), (comment.author_id,), path_of(comment.demand))


def _is_public_comment(comment: Comment) -> bool:
    return comment.state == CommentState.PUBLISHED and comment.taken_down_at is None and comment.demand.is_public


def _shown_comment(comment: Comment) -> Shown:
    return show_comment(comment.id)


def _comment_changed(comment: Comment, *, is_down: bool, **_what: Any) -> None:
    """The number under the demand is that of the comments people can read; a withdrawn one is counted already."""
    if comment.state == CommentState.PUBLISHED:
        comment.demand.comment_count += -1 if is_down else 1
    db.session.flush()


def _photo(community: Community, photo_id: int) -> Photo | None:
    photo = photo_row(community, photo_id)
    return photo if photo is not None and photo.owner_kind in {KIND, AFTER} else None


def _demand_of_photo(photo: Photo) -> Demand:
    """The demand it shows, as it was or as it is now."""
    if photo.owner_kind == AFTER:
        return db.session.get_one(AfterPhotos, photo.owner_id).demand
    return db.session.get_one(Demand, photo.owner_id)


def _about_photo(photo: Photo) -> About:
    about = _about_demand(_demand_of_photo(photo))
    if photo.owner_kind == AFTER:
        about = about._replace(authors=(db.session.get_one(AfterPhotos, photo.owner_id).author_id,))
    title = {"zh_Hans": "照片：" + about.title["zh_Hans"], "en": "Photo: " + about.title["en"]}
    return about._replace(title=title)


def _shown_photo(photo: Photo) -> Shown:
    pictures = photos_of(community_of(photo), photo.owner_kind, photo.owner_id or 0)
    this = [picture for picture in pictures if picture.key == photo.key]
    return Shown(title=_about_photo(photo).title, version=1, photos=this)


def _photo_changed(photo: Photo, *, is_down: bool, **_what: Any) -> None:
    """Under a key nobody has seen; it comes back only where its demand is public."""
    show_or_hide(photo, is_public=not is_down and _demand_of_photo(photo).is_public)
