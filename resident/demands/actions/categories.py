"""The kinds of matters a community tells apart."""

from sqlalchemy import func, select

from resident import clock
from resident.accounts.models import SYSTEM, Person
from resident.audit.actions import record
from resident.communities.models import Community
from resident.communities.permissions import can_administer
from resident.db import db, lock
from resident.demands.models import DemandCategory
from resident.web.errors import NotAllowed


def add_category(community: Community, *, name: dict[str, str], by: Person | None) -> DemandCategory:
    """Add one behind the others. `by` None is a command. Raises NotAllowed."""
    _require(community, by)
    last = db.session.scalar(
        select(func.max(DemandCategory.position)).where(DemandCategory.community_id == community.id)
    )
    category = DemandCategory(community_id=community.id, name=name, position=(last or 0) + 1)
    db.session.add(category)
    record("demand_category.add", category, by=by or SYSTEM)
    return category


def change_category(
    category: DemandCategory, community: Community, *, name: dict[str, str], position: int, by: Person
) -> None:
    """Change its name or its place among the others. Raises NotAllowed."""
    _require(community, by)
    lock(category)
    category.name, category.position = name, position
    record("demand_category.change", category, by=by)


def archive_category(category: DemandCategory, community: Community, *, archived: bool, by: Person) -> None:
    """Stop offering it, or offer it again; old demands keep it. Raises NotAllowed."""
    _require(community, by)
    lock(category)
    category.archived_at = clock.now() if archived else None
    record("demand_category.archive" if archived else "demand_category.restore", category, by=by)


def _require(community: Community, by: Person | None) -> None:
    if by is not None and not can_administer(by, community):
        raise NotAllowed
