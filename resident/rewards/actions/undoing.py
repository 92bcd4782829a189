"""Undoing at the counter: redeeming until it was given out, and giving out itself."""

from resident.accounts.entrance.identity import encrypt
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.db import db, lock
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.organizations.permissions import can_hand_over
from resident.points.actions import release, unspend
from resident.rewards.actions.finishing import put_back_on_shelf
from resident.rewards.actions.redeem import FULFILLED, MADE, free_code
from resident.rewards.actions.telling import in_ledger
from resident.rewards.codes import code_lookup
from resident.rewards.endings import ended_words
from resident.rewards.models import Redemption, RedemptionMove, RedemptionState
from resident.rewards.permissions import can_cancel
from resident.rewards.queries.pickups import hand_over_path, is_lookup_taken
from resident.rewards.queries.redemptions import pickup_path
from resident.undo.kinds import UndoKind, register
from resident.undo.models import Deed
from resident.web.errors import Words
from resident.web.guards import allow


def undo_redemption(redemption: Redemption, deed: Deed, *, by: Actor) -> None:
    """It is as if one had not redeemed: points and stock return at once. Raises NotAllowed, NotWaiting."""
    allow(can_cancel(by, redemption))
    put_back_on_shelf(redemption, RedemptionMove.UNDO)
    record("redemption.undone", redemption, by=by, deed=deed.id)
    release(person_id=redemption.person_id, **in_ledger(redemption=redemption, reason="redemption_undone", by=by))


def undo_giving_out(redemption: Redemption, deed: Deed, *, by: Actor) -> None:
    """It waits for its owner again under its code; the points that were spent are reserved again.

    Where the code has been given to another meanwhile, its owner reads a new one. Raises NotAllowed, NotWaiting.
    """
    community = community_of(redemption)
    allow(can_hand_over(by, community, redemption.organization_id))
    if is_lookup_taken(community, redemption.code_lookup):
        code = free_code(community)
        redemption.code_encrypted, redemption.code_lookup = encrypt(code), code_lookup(community.id, code)
    redemption.fulfilled_at = redemption.fulfilled_by_id = None
    redemption.undo(RedemptionMove.FULFIL, RedemptionState.WAITING)
    record("redemption.giving_out_undone", redemption, by=by, deed=deed.id)
    moved = in_ledger(redemption=redemption, reason="redemption_hand_over_undone", by=by)
    redemption.times_undone += 1
    unspend(**moved)


def register_undoing() -> None:
    """Make both undoable."""
    register(
        UndoKind(
            MADE,
            _l("You have redeemed this."),
            _locked,
            _on_redemption,
            undo_redemption,
            lambda redemption, _by: pickup_path(redemption),
        ),
        UndoKind(
            FULFILLED,
            _l("You have given it out."),
            _locked,
            _on_giving_out,
            undo_giving_out,
            lambda redemption, _by: hand_over_path(community_of(redemption)),
        ),
    )


def _locked(deed: Deed) -> Redemption:
    redemption = db.session.get_one(Redemption, deed.subject_id)
    lock(redemption, redemption.reward)
    return redemption


def _on_redemption(redemption: Redemption, _deed: Deed) -> Words:
    """Who gave it out, or how it ended."""
    if redemption.is_waiting:
        return ""
    by = redemption.fulfilled_by
    return _("%(name)s has given it out meanwhile.", name=by.display_name) if by else ended_words(redemption)


def _on_giving_out(redemption: Redemption, deed: Deed) -> Words:
    if redemption.person.closed_at is not None:
        return _l("The account of its owner has been closed meanwhile.")
    if redemption.state == RedemptionState.FULFILLED and redemption.fulfilled_at == deed.at:
        return ""
    return _l("This has been changed meanwhile.") if redemption.is_waiting else ended_words(redemption)
