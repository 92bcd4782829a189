"""What became of words that somebody wants to make public, for who proposed them and the staff."""

from flask import render_template
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.communities.permissions import can_moderate
from resident.i18n import lazy_gettext as _l
from resident.moderation import actions, queries
from resident.moderation.models import Proposal, ProposalMove
from resident.moderation.permissions import can_change_proposal
from resident.moderation.proposals import KINDS
from resident.moderation.views.blueprint import bp
from resident.moderation.words import PROPOSAL_STATES
from resident.web.errors import NotHere, found
from resident.web.forms import button
from resident.web.guards import signed_in


@bp.get("/c/<community>/proposed/<int:number>")
@signed_in
def proposed(number: int) -> ResponseReturnValue:
    """What was proposed beside what stands there, and what the moderator says."""
    proposal = _seen(number)
    kind = KINDS[proposal.kind]
    is_open = proposal.allows(ProposalMove.WITHDRAW)
    return render_template(
        "moderation/proposed.html",
        proposal=proposal,
        label=kind.label,
        state=PROPOSAL_STATES[proposal.state],
        shown=kind.show(proposal) if is_open else None,
        change_url=kind.change_path(proposal),
        may_change=is_open and bool(can_change_proposal(me(), proposal)),
    ), 200


@bp.post("/c/<community>/proposed/<int:number>/withdraw")
@signed_in
@button(then=".proposed", said=_l("Taken back. What stood there stays."))
def withdraw_proposed(number: int) -> None:
    """Take it back."""
    actions.take_back(proposal=_seen(number), by=myself())


def _seen(number: int) -> Proposal:
    """The proposal of the address, for who may change it and for moderators. Raises NotHere."""
    community = current_community()
    proposal = found(queries.proposal_of(community, number))
    if not can_change_proposal(me(), proposal) and not can_moderate(me(), community):
        raise NotHere
    return proposal
