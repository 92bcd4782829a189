"""Bodies and their members for tests."""

from resident import clock
from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow
from resident.db import db
from resident.organizations.models import MemberRole, Organization, OrganizationKind, OrganizationMember
from tests.makers.accounts import make_person


def make_organization(
    community: CommunityRow, kind: OrganizationKind = OrganizationKind.SOCIAL_ORGANIZATION, name: str = "桂花志愿队"
) -> Organization:
    """A body of the community."""
    body = Organization(
        community_id=community.id, kind=kind, name={"zh_Hans": name, "en": "Osmanthus team"}, created_at=clock.now()
    )
    db.session.add(body)
    db.session.flush()
    return body


def make_member(
    body: Organization, role: MemberRole = MemberRole.MANAGER, person: PersonRow | None = None
) -> PersonRow:
    """Somebody who acts for the body."""
    person = person or make_person("赵秀英")
    db.session.add(
        OrganizationMember(
            community_id=body.community_id, organization_id=body.id, person_id=person.id, role=role, since=clock.now()
        )
    )
    db.session.flush()
    return person
