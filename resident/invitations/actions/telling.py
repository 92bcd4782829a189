"""Telling who invited what became of it."""

from typing import Any

from resident.accounts.models import Person
from resident.communities.context import community_of
from resident.invitations.models import Invitation, InvitationMove
from resident.notifications.actions import notify


def tell_inviter(*, invitation: Invitation, move: InvitationMove, called: str, by: Person | None) -> None:
    """Tell who invited what became of it; `called` is how they know its person: name and masked number."""
    community, body = community_of(invitation), invitation.organization
    admin = f"/c/{community.slug}/admin"
    params: dict[str, Any] = {
        "community_id": community.id,
        "called": called,
        "role": invitation.role,
        "organization": body.name if body else "",
    }
    people = [invitation.invited_by_id]
    if move is InvitationMove.ACCEPT and by is not None:
        path = f"{admin}/organizations/{body.id}" if body else f"{admin}/people/{by.id}"
        notify(people, "invitations.accepted", path=path, name=by.display_name, **params)
    elif move is InvitationMove.REFUSE:
        notify(people, "invitations.refused", path=f"{admin}/invitations", **params)
    else:
        notify(people, "invitations.ended", path=f"{admin}/invitations", **params)
