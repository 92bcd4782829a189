"""How demands and comments are shown in the review queue, and which actions its decisions call."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from resident.communities.context import community_of
from resident.db import db
from resident.demands.actions import reviewing, showing_after, undoing
from resident.demands.channels import channel_words
from resident.demands.danger import sounds_like
from resident.demands.models import DANGER_SEEN, AfterPhotos, Comment, Danger, Demand, Visibility
from resident.i18n import LANGUAGES
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.media.queries import photos_of
from resident.moderation import kinds
from resident.moderation.kinds import ReviewKind, Shown
from resident.statements import entity
from resident.web.errors import Words

TO_READ = (
    select(Demand)
    .where(Demand.id == bindparam("demand"))
    .options(
        joinedload(Demand.category),
        joinedload(Demand.building),
        joinedload(Demand.entry),
        joinedload(Demand.danger).joinedload(Danger.seen_by),
    )
)

LOCK_DEMAND = select(Demand.id).where(Demand.id == bindparam("subject")).with_for_update()
LOCK_DEMAND_OF_COMMENT = (
    select(Demand.id)
    .join(Comment, Comment.demand_id == Demand.id)
    .where(Comment.id == bindparam("subject"))
    .with_for_update(of=Demand)
)
LOCK_DEMAND_OF_AFTER = (
    select(Demand.id)
    .join(AfterPhotos, AfterPhotos.demand_id == Demand.id)
    .where(AfterPhotos.id == bindparam("subject"))
    .with_for_update(of=Demand)
)
LOCK_AFTER = select(AfterPhotos.id).where(AfterPhotos.id == bindparam("subject")).with_for_update()
AFTER_TO_READ = select(AfterPhotos).where(AfterPhotos.id == bindparam("after")).options(joinedload(AfterPhotos.demand))
LOCK_COMMENT = select(Comment.id).where(Comment.id == bindparam("subject")).with_for_update()


def register() -> None:
    """Make demands, comments and photos of after reviewable."""
    register_after()
    kinds.register(
        ReviewKind(
            "demand",
            _l("Demand"),
            show_demand,
            locks=(LOCK_DEMAND,),
            approve=reviewing.approve_demand,
            reject=reviewing.reject_demand,
            ask_changes=reviewing.ask_demand_changes,
            undo=undoing.undo_decision,
            built_on=undoing.built_on_decision,
            reads=(Demand.title, Demand.body, Demand.spot),
        )
    )
    kinds.register(
        ReviewKind(
            "comment",
            _l("Comment"),
            show_comment,
            locks=(LOCK_DEMAND_OF_COMMENT, LOCK_COMMENT),
            approve=reviewing.approve_comment,
            reject=reviewing.reject_comment,
            ask_changes=reviewing.ask_comment_changes,
            undo=undoing.undo_comment_decision,
            built_on=undoing.built_on_comment_decision,
            reads=(Comment.body,),
        )
    )


def register_after() -> None:
    """Make photos of how it looks after reviewable."""
    kinds.register(
        ReviewKind(
            showing_after.KIND,
            _l("Photo of after"),
            show_after,
            locks=(LOCK_DEMAND_OF_AFTER, LOCK_AFTER),
            approve=showing_after.approve_after,
            reject=showing_after.reject_after,
            ask_changes=None,
            undo=showing_after.undo_after_decision,
            built_on=showing_after.built_on_after_decision,
        )
    )


def show_after(after_id: int) -> Shown:
    """How it looks now as the moderator sees it, behind how it looked before."""
    after: AfterPhotos = entity(AFTER_TO_READ, after=after_id)
    return Shown(
        title=dict.fromkeys(LANGUAGES, after.demand.title),
        version=1,
        facts=[(_l("Number"), after.demand.number)],
        photos=photos_of(community_of(after), "after", after.id),
        before=photos_of(community_of(after), "demand", after.demand_id)[:1],
        subject=after,
    )


def show_demand(demand_id: int) -> Shown:
    """A demand as the moderator reads it, with its photos; two statements."""
    demand: Demand = entity(TO_READ, demand=demand_id)
    return Shown(
        title=dict.fromkeys(LANGUAGES, demand.title),
        version=demand.version,
        text=demand.body,
        facts=_facts(demand),
        photos=photos_of(community_of(demand), "demand", demand.id),
        lead="demands/_danger_review.html" if demand.pressing <= DANGER_SEEN else "",
        subject=demand,
    )


def show_comment(comment_id: int) -> Shown:
    """A comment as the moderator reads it, with the demand it stands under."""
    comment = db.session.get_one(Comment, comment_id)
    is_danger = comment.demand.pressing <= DANGER_SEEN and sounds_like(comment.body) is not None
    return Shown(
        title=dict.fromkeys(LANGUAGES, comment.demand.title),
        version=comment.version,
        text=comment.body,
        facts=[(_l("Beside the name"), _("the building") if comment.shows_building else _("nothing"))],
        lead="demands/_danger_review.html" if is_danger else "",
        subject=comment,
    )


def _facts(demand: Demand) -> list[tuple[Words, Any]]:
    facts: list[tuple[Words, Any]] = [(_l("Number"), demand.number)]
    if demand.category:
        facts.append((_l("Category"), demand.category.name))
    if demand.building:
        facts.append((_l("Building"), demand.building.name))
    if demand.spot:
        facts.append((_l("Spot"), demand.spot))
    is_for_all = demand.visibility == Visibility.ALL
    facts.append(
        (_l("Who can see it"), _("everybody") if is_for_all else _("only the committee and whoever handles it"))
    )
    if demand.entry is not None and demand.author is not None:
        facts.append((_l("Raised by"), demand.author.display_name))
        facts.append((_l("Entered for them"), channel_words(demand.entry.channel)))
    facts.append((_l("Name"), _("is shown") if demand.shows_name else _("is not shown")))
    return facts
