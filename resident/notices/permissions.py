"""Who tells everybody something, and who changes it."""

from resident.accounts.models import Actor
from resident.communities.context import community_by_id
from resident.communities.models import Community
from resident.communities.permissions import can_administer, can_moderate, can_work
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.moderation.models import Proposal
from resident.moderation.permissions import can_change_proposal
from resident.notices.models import Notice
from resident.organizations.models import Organization, OrganizationKind
from resident.organizations.permissions import can_manage, can_manage_any
from resident.web.guards import YES, Verdict, no

FROZEN = no("frozen", _l("The page of a month stays as it was published. Say in another notice what was wrong."))
OWN_BODY = no("own_body", _l("You act for this body yourself; a colleague decides on its notices."))


def can_publish(person: Actor | None, community: Community) -> Verdict:
    """Speak for the committee: its workers and administrators."""
    return can_work(person, community) or can_administer(person, community)


def can_write(person: Actor | None, community: Community) -> Verdict:
    """Write notices at all: the committee, and who leads some body."""
    return can_publish(person, community) or can_manage_any(person, community)


def can_write_for(person: Actor | None, community: Community, body: Organization | None) -> Verdict:
    """Write one in the name of the committee (None), or of a body that one leads."""
    return can_publish(person, community) if body is None else can_manage(person, community, body.id)


def is_read_first(body: Organization | None) -> bool:
    """Whether the committee reads what this body says before everybody does: all but its own."""
    return body is not None and body.kind != OrganizationKind.COMMITTEE


def can_publish_month(person: Actor | None, community: Community) -> Verdict:
    """Make the page of a month public: an administrator, who answers for its words."""
    return can_administer(person, community)


def can_edit(person: Actor | None, community: Community, notice: Notice) -> Verdict:
    """Change it: who could have written it; nobody the page of a month."""
    allowed = can_write_for(person, community, notice.organization)
    return FROZEN if allowed and notice.month is not None else allowed


def can_withdraw(person: Actor | None, community: Community, notice: Notice) -> Verdict:
    """Withdraw it, and see it afterwards: who could have written it, and the committee whoever did."""
    allowed = can_write_for(person, community, notice.organization) or can_publish(person, community)
    return FROZEN if allowed and notice.month is not None else allowed


def can_see(person: Actor | None, community: Community, notice: Notice) -> Verdict:
    """Everybody, until it is withdrawn."""
    return YES if notice.withdrawn_at is None else can_withdraw(person, community, notice)


def can_decide(person: Actor | None, proposal: Proposal) -> Verdict:
    """Approve what a body wants to tell everybody: a moderator who does not lead it."""
    community = community_by_id(proposal.community_id)
    if proposal.organization_id is not None and can_manage(person, community, proposal.organization_id):
        return OWN_BODY
    return can_moderate(person, community)


def may_see_photos(person: Actor | None, notice_id: int) -> bool:
    """Whoever may see the notice."""
    notice = db.session.get_one(Notice, notice_id)
    return bool(can_see(person, community_by_id(notice.community_id), notice))


def may_see_proposed(person: Actor | None, proposal_id: int) -> bool:
    """Who wants to show them, and moderators."""
    proposal = db.session.get_one(Proposal, proposal_id)
    return bool(can_change_proposal(person, proposal) or can_moderate(person, community_by_id(proposal.community_id)))
