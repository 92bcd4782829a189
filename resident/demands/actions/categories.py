"""The kinds of matters a community tells apart."""

from typing import NamedTuple, TypedDict, Unpack

from sqlalchemy import bindparam, func, select

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.communities.permissions import can_administer, can_found
from resident.db import db, lock, take_turns
from resident.demands.actions.asking import ask
from resident.demands.models import DemandCategory, Urgency
from resident.organizations.models import OrganizationKind
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


class Usual(NamedTuple):
    """What a new community begins with: a category, how urgent it usually is and which kind of body usually acts."""

    name: dict[str, str]
    urgency: str = Urgency.ORDINARY
    usual_kind: str = ""


_PROPERTY, _COMMITTEE = OrganizationKind.PROPERTY_COMPANY, OrganizationKind.COMMITTEE
# What residents of Chinese neighbourhoods raise most, as the committees' own lists group it.
USUAL: dict[str, Usual] = {
    "facilities": Usual({"zh_Hans": "公共设施", "en": "Facilities"}, usual_kind=_PROPERTY),
    "cleanliness": Usual({"zh_Hans": "环境卫生", "en": "Cleanliness"}, usual_kind=_PROPERTY),
    "noise": Usual({"zh_Hans": "噪音扰民", "en": "Noise"}, usual_kind=_COMMITTEE),
    "parking": Usual({"zh_Hans": "停车交通", "en": "Parking and traffic"}, usual_kind=_PROPERTY),
    "safety": Usual({"zh_Hans": "安全隐患", "en": "Safety"}, Urgency.URGENT, _PROPERTY),
    "property": Usual({"zh_Hans": "物业服务", "en": "Property service"}, usual_kind=_PROPERTY),
    "elders": Usual({"zh_Hans": "助老助困", "en": "Elders and care"}, usual_kind=OrganizationKind.SOCIAL_WORK_STATION),
    "suggestion": Usual({"zh_Hans": "意见建议", "en": "Suggestions"}, Urgency.COMPLEX, _COMMITTEE),
    "other": Usual({"zh_Hans": "其他", "en": "Other"}, usual_kind=_COMMITTEE),
}


def add_usual_categories(*, community: Community, by: Actor) -> None:
    """What a new community begins with, for its administrator to change. Raises NotAllowed for all but the operator."""
    ask(can_found(by))
    for position, usual in enumerate(USUAL.values(), 1):
        _added(DemandCategory(community_id=community.id, position=position, **usual._asdict()), by)


def _added(category: DemandCategory, by: Actor) -> DemandCategory:
    db.session.add(category)
    record("demand_category.added", category, by=by)
    return category


class About(TypedDict, total=False):
    """How urgent it usually is, the kind of the bodies that usually act ('' where it differs), and whether nights count."""

    urgency: str
    usual_kind: str
    goes_at_any_hour: bool


def add_category(*, community: Community, name: dict[str, str], by: Actor, **about: Unpack[About]) -> DemandCategory:
    """Add one behind the others. Raises NotAllowed."""
    take_turns(f"categories of {community.id}")  # two at once would get the same position
    ask(can_administer(by, community))
    category = DemandCategory(community_id=community.id, name=name, **about)
    category.position = (value(LAST, community=community.id) or 0) + 1
    return _added(category, by)


def change_category(
    *,
    category: DemandCategory,
    version: int,
    name: dict[str, str],
    by: Actor,
    **about: Unpack[About],
) -> None:
    """Change its name or what else is said of it; what was promised stays. Raises NotAllowed, Changed when somebody saved meanwhile."""
    lock(category)
    ask(can_administer(by, community_of(category)))
    changed = new_in(category, name=name, **about)
    if not changed:
        return
    require_version(category, version)
    for field, new in changed.items():
        setattr(category, field, new)
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
