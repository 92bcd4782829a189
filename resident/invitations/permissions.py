"""Who may invite, and who may answer."""

from resident.accounts.models import Actor, System
from resident.accounts.queries import person_row
from resident.communities.context import community_by_id
from resident.communities.models import Community
from resident.communities.permissions import can_administer
from resident.invitations.models import Invitation
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict


def can_invite(person: Actor | None, community: Community) -> Verdict:
    """Ask somebody to take on a role, and take that back: who gives roles."""
    return can_administer(person, community)


def can_answer(person: Actor | None, invitation: Invitation) -> Verdict:
    """Whoever has the number now; and who has answered, to be told so again."""
    if person is None:
        return SIGN_IN_FIRST
    if isinstance(person, System):
        return NOT_YOURS
    is_own = invitation.phone_lookup and person_row(person).phone_lookup == invitation.phone_lookup
    return YES if is_own or invitation.answered_by_id == person.id else NOT_YOURS


def is_backed(invitation: Invitation) -> bool:
    """Whether who invited still gives roles there, and the body still acts: else nobody stands behind it."""
    inviter = person_row(invitation.invited_by.value)
    body = invitation.organization
    is_there = inviter.closed_at is None and (body is None or body.archived_at is None)
    return is_there and bool(can_administer(inviter.value, community_by_id(invitation.community_id)))
