"""Statements that find what nobody may act on: for each kind, whether anybody else is left."""

from typing import Any, TypeAlias

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from resident.accounts.absence import rests
from resident.accounts.models import Suspension
from resident.accounts.suspensions import IS_APPEALED
from resident.activities.models import TAKES_PLACE, Activity, ActivityState, Shift
from resident.communities.models import Role, RoleGrant
from resident.demands.models import IS_CONTESTED, MAY_BE_TAKEN_OVER, MAY_BE_WITH_COMMITTEE, Call, Demand
from resident.demands.queries.work import IS_FOLLOWED, IS_THE_COMMITTEES
from resident.moderation.models import ReviewItem, ReviewState, Takedown
from resident.organizations.models import MemberRole, Organization, OrganizationMember
from resident.rewards.models import IS_WAITING, Redemption
from resident.statements import written

Column: TypeAlias = ColumnElement[Any] | InstrumentedAttribute[Any]
_LEADING = aliased(OrganizationMember)


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
DEMANDS_HERE = _DEMANDS.where(Demand.community_id == _HERE)
REVIEWS_HERE = _REVIEWS.where(ReviewItem.community_id == _HERE)
PICKUPS_HERE = _PICKUPS.where(Redemption.community_id == _HERE)
ACTIVITIES_HERE = _ACTIVITIES.where(Activity.community_id == _HERE)
APPEALS_HERE = _APPEALS.where(Suspension.community_id == _HERE)
CALLS_HERE = _CALLS.where(Call.community_id == _HERE)
