"""What bodies and their people are called on a page."""

from resident.i18n import lazy_gettext as _l
from resident.organizations.models import MemberRole, OrganizationKind
from resident.web.errors import Words

KINDS: dict[str, Words] = {
    OrganizationKind.COMMITTEE: _l("Committee"),
    OrganizationKind.SOCIAL_ORGANIZATION: _l("Social organization"),
    OrganizationKind.SOCIAL_WORK_STATION: _l("Social work station"),
    OrganizationKind.VOLUNTEER_TEAM: _l("Volunteer team"),
    OrganizationKind.CHARITY: _l("Charity"),
    OrganizationKind.PROPERTY_COMPANY: _l("Property company"),
    OrganizationKind.OWNERS_COMMITTEE: _l("Owners' committee"),
    OrganizationKind.MERCHANT: _l("Shop"),
    OrganizationKind.GOVERNMENT: _l("Government office"),
}
MEMBER_ROLES: dict[str, Words] = {
    MemberRole.MANAGER: _l("Manager"),
    MemberRole.CLERK: _l("Clerk"),
    MemberRole.MEMBER: _l("Member"),
}
MEMBER_ROLES_DO: dict[str, Words] = {
    MemberRole.MANAGER: _l("plans activities, checks people in and gives out rewards"),
    MemberRole.CLERK: _l("gives out rewards by pickup code"),
    MemberRole.MEMBER: _l("belongs to it, without duties here"),
}
