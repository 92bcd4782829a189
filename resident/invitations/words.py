"""What one is invited to, in words, and what the inbox of who invited says of the answer."""

from resident.communities.words import ROLES, ROLES_DO
from resident.i18n import gettext as _
from resident.notifications import kinds
from resident.organizations.words import MEMBER_ROLES, MEMBER_ROLES_DO


def role_words(role: str, organization: str) -> str:
    """`Moderator`, or `Clerk of Osmanthus Shop` where `organization` is the name of a body."""
    if organization:
        return _("%(role)s of %(body)s", role=MEMBER_ROLES[role], body=organization)
    return str(ROLES[role])


def duty_words(role: str, organization: object) -> str:
    """What somebody in this role does."""
    return str(MEMBER_ROLES_DO[role] if organization else ROLES_DO[role])


def register_kinds() -> None:
    """Name the kinds of messages."""
    kinds.register(
        "invitations.accepted",
        lambda p: _(
            "%(called)s has accepted: %(role)s. The account is called %(name)s; if that is somebody else, end the role.",
            called=p["called"],
            role=role_words(p["role"], p["organization"]),
            name=p["name"],
        ),
        "i-shield",
    )
    kinds.register(
        "invitations.refused",
        lambda p: _(
            "%(called)s says no, or is not who you mean: %(role)s. Look whether the number is right.",
            called=p["called"],
            role=role_words(p["role"], p["organization"]),
        ),
        "i-warning",
    )
    kinds.register(
        "invitations.ended",
        lambda p: _(
            "%(called)s has not accepted, and the invitation has ended: %(role)s",
            called=p["called"],
            role=role_words(p["role"], p["organization"]),
        ),
        "i-clock",
    )
