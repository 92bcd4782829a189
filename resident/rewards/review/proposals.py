"""How words and pictures of rewards are read before everybody can: what changed beside what was."""

from typing import Any

from sqlalchemy import and_, bindparam, select

from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.moderation.kinds import Read, Shown
from resident.moderation.models import Proposal
from resident.moderation.proposals import ProposalKind
from resident.moderation.review import register_proposal
from resident.organizations.models import Organization
from resident.rewards.actions.shelf import READ_FIRST, REWARD, put_on_shelf, take_off_shelf, take_words
from resident.rewards.models import Reward
from resident.rewards.queries.shelf import reward_path, was_redeemed_since
from resident.rewards.words import PICTURE_WORDS
from resident.web.errors import Words

LOCK_REWARD = (
    select(Reward.id)
    .join(Proposal, and_(Proposal.subject_id == Reward.id, Proposal.kind == REWARD))
    .where(Proposal.id == bindparam("subject"))
    .with_for_update(of=Reward)
)


def register() -> None:
    """Make them reviewable."""
    register_proposal(
        ProposalKind(
            REWARD,
            _l("Reward"),
            show,
            accept,
            undo,
            built_on,
            change_path,
            reads=(Reward.name, Reward.about),
            locks=(LOCK_REWARD,),
        )
    )


def show(proposal: Proposal) -> Shown:
    """The reward as it would be, beside what it is."""
    words, is_new = proposal.words, proposal.subject_id is None
    reward = None if is_new else db.session.get_one(Reward, proposal.subject_id)
    body = db.session.get_one(Organization, proposal.organization_id)
    facts: list[tuple[Words, Any]] = [(_l("Who gives it"), body.name)]
    if reward is None:
        facts += [(_l("Price in points"), words["price"]), (_l("How many there are"), words["stock"])]
    elif reward.picture != words["picture"]:
        facts.append((_l("Drawing so far"), PICTURE_WORDS[reward.picture]))
    return Shown(
        title=proposal.title,
        version=proposal.version,
        texts=[
            Read(_l("Name"), words["name"], reward.name if reward else None),
            Read(_l("What it is"), words["about"], reward.about if reward else None),
        ],
        drawing=words["picture"],
        facts=facts,
    )


def accept(proposal: Proposal, *, by: Actor) -> dict[str, Any] | None:
    """Put it on the shelf, or its new words on what stands there; too late for a body that has been archived."""
    body = db.session.get_one(Organization, proposal.organization_id)
    if proposal.subject_id is None and body.archived_at is not None:
        return None
    if proposal.subject_id is None:
        reward = put_on_shelf(community=community_of(proposal), by=by, **proposal.words)
        proposal.subject_id = reward.id
        return {"is_new": True}
    reward = db.session.get_one(Reward, proposal.subject_id)
    before = {name: getattr(reward, name) for name in READ_FIRST}
    take_words(reward=reward, words=proposal.words, by=by)
    return before


def undo(proposal: Proposal, before: dict[str, Any], *, by: Actor) -> None:
    """The words that stood there stand there again; what was new is on no shelf."""
    reward = db.session.get_one(Reward, proposal.subject_id)
    if before.get("is_new"):
        proposal.subject_id = None
        take_off_shelf(reward=reward, by=by)
    else:
        take_words(reward=reward, words=before, by=by)


def built_on(proposal: Proposal) -> Words:
    """Whether anybody has redeemed what was new, or changed it since."""
    reward = db.session.get_one(Reward, proposal.subject_id)
    if was_redeemed_since(reward, proposal.decided_at):
        return _l("Neighbours have redeemed it meanwhile.")
    is_as_accepted = all(getattr(reward, name) == proposal.words[name] for name in READ_FIRST)
    is_down = reward.taken_down_at is not None or reward.archived_at is not None
    return "" if is_as_accepted and not is_down else _l("It was changed or taken off the shelf meanwhile.")


def change_path(proposal: Proposal) -> str:
    """The form of the reward; of one that is not there yet the form of a new one, filled in."""
    community = community_of(proposal)
    if proposal.subject_id is None:
        return f"/c/{community.slug}/rewards/new?again={proposal.id}"
    return f"{reward_path(db.session.get_one(Reward, proposal.subject_id), community)}/edit"
