"""The registry of what lies open at a body: organizations know who acts for it, never on what.

A kind of work says how it is shown before nobody is left who could act on it, and how it is then settled: handed back,
called off or given back, and its people told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from resident.accounts.absence import rests
from resident.accounts.models import Actor
from resident.communities.open_work import SHOWN, Left, Lying
from resident.organizations.models import MemberRole, Organization, OrganizationMember
from resident.statements import column
from resident.web.errors import Words


@dataclass(frozen=True)
class OpenWork:
    """One kind of work: what it is called, what becomes of it, and in which roles people act on it.

    `lying(body, most)` counts it and gives the first few; `settle(body, by=…)` runs in the transaction that takes the
    last of these people away, with the body locked, and leaves nothing of it open there.
    """

    name: str
    label: Words
    becomes: Words
    roles: frozenset[MemberRole]
    lying: Callable[[Organization, int], Lying]
    settle: Callable[..., None]


WORK: dict[str, OpenWork] = {}
_OTHER_ROLES = (
    select(OrganizationMember.role)
    .where(
        OrganizationMember.organization_id == bindparam("body"),
        OrganizationMember.id != bindparam("member"),
        OrganizationMember.ended_at.is_(None),
        ~rests(OrganizationMember.person_id),
    )
    .distinct()
)


def register(work: OpenWork) -> None:
    """Add what a package keeps open at bodies, in the order in which it is settled."""
    WORK[work.name] = work


def left_at(organization: Organization, kinds: Sequence[OpenWork]) -> list[Left]:
    """What lies open there of these kinds; one statement for each, and one more where something does."""
    found = ((work, work.lying(organization, SHOWN)) for work in kinds)
    return [Left(work.label, work.becomes, lying.number, lying.first) for work, lying in found if lying.number]


def works_left_by(member: OrganizationMember, role: MemberRole | None = None) -> list[OpenWork]:
    """The kinds of work that nobody at the body could act on any more when this member ends, rests, or only does `role`."""
    if member.organization.archived_at is not None:
        return []
    others = {MemberRole(held) for held in column(_OTHER_ROLES, body=member.organization_id, member=member.id)}
    others |= {role} if role else set()
    return [work for work in WORK.values() if member.role in work.roles and work.roles.isdisjoint(others)]


def settle_at(organization: Organization, kinds: Sequence[OpenWork], *, by: Actor) -> None:
    """Leave nothing of these kinds open at a locked body."""
    for work in kinds:
        work.settle(organization, by=by)
