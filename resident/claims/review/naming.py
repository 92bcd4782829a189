"""A name that neighbours know from approved posts is read anew when it changes: else the review would have seen another."""

from typing import Any

from sqlalchemy import and_, bindparam, select

from resident.accounts.actions import take_name
from resident.accounts.entrance.names import check_name
from resident.accounts.models import Actor, PersonRow
from resident.claims.actions import KIND as RESIDENCE
from resident.claims.models import NAME
from resident.communities.context import community_by_id
from resident.db import db
from resident.i18n import LANGUAGES
from resident.i18n import lazy_gettext as _l
from resident.moderation.actions import propose
from resident.moderation.kinds import Read, Shown
from resident.moderation.models import Proposal, ProposalState, ReviewItem, ReviewState
from resident.moderation.proposals import ProposalKind
from resident.moderation.queries import proposed_for
from resident.moderation.review import register_proposal
from resident.statements import value, written
from resident.web.errors import Invalid, Words

_KNOWN_IN = (
    select(ReviewItem.community_id)
    .where(
        ReviewItem.author_id == bindparam("person"),
        ReviewItem.state == written(ReviewState.APPROVED),
        ReviewItem.kind != RESIDENCE,
    )
    .order_by(ReviewItem.decided_at.desc(), ReviewItem.id.desc())
    .limit(1)
)
LOCK_PERSON = (
    select(PersonRow.id)
    .join(Proposal, and_(Proposal.subject_id == PersonRow.id, Proposal.kind == NAME))
    .where(Proposal.id == bindparam("subject"))
    .with_for_update(of=PersonRow, key_share=True)
)


class NamesRead:
    """How new names come before the committee of the community in which the old one was read last."""

    def must_read(self, person: PersonRow, name: str) -> bool:
        """Propose a new name of somebody whose posts neighbours have read; nobody has read anything of the others."""
        community_id = value(_KNOWN_IN, person=person.id)
        if community_id is None:
            return False
        propose(
            community=community_by_id(community_id),
            kind=NAME,
            subject_id=person.id,
            title=dict.fromkeys(LANGUAGES, name),
            words={"display_name": name},
            by=person.value,
        )
        return True

    def asked_for_changes(self, person: PersonRow) -> bool:
        """Whether a moderator waits for another name."""
        proposed = proposed_for(NAME, person.id)
        return proposed is not None and proposed.state == ProposalState.CHANGES_ASKED


def register() -> None:
    """Make new names reviewable."""
    register_proposal(
        ProposalKind(
            NAME,
            _l("Display name"),
            show,
            accept,
            undo,
            built_on,
            lambda _proposal: "/me/settings",
            reads=(PersonRow.display_name,),
            locks=(LOCK_PERSON,),
        )
    )


def show(proposal: Proposal) -> Shown:
    """The new name beside the one neighbours know."""
    person = _person(proposal)
    read = Read(_l("Display name"), proposal.words["display_name"], person.display_name)
    return Shown(title=proposal.title, version=proposal.version, texts=[read])


def accept(proposal: Proposal, *, by: Actor) -> dict[str, Any] | None:
    """Neighbours read it from now on; too late where the account is closed or the name has become a colleague's."""
    person, name = _person(proposal), proposal.words["display_name"]
    if person.closed_at is not None:
        return None
    try:
        check_name(name, person=person)
    except Invalid:
        return None
    before = {"display_name": person.display_name}
    take_name(person=person, name=name, by=by)
    return before


def undo(proposal: Proposal, before: dict[str, Any], *, by: Actor) -> None:
    """Neighbours read the name again that they knew."""
    take_name(person=_person(proposal), name=before["display_name"], by=by)


def built_on(proposal: Proposal) -> Words:
    """Whether the person has gone, or is called something else again."""
    person = _person(proposal)
    is_as_accepted = person.closed_at is None and person.display_name == proposal.words["display_name"]
    return "" if is_as_accepted else _l("The name has been changed again meanwhile.")


def _person(proposal: Proposal) -> PersonRow:
    return db.session.get_one(PersonRow, proposal.subject_id)
