"""How the review queue shows a claim and what its decisions do."""

from typing import Any

from sqlalchemy import bindparam, select

from resident.claims.actions import (
    KIND,
    ask_claim_changes,
    built_on_decision,
    confirm_claim,
    refuse_claim,
    title_of,
    undo_decision,
)
from resident.claims.models import ClaimState, ResidenceClaim
from resident.claims.queries import others_behind
from resident.claims.words import where
from resident.communities.context import community_of
from resident.communities.queries import home_of
from resident.communities.words import home_words
from resident.db import db
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import ngettext
from resident.moderation import kinds
from resident.moderation.kinds import ReviewKind, Shown
from resident.web.errors import NotHere, Words

LOCK_CLAIM = select(ResidenceClaim.id).where(ResidenceClaim.id == bindparam("subject")).with_for_update()


def shown(claim_id: int) -> Shown:
    """A claim as the moderator reads it: the door, who lives behind it, where the person lived so far. Raises NotHere."""
    claim = db.session.get(ResidenceClaim, claim_id)
    if claim is None:  # the account has been closed since
        raise NotHere
    facts: list[tuple[Words, Any]] = [(_l("Address"), where(claim)), (_l("Others confirmed there"), _others(claim))]
    before = home_of(community_of(claim), claim.person.value)
    if before and before.household and before.confirmed_at and claim.state != ClaimState.CONFIRMED:
        facts.append((_l("Moves from"), home_words(before.household)))
    return Shown(title=title_of(claim), version=claim.version, facts=facts, subject=claim)


def _others(claim: ResidenceClaim) -> str:
    names = others_behind(community_of(claim), claim)
    if not names:
        return _("nobody yet")
    return ngettext("%(num)d person: %(names)s", "%(num)d people: %(names)s", len(names), names=" · ".join(names))


def register() -> None:
    """Make claims reviewable."""
    kinds.register(
        ReviewKind(
            KIND,
            _l("Residence"),
            shown,
            locks=(LOCK_CLAIM,),
            approve=confirm_claim,
            reject=refuse_claim,
            ask_changes=ask_claim_changes,
            undo=undo_decision,
            built_on=built_on_decision,
            reject_reasons=(
                _l("We do not know you at this address."),
                _l("There is no such home here."),
            ),
            change_reasons=(
                _l("Please check building, unit and room."),
                _l("Please come by with your papers."),
            ),
        )
    )
