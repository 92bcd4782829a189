"""The kinds of matters a community tells apart."""

from sqlalchemy import bindparam, func, select

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.communities.permissions import can_administer
from resident.db import db, lock, take_turns
from resident.demands.actions.asking import ask
from resident.demands.models import DemandCategory, Urgency
from resident.statements import entities, value
from resident.web.ordering import passes
from resident.web.versions import new_in, require_version

LAST = select(func.max(DemandCategory.position)).where(DemandCategory.community_id == bindparam("community"))
IN_USE = (
    select(DemandCategory)
    .where(DemandCategory.community_id == bindparam("community"), DemandCategory.archived_at.is_(None))
    .order_by(DemandCategory.position, DemandCategory.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


def add_category(
    *, community: Community, name: dict[str, str], urgency: str = Urgency.ORDINARY, by: Actor
) -> DemandCategory:
    """Add one behind the others. Raises NotAllowed."""
    take_turns(f"categories of {community.id}")  # two at once would get the same position
    ask(can_administer(by, community))
    last = value(LAST, community=community.id)
    category = DemandCategory(community_id=community.id, name=name, urgency=urgency, position=(last or 0) + 1)
    db.session.add(category)
    record("demand_category.added", category, by=by)
    return category


def change_category(
    *,
    category: DemandCategory,
    version: int,
    name: dict[str, str],
    urgency: str = Urgency.ORDINARY,
    by: Actor,
) -> None:
    """Change its name, or how urgent it usually is; what was promised stays. Raises NotAllowed, Changed when somebody saved meanwhile."""
    lock(category)
    ask(can_administer(by, community_of(category)))
    if not new_in(category, name=name, urgency=urgency):
        return
    require_version(category, version)
    category.name, category.urgency = name, urgency
    category.version += 1
    record("demand_category.changed", category, by=by)


def move_category(*, category: DemandCategory, past: int, up: bool, by: Actor) -> None:
    """Put it before (`up`) or behind the category `past`; where it stands there already, nothing happens. Raises NotAllowed."""
    take_turns(f"categories of {category.community_id}")
    lock(category)
    ask(can_administer(by, community_of(category)))
    if passes(category, past, up=up, among=entities(IN_USE, community=category.community_id)):
        record("demand_category.moved", category, by=by)


def archive_category(*, category: DemandCategory, archived: bool, by: Actor) -> None:
    """Stop offering it, or offer it again; old demands keep it. Raises NotAllowed."""
    lock(category)
    ask(can_administer(by, community_of(category)))
    category.archived_at = clock.now() if archived else None
    record("demand_category.archived" if archived else "demand_category.restored", category, by=by)
