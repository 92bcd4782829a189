"""What waits and nobody may act on: the last of a role has gone, or who is left may not decide on their own.

It stands on the administrators' desk with what mends it: somebody else who is given the role.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from resident.accounts.absence import rests
from resident.accounts.models import Suspension
from resident.accounts.suspensions import IS_APPEALED
from resident.activities.models import TAKES_PLACE, Activity, ActivityState, Shift
from resident.activities.queries import STUCK
from resident.communities.models import Role, RoleGrant
from resident.demands.models import IS_CONTESTED, MAY_BE_TAKEN_OVER, MAY_BE_WITH_COMMITTEE, Call, Demand
from resident.demands.queries.work import IS_FOLLOWED, IS_THE_COMMITTEES
from resident.i18n import lazy_gettext as _l
from resident.moderation.models import ReviewItem, ReviewState, Takedown
from resident.organizations.models import MemberRole, Organization, OrganizationMember
from resident.rewards.models import IS_WAITING, Redemption
from resident.statements import written
from resident.web.errors import Words

Column: TypeAlias = ColumnElement[Any] | InstrumentedAttribute[Any]
_LEADING = aliased(OrganizationMember)


@dataclass(frozen=True)
class Alone:
    """One kind of things that nobody may act on: `statement` finds them in a `community`, `mends` is what ends it."""

    name: str
    label: Words
    mends: Words
    endpoint: str
    statement: Select[*tuple[Any, ...]]


def _somebody(role: Role, community: Column, *others: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether anybody has this role there now for whom the other conditions hold too."""
    return (
        exists()
        .where(
            RoleGrant.community_id == community,
            RoleGrant.role == written(role),
            RoleGrant.ended_at.is_(None),
            ~rests(RoleGrant.person_id),
            *others,
        )
        .correlate_except(RoleGrant)  # by itself it would know the table next to it, and none further out
    )


def _acts(body: Column, *roles: MemberRole, person: Any = None) -> ColumnElement[bool]:
    """Whether anybody, or this person, acts for the body in one of these roles."""
    who = () if person is None else (_LEADING.person_id == person,)
    return (
        exists()
        .where(
            _LEADING.organization_id == body,
            _LEADING.role.in_([written(role) for role in roles]),
            _LEADING.ended_at.is_(None),
            ~rests(_LEADING.person_id),
            *who,
        )
        .correlate_except(_LEADING)
    )


