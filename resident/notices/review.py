"""How what a body wants to tell everybody is read first: what changed beside what was."""

from typing import Any

from sqlalchemy import and_, bindparam, select

from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.db import db, lock
from resident.i18n import lazy_gettext as _l
from resident.media.actions import hide_photos, pass_on_photos, publish_photos
from resident.media.queries import photos_of
from resident.moderation.kinds import Read, Shown
from resident.moderation.models import Proposal
from resident.moderation.proposals import ProposalKind
from resident.moderation.review import register_proposal
from resident.notices.actions import as_columns, path_of, put_up, take_off, take_words
from resident.notices.models import NOTICE, PROPOSED, Notice
from resident.notices.permissions import can_decide
from resident.notices.queries import audience_of
from resident.notices.words import audience_words
from resident.organizations.models import Organization
from resident.web.errors import Words

LOCK_NOTICE = (
    select(Notice.id)
    .join(Proposal, and_(Proposal.subject_id == Notice.id, Proposal.kind == NOTICE))
    .where(Proposal.id == bindparam("subject"))
    .with_for_update(of=Notice)
)


def register() -> None:
    """Make them reviewable."""
    register_proposal(
        ProposalKind(
            NOTICE,
            _l("Notice"),
            show,
            accept,
            undo,
            built_on,
            change_path,
            reads=(Notice.title, Notice.body),
            locks=(LOCK_NOTICE,),
            may=can_decide,
        )
    )


def show(proposal: Proposal) -> Shown:
    """The notice as it would be, beside what it is."""
    words, community = as_columns(proposal.words), community_of(proposal)
    notice = db.session.get_one(Notice, proposal.subject_id) if proposal.subject_id else None
    body = db.session.get_one(Organization, proposal.organization_id)
    audience = audience_words(audience_of(community, words["grid_ids"], words["building_ids"]))
    return Shown(
        title=proposal.title,
        version=proposal.version,
        texts=[
            Read(_l("Title"), words["title"], notice.title if notice else None),
            Read(_l("What people should know"), words["body"], notice.body if notice else None),
        ],
        facts=[
            (_l("Who says it"), body.name),
            (_l("Who it is for"), audience or _l("the whole community")),
            (_l("Last day"), words["ends_on"].isoformat() if words["ends_on"] else _l("no end")),
        ],
        photos=photos_of(community, PROPOSED, proposal.id),
    )


def accept(proposal: Proposal, *, by: Actor) -> dict[str, Any] | None:
    """Everybody reads it from now on; too late for a body that has been archived, and for what was withdrawn."""
    columns = as_columns(proposal.words)
    if proposal.subject_id is not None:
        notice = db.session.get_one(Notice, proposal.subject_id)
        lock(notice)
        if notice.withdrawn_at is not None:
            return None
        before = {name: getattr(notice, name) for name in columns}
        take_words(notice=notice, words=columns, by=by)
        return before | {"ends_on": before["ends_on"].isoformat() if before["ends_on"] else None}
    body = db.session.get_one(Organization, proposal.organization_id)
    if body.archived_at is not None:
        return None
    notice = put_up(community=community_of(proposal), by=by, organization_id=body.id, **columns)
    notice.author_id, proposal.subject_id = proposal.author_id, notice.id
    pass_on_photos(kind=PROPOSED, owner_id=proposal.id, to_kind=NOTICE, to_id=notice.id)
    publish_photos(owner_kind=NOTICE, owner_id=notice.id)
    return {"is_new": True}


def undo(proposal: Proposal, before: dict[str, Any], *, by: Actor) -> None:
    """What stood there stands there again; what was new nobody reads any more."""
    notice = db.session.get_one(Notice, proposal.subject_id)
    if not before.get("is_new"):
        take_words(notice=notice, words=as_columns(before), by=by)
        return
    hide_photos(owner_kind=NOTICE, owner_id=notice.id)
    pass_on_photos(kind=NOTICE, owner_id=notice.id, to_kind=PROPOSED, to_id=proposal.id)
    proposal.subject_id = None
    take_off(notice=notice, by=by)


def built_on(proposal: Proposal) -> Words:
    """Whether anybody has changed or withdrawn it since."""
    notice = db.session.get_one(Notice, proposal.subject_id)
    is_as_accepted = all(getattr(notice, name) == value for name, value in as_columns(proposal.words).items())
    return "" if is_as_accepted and notice.withdrawn_at is None else _l("It was changed or withdrawn meanwhile.")


def change_path(proposal: Proposal) -> str:
    """The form of the notice; of one that is not there yet the form of a new one, filled in."""
    if proposal.subject_id is None:
        return f"/c/{community_of(proposal).slug}/notices/new?again={proposal.id}"
    return f"{path_of(db.session.get_one(Notice, proposal.subject_id))}/edit"
