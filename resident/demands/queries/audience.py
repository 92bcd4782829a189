"""Whom a demand concerns: who supports it, who leads the body that has it, who works for the committee."""

from sqlalchemy import bindparam, select

from resident.communities.models import Community, Role
from resident.communities.queries import people_with_role
from resident.demands.models import Demand, Support
from resident.ids import PersonId
from resident.organizations.models import MemberRole, Organization, OrganizationKind
from resident.organizations.queries import people_of
from resident.statements import column, entity, written

COMMITTEE_NAME = {"zh_Hans": "居委会", "en": "The committee"}
SUPPORTERS = (
    select(Support.person_id)
    .join(Demand, Demand.id == Support.demand_id)
    .where(Support.demand_id == bindparam("demand"), Support.person_id.is_distinct_from(Demand.author_id))
)
COMMITTEE = (
    select(Organization)
    .where(
        Organization.community_id == bindparam("community"),
        Organization.kind == written(OrganizationKind.COMMITTEE),
        Organization.archived_at.is_(None),
    )
    .order_by(Organization.id)
    .limit(1)
)


def supporters_of(demand: Demand) -> list[PersonId]:
    """Who supports it, without its author; one statement."""
    return column(SUPPORTERS, demand=demand.id)


def managers_of(community: Community, organization_id: int | None) -> list[PersonId]:
    """Who leads a body now; nobody where there is no body. One statement."""
    return people_of(community, organization_id, MemberRole.MANAGER) if organization_id is not None else []


def workers_of(community: Community) -> list[PersonId]:
    """The committee's workers; one statement."""
    return people_with_role(community, Role.WORKER)


def committee_of(community: Community) -> Organization | None:
    """The committee as a body, where the community has written it down as one; one statement."""
    found: Organization | None = entity(COMMITTEE, community=community.id)
    return found


def name_of(body: Organization | None) -> dict[str, str]:
    """The name of a body in both languages; without one it is the committee."""
    return body.name if body is not None else COMMITTEE_NAME