_WORKER_BESIDE_AUTHOR = _somebody(
    Role.WORKER, Demand.community_id, or_(Demand.author_id.is_(None), RoleGrant.person_id != Demand.author_id)
)
_DEMANDS = (
    select(Demand.id)
    .outerjoin(Organization, Organization.id == Demand.holder_id)
    .where(or_(MAY_BE_WITH_COMMITTEE, and_(MAY_BE_TAKEN_OVER, IS_FOLLOWED)), IS_THE_COMMITTEES, ~_WORKER_BESIDE_AUTHOR)
)
_OWN_BODY = (
    exists()
    .where(
        ReviewItem.kind == written("activity"),
        Activity.id == ReviewItem.subject_id,
        _acts(Activity.organization_id, MemberRole.MANAGER, person=RoleGrant.person_id),
    )
    .correlate_except(Activity)
)
_OWN_DECISION = (
    exists()
    .where(
        ReviewItem.kind == written("appeal"),
        Takedown.id == ReviewItem.subject_id,
        Takedown.taken_down_by_id == RoleGrant.person_id,
    )
    .correlate_except(Takedown)
)
_REVIEWS = select(ReviewItem.id).where(
    ReviewItem.state == written(ReviewState.WAITING),
    ~_somebody(
        Role.MODERATOR,
        ReviewItem.community_id,
        RoleGrant.person_id != ReviewItem.author_id,
        ~_OWN_BODY,
        ~_OWN_DECISION,
    ),
)
_PICKUPS = (
    select(Redemption.id)
    .join(Organization, Organization.id == Redemption.organization_id)
    .where(
        IS_WAITING,
        or_(
            Organization.archived_at.is_not(None),
            ~_acts(Redemption.organization_id, MemberRole.MANAGER, MemberRole.CLERK),
        ),
    )
)
_ACTIVITIES = (
    select(Activity.id)
    .join(Organization, Organization.id == Activity.organization_id)
    .where(
        or_(
            Activity.state == written(ActivityState.CHANGES_ASKED),
            and_(
                Activity.state == written(ActivityState.PUBLISHED),
                exists().where(Shift.activity_id == Activity.id, TAKES_PLACE, Shift.starts_at > bindparam("now")),
            ),
        ),
        or_(Organization.archived_at.is_not(None), ~_acts(Activity.organization_id, MemberRole.MANAGER)),
    )
)
_NOT_THEIRS = (
    or_(Suspension.by_id.is_(None), RoleGrant.person_id != Suspension.by_id),
    RoleGrant.person_id != Suspension.person_id,
)
_APPEALS = select(Suspension.id).where(
    IS_APPEALED,
    *(~_somebody(role, Suspension.community_id, *_NOT_THEIRS) for role in (Role.ADMINISTRATOR, Role.MODERATOR)),
)
_CALLS = (
    select(Call.id)
    .join(Demand, Demand.id == Call.demand_id)
    .where(
        IS_CONTESTED,
        *(
            ~_somebody(
                role,
                Call.community_id,
                RoleGrant.person_id != Call.person_id,
                or_(Demand.author_id.is_(None), RoleGrant.person_id != Demand.author_id),
            )
            for role in (Role.WORKER, Role.MODERATOR)
        ),
    )
)
_HERE: BindParameter[int] = bindparam("community")
_DEMANDS_HERE = _DEMANDS.where(Demand.community_id == _HERE)
_REVIEWS_HERE = _REVIEWS.where(ReviewItem.community_id == _HERE)
_PICKUPS_HERE = _PICKUPS.where(Redemption.community_id == _HERE)
_ACTIVITIES_HERE = _ACTIVITIES.where(Activity.community_id == _HERE)
_APPEALS_HERE = _APPEALS.where(Suspension.community_id == _HERE)
_CALLS_HERE = _CALLS.where(Call.community_id == _HERE)
_PEOPLE, _BODIES = "admin.people.index", "admin.organizations.index"
ALONE = (
    Alone(
        "demands",
        _l("Demands that no worker may act on"),
        _l("Give somebody else the role of a worker."),
        _PEOPLE,
        _DEMANDS_HERE,
    ),
    Alone(
        "reviews",
        _l("Posts that no moderator may decide on"),
        _l("Give somebody else the role of a moderator."),
        _PEOPLE,
        _REVIEWS_HERE,
    ),
    Alone(
        "hours",
        _l("Hours that nobody can confirm"),
        _l("See what mends it."),
        "doubts.stuck",
        STUCK,
    ),
    Alone(
        "suspensions",
        _l("Appeals against a suspension that nobody may decide"),
        _l("Give somebody else the role of a moderator or administrator, or lift the suspension."),
        "admin.suspensions.index",
        _APPEALS_HERE,
    ),
    Alone(
        "calls",
        _l("Contested calls that nobody may look into"),
        _l("Give somebody else the role of a worker or a moderator."),
        _PEOPLE,
        _CALLS_HERE,
    ),
    Alone(
        "pickups",
        _l("Rewards that nobody can give out"),
        _l("Let somebody act for the body that gives them, or archive it: then the points go back."),
        _BODIES,
        _PICKUPS_HERE,
    ),
    Alone(
        "activities",
        _l("Activities that nobody leads"),
        _l("Let somebody act for the body as its manager, or archive it: then its shifts are called off."),
        _BODIES,
        _ACTIVITIES_HERE,
    ),
)
