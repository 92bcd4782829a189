"""Invitations for tests."""

from datetime import timedelta

from resident import clock
from resident.accounts.entrance.identity import encrypt, phone_lookup
from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow, Role
from resident.db import db
from resident.invitations.models import LASTS, Invitation
from resident.organizations.models import Organization
from tests.makers.communities import boss_of

PHONE = "13800000061"


def make_invitation(
    community: CommunityRow,
    *,
    phone: str = PHONE,
    role: str = Role.WORKER,
    body: Organization | None = None,
    by: PersonRow | None = None,
    lasts: timedelta = LASTS,
) -> Invitation:
    """An open invitation of a number, sent by an administrator."""
    invitation = Invitation(
        community_id=community.id,
        organization_id=body.id if body else None,
        role=role,
        name="王芳",
        phone_encrypted=encrypt(phone),
        phone_lookup=phone_lookup(phone),
        invited_by_id=(by or boss_of(community)).id,
        invited_at=clock.now(),
        until=clock.now() + lasts,
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation
