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
from resident.statements import value
from resident.web.versions import new_in, require_version

LAST = select(func.max(DemandCategory.position)).where(DemandCategory.community_id == bindparam("community"))


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
    position: int,
    urgency: str = Urgency.ORDINARY,
    by: Actor,
) -> None:
    """Change its name, its place among the others, or how urgent it usually is; what was promised stays. Raises NotAllowed, Changed when somebody saved meanwhile."""
    lock(category)
    ask(can_administer(by, community_of(category)))
    if not new_in(category, name=name, position=position, urgency=urgency):
        return
    require_version(category, version)
    category.name, category.position, category.urgency = name, position, urgency
    category.version += 1
    record("demand_category.changed", category, by=by)


def archive_category(*, category: DemandCategory, archived: bool, by: Actor) -> None:
    """Stop offering it, or offer it again; old demands keep it. Raises NotAllowed."""
    lock(category)
    ask(can_administer(by, community_of(category)))
    category.archived_at = clock.now() if archived else None
    record("demand_category.archived" if archived else "demand_category.restored", category, by=by)
