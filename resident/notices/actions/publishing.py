"""Telling everybody something, and changing what was told: at once by the committee, after it has read it by any other body."""

from collections.abc import Mapping, Sequence
from typing import Any

from resident import clock
from resident.accounts.entrance.allowance import count_post
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.db import db, lock
from resident.i18n import lazy_gettext as _l
from resident.media.actions import adopt_drafts, has_new_photos, publish_photos, remove_photos
from resident.moderation.actions import is_said, propose, withdraw_proposal
from resident.moderation.models import Proposal
from resident.notices.actions.drafts import Draft, as_words, checked
from resident.notices.models import NOTICE, PROPOSED, Notice
from resident.notices.permissions import can_edit, can_write_for, is_read_first
from resident.organizations.locking import lock_body
from resident.organizations.models import Organization
from resident.organizations.queries import organization_of
from resident.web.errors import Invalid
from resident.web.guards import allow
from resident.web.versions import new_in, require_version


def publish_notice(
    *,
    community: Community,
    draft: Draft,
    organization_id: int | None = None,
    photo_token: str = "",
    drop_photos: Sequence[str] = (),
    again: Proposal | None = None,
    by: Actor,
) -> Notice | Proposal:
    """Tell everybody something: in the committee's name at once, in that of another body once the committee has read it.

    `photo_token` names the drafts of its photos, `again` the proposal that is sent in anew without the photos `drop_photos`. Raises NotAllowed, Invalid
    at a field, Later, ProposalMoved.
    """
    body = _body(community, organization_id)
    allow(can_write_for(by, community, body))
    columns = checked(community, draft)
    if not is_read_first(body):
        notice = put_up(community=community, by=by, organization_id=organization_id, **columns)
        _add_photos(community, NOTICE, notice.id, photo_token, by)
        publish_photos(owner_kind=NOTICE, owner_id=notice.id)
        return notice
    if draft.is_pinned:
        raise Invalid("is_pinned", _l("Only the committee keeps something at the top."))
    if again is None:
        count_post(NOTICE, by=by)
    proposal = propose(
        community=community,
        kind=NOTICE,
        subject_id=None,
        title=draft.title,
        words=as_words(columns),
        by=by,  # type: ignore[arg-type]  # the app itself may not write
        organization_id=organization_id,
        proposal=again,
    )
    remove_photos(keys=drop_photos, owner_kind=PROPOSED, owner_id=proposal.id)
    _add_photos(community, PROPOSED, proposal.id, photo_token, by)
    return proposal


def put_up(*, community: Community, by: Actor, **columns: Any) -> Notice:
    """The new row: of the committee, or after it has read what a body writes."""
    notice = Notice(community_id=community.id, author_id=by.id, published_at=clock.now(), version=1, **columns)
    db.session.add(notice)
    record("notice.published", notice, by=by)
    return notice


def take_off(*, notice: Notice, by: Actor) -> None:
    """A locked notice that was put up a moment ago is not there any more."""
    record("notice.publication_undone", notice, by=by)
    db.session.delete(notice)
    db.session.flush()


def edit_notice(
    *,
    notice: Notice,
    draft: Draft,
    version: int,
    photo_token: str = "",
    drop_photos: Sequence[str] = (),
    by: Actor,
) -> bool:
    """Change what it says; everybody reads when it was changed. Whether it waits for the committee, as new words of a body do.

    Saving what stands there changes nothing. `version` is the one that was shown. Raises NotAllowed, Changed, and what
    `publish_notice` raises.
    """
    lock(notice)
    community = community_of(notice)
    allow(can_edit(by, community, notice))
    columns = checked(community, draft, notice)
    reads_first = is_read_first(notice.organization) and bool(new_in(notice, **columns))
    has_photos = not reads_first and has_new_photos(
        community=community, owner_kind=NOTICE, owner_id=notice.id, token=photo_token, dropped=drop_photos, by=by
    )
    words = as_words(columns) if reads_first else columns
    if not has_photos and is_said(kind=NOTICE, subject=notice, words=words, reads_first=reads_first):
        return reads_first
    require_version(notice, version)
    if reads_first:
        _propose_words(notice, draft, words, by)
        return True
    withdraw_proposal(kind=NOTICE, subject_id=notice.id, by=by)
    if not is_read_first(notice.organization):
        remove_photos(keys=drop_photos, owner_kind=NOTICE, owner_id=notice.id)
        _add_photos(community, NOTICE, notice.id, photo_token, by)
        publish_photos(owner_kind=NOTICE, owner_id=notice.id)
    take_words(notice=notice, words=columns, is_other=has_photos, by=by)
    return False


def take_words(*, notice: Notice, words: Mapping[str, Any], is_other: bool = False, by: Actor) -> None:
    """Give a locked notice what everybody reads from now on; `is_other` says that its photos are others."""
    changed = new_in(notice, **words)
    for name, value in changed.items():
        setattr(notice, name, value)
    if is_other or changed.keys() - {"is_pinned"}:
        notice.edited_at = clock.now()
    notice.version += 1
    record("notice.edited", notice, by=by, names=sorted(changed))


def path_of(notice: Notice) -> str:
    """Where everybody reads it."""
    return f"/c/{community_of(notice).slug}/notices/{notice.id}"


def _propose_words(notice: Notice, draft: Draft, words: dict[str, Any], by: Actor) -> None:
    if draft.is_pinned and not notice.is_pinned:
        raise Invalid("is_pinned", _l("Only the committee keeps something at the top."))
    propose(
        community=community_of(notice),
        kind=NOTICE,
        subject_id=notice.id,
        title=draft.title,
        words=words,
        by=by,  # type: ignore[arg-type]
        organization_id=notice.organization_id,
    )
    notice.version += 1
    record("notice.words_proposed", notice, by=by)


def _body(community: Community, organization_id: int | None) -> Organization | None:
    """The body that speaks, locked; None is the committee. Raises Invalid for one of elsewhere or one that is archived."""
    if organization_id is None:
        return None
    body = organization_of(community, organization_id)
    if body is None or lock_body(body).archived_at is not None:
        raise Invalid("organization_id", _l("Choose who says it."))
    return body


def _add_photos(community: Community, kind: str, owner_id: int, token: str, by: Actor) -> None:
    if token:
        adopt_drafts(community=community, owner_kind=kind, owner_id=owner_id, token=token, by=by, kept_as=NOTICE)
