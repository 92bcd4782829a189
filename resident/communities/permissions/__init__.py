"""Who may do what in a community."""

from resident.communities.permissions.looking_after import can_decide_appeal, can_look_after, can_see_suspensions
from resident.communities.permissions.residents import (
    can_join,
    can_raise,
    can_redeem,
    can_support,
    is_confirmed_resident,
)
from resident.communities.permissions.roles import (
    ADMINISTERS,
    DECIDES,
    HAS_SOME_ROLE,
    MODERATES,
    READS_ALL,
    WORKS,
    can_administer,
    can_confirm_residence,
    can_end_role,
    can_found,
    can_grant,
    can_moderate,
    can_work,
    has_role,
)

__all__ = [
    "ADMINISTERS",
    "DECIDES",
    "HAS_SOME_ROLE",
    "MODERATES",
    "READS_ALL",
    "WORKS",
    "can_administer",
    "can_confirm_residence",
    "can_decide_appeal",
    "can_end_role",
    "can_found",
    "can_grant",
    "can_join",
    "can_look_after",
    "can_moderate",
    "can_raise",
    "can_redeem",
    "can_see_suspensions",
    "can_support",
    "can_work",
    "has_role",
    "is_confirmed_resident",
]
