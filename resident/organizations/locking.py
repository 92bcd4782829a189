"""Locking a body while something is handed to it or it ends, so that the one knows of the other."""

from sqlalchemy import bindparam, select

from resident.organizations.models import Organization
from resident.statements import entity

_LOCKED = (
    select(Organization)
    .where(Organization.id == bindparam("body"))
    .with_for_update(key_share=True)  # others go on naming it meanwhile
    .execution_options(populate_existing=True)
)


def lock_body(organization: Organization) -> Organization:
    """The body as it is now, locked until the transaction ends; before anything that lies there is locked. One statement."""
    locked: Organization = entity(_LOCKED, body=organization.id)
    return locked
