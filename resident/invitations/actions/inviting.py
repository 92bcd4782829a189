"""Inviting to a role, answering, and taking it back: a role is accepted, and who gave it hears.

One digit that is wrong makes nobody a moderator unseen: whoever accepts is named to who invited, and what nobody
accepts ends.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.entrance.identity import decrypt, encrypt, masked, normal_phone, phone_lookup
from resident.accounts.models import Actor, Person, System
from resident.accounts.queries import find_by_phone
from resident.audit.actions import record
from resident.communities.actions import grant_role
from resident.communities.context import community_of
from resident.communities.models import Community, Role
from resident.communities.once import find_or_make
from resident.communities.queries import roles_of
from resident.db import db, lock, take_turns
from resident.i18n import lazy_gettext as _l
from resident.invitations.actions.telling import tell_inviter
from resident.invitations.models import LASTS, Invitation, InvitationMove, InvitationMoved, InvitationState
from resident.invitations.permissions import can_answer, can_invite, is_backed
from resident.invitations.queries import invitation_count
from resident.organizations.actions import OrganizationArchived, add_member
from resident.organizations.locking import lock_body
from resident.organizations.models import MemberRole, Organization
from resident.organizations.permissions import bodies_of
from resident.statements import written
from resident.web.errors import Conflict, Invalid
from resident.web.guards import YES, allow

MOST_OPEN = 300
NOT_A_NUMBER = _l("This is not a mobile number of the mainland: 11 digits, please.")
HAS_IT = _l("This person has this role already.")
ACTS_ALREADY = _l("This person acts for it already. Change the role in the list of its people.")
_OPEN = (
    Invitation.community_id == bindparam("community"),
    Invitation.phone_lookup == bindparam("lookup"),
    Invitation.state == written(InvitationState.OPEN),
)
_OPEN_TO_ROLE = select(Invitation).where(
    *_OPEN, Invitation.organization_id.is_(None), Invitation.role == bindparam("role")
)
_OPEN_TO_BODY = select(Invitation).where(*_OPEN, Invitation.organization_id == bindparam("body"))


class TooManyOpen(Conflict):
    """Nobody answers so many invitations; somebody is sending a list of something else."""

    title = _l("Too many invitations are open")
    message = _l("300 at most wait for an answer at one time. Take back those that nobody needs.")


class Invitee(NamedTuple):
    """Who is invited: a mobile number, and what who invites calls its person (not shown to them)."""

    phone: str
    name: str = ""


def invite(*, community: Community, invitee: Invitee, role: Role, by: Person) -> Invitation:
    """Ask a number to take on a role of the community; whoever has it, now or later, may accept for 30 days.

    Twice is the same. Raises NotAllowed where `by` is no administrator (any more), Invalid for what is no number or
    has the role, TooManyOpen.
    """
    take_turns(f"invitations of {community.id}")
    allow(can_invite(by, community))
    number = _number(invitee)
    person = find_by_phone(number)
    if person is not None and any(held.role == role for held in roles_of(community, person.value)):
        raise Invalid("role", HAS_IT)
    return _invited(Invitation(community_id=community.id, role=role), invitee, by)


def invite_to_body(*, organization: Organization, invitee: Invitee, role: MemberRole, by: Person) -> Invitation:
    """Ask a number to act for a body, as `invite` does; who is asked already is asked for this role instead.

    Raises also OrganizationArchived.
    """
    community = community_of(organization)
    take_turns(f"invitations of {community.id}")
    lock_body(organization)
    allow(can_invite(by, community))
    if organization.archived_at is not None:
        raise OrganizationArchived
    person = find_by_phone(_number(invitee))
    if person is not None and organization.id in bodies_of(person.value, community):
        raise Invalid("phone", ACTS_ALREADY)
    new = Invitation(community_id=community.id, organization_id=organization.id, role=role)
    return _invited(new, invitee, by)


def accept_invitation(*, invitation: Invitation, by: Person) -> None:
    """Take on what one is invited to: the role is given as by who invited, who hears. Twice is the same.

    Raises NotAllowed for another number, InvitationMoved where it no longer holds.
    """
    if not _lock_to_answer(invitation, InvitationState.ACCEPTED, by):
        return
    role, body, inviter = invitation.role, invitation.organization, invitation.invited_by.value
    _settle(invitation, InvitationMove.ACCEPT, by=by)
    if body is None:
        grant_role(community=community_of(invitation), person=by, role=Role(role), by=inviter)
    else:
        add_member(organization=body, person=by, role=MemberRole(role), by=inviter)
    record("invitation.accepted", invitation, by=by, role=role)
    db.session.flush()


def refuse_invitation(*, invitation: Invitation, by: Person) -> None:
    """Say that it is for somebody else, or no: who invited hears, and the number is forgotten. Twice is the same.

    Raises as `accept_invitation`.
    """
    if not _lock_to_answer(invitation, InvitationState.REFUSED, by):
        return
    _settle(invitation, InvitationMove.REFUSE, by=by)
    record("invitation.refused", invitation, by=by, role=invitation.role)
    db.session.flush()


def withdraw_invitation(*, invitation: Invitation, by: Person) -> None:
    """Take an invitation back; twice is the same. Raises NotAllowed, InvitationMoved where it was answered."""
    lock(invitation)
    allow(can_invite(by, community_of(invitation)))
    if invitation.state == InvitationState.WITHDRAWN:
        return
    invitation.move(InvitationMove.WITHDRAW)
    invitation.settled_at = clock.now()
    record("invitation.withdrawn", invitation, by=by, role=invitation.role)
    db.session.flush()


def end_invitation(*, invitation: Invitation, by: Actor) -> None:
    """Its time is over, or the account of its number closes: who invited hears; one that is settled stays so.

    Raises NotAllowed for everybody else.
    """
    lock(invitation)
    allow(YES if isinstance(by, System) else can_answer(by, invitation))
    if invitation.state != InvitationState.OPEN:
        return
    _settle(invitation, InvitationMove.END)
    record("invitation.ended", invitation, by=by, role=invitation.role)
    db.session.flush()


def _number(invitee: Invitee) -> str:
    number = normal_phone(invitee.phone)
    if not number:
        raise Invalid("phone", NOT_A_NUMBER)
    return number


def _invited(new: Invitation, invitee: Invitee, by: Person) -> Invitation:
    """The open invitation of this number; one behind which nobody stands any more is sent anew."""
    number = _number(invitee)
    new.phone_encrypted, new.phone_lookup, new.name = encrypt(number), phone_lookup(number), invitee.name
    new.invited_by_id, new.invited_at, new.until = by.id, clock.now(), clock.now() + LASTS
    values = {"community": new.community_id, "lookup": new.phone_lookup}
    is_to_body = new.organization_id is not None
    find = _OPEN_TO_BODY if is_to_body else _OPEN_TO_ROLE
    values |= {"body": new.organization_id} if is_to_body else {"role": new.role}
    invitation, is_new = find_or_make(find, lambda: _if_few(new), **values)
    if not is_new:
        lock(invitation)
        if invitation.role == new.role and is_backed(invitation) and invitation.until > new.invited_at:
            return invitation
        for field in ("role", "name", "invited_by_id", "invited_at", "until"):
            setattr(invitation, field, getattr(new, field))
    db.session.flush()
    record("invitation.sent", invitation, by=by, role=invitation.role)
    return invitation


def _if_few(new: Invitation) -> Invitation:
    if invitation_count(community_of(new)) >= MOST_OPEN:
        raise TooManyOpen
    return new


def _lock_to_answer(invitation: Invitation, wanted: InvitationState, by: Person) -> bool:
    """Whether there is still something to do. Raises NotAllowed, InvitationMoved."""
    lock(invitation)
    allow(can_answer(by, invitation))
    if invitation.state == wanted:
        return False
    is_open = invitation.state == InvitationState.OPEN and invitation.until > clock.now()
    if not is_open or not is_backed(invitation):
        raise InvitationMoved
    return True


def _settle(invitation: Invitation, move: InvitationMove, *, by: Person | None = None) -> None:
    """Settle it and tell who invited, before number and name are forgotten."""
    called, number = invitation.name, masked(decrypt(invitation.phone_encrypted))
    invitation.move(move)
    invitation.answered_by_id, invitation.settled_at = by.id if by else None, clock.now()
    tell_inviter(invitation=invitation, move=move, called=" ".join(filter(None, (called, number))), by=by)
