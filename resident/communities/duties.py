"""Who holds a role in any community: their sessions end sooner, and administrators need a second factor."""

from sqlalchemy import select

from resident.accounts import duties
from resident.accounts.models import PersonRow
from resident.communities.models import Role, RoleGrant
from resident.statements import written

_HELD = RoleGrant.person_id == PersonRow.id, RoleGrant.ended_at.is_(None)
HAS_ROLE = select(RoleGrant.id).where(*_HELD).exists()
ADMINISTERS = select(RoleGrant.id).where(*_HELD, RoleGrant.role == written(Role.ADMINISTRATOR)).exists()


def register_duties() -> None:
    """Say it to the accounts."""
    duties.register("administrator", ADMINISTERS, ends_soon=True, needs_second_factor=True)
    duties.register("role", HAS_ROLE, ends_soon=True)
