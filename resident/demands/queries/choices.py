"""The kinds of matters a community tells apart."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident.communities.models import Community
from resident.demands.models import DemandCategory
from resident.memory import remembered
from resident.statements import entities, entity, rows


class Category(NamedTuple):
    """A category one can choose: its name in two languages, and the kind of body that usually acts ('' where it differs)."""

    id: int
    name: dict[str, str]
    usual_kind: str


OF_COMMUNITY = DemandCategory.community_id == bindparam("community")
IN_ORDER = (DemandCategory.position, DemandCategory.id)
CHOOSABLE = (
    select(DemandCategory.id, DemandCategory.name, DemandCategory.usual_kind)
    .where(OF_COMMUNITY, DemandCategory.archived_at.is_(None))
    .order_by(*IN_ORDER)
)
HAS_CATEGORY = select(DemandCategory.id).where(OF_COMMUNITY, DemandCategory.archived_at.is_(None)).exists()
FOR_ADMIN = select(DemandCategory).where(OF_COMMUNITY).order_by(DemandCategory.archived_at.is_not(None), *IN_ORDER)
ONE = select(DemandCategory).where(OF_COMMUNITY, DemandCategory.id == bindparam("category"))


def categories(community: Community) -> tuple[Category, ...]:
    """The categories one can choose, in their order; remembered until the community's lists of choices change."""
    return remembered(
        ("categories", community.id, community.settings),
        lambda: tuple(rows(Category, CHOOSABLE, community=community.id)),
    )


def takes_demands(community: Community) -> bool:
    """Whether there is a category to choose: until then nobody is offered to raise a demand."""
    return bool(categories(community))


def categories_for_admin(community: Community) -> Sequence[DemandCategory]:
    """All categories, the archived ones last; one statement."""
    found: Sequence[DemandCategory] = entities(FOR_ADMIN, community=community.id)
    return found


def category_of(community: Community, category_id: int) -> DemandCategory | None:
    """This community's category of this id; None for another community's."""
    found: DemandCategory | None = entity(ONE, community=community.id, category=category_id)
    return found


def category_ids_by_name(community: Community) -> dict[str, int]:
    """The categories in use under each of their names, in both languages."""
    return {name: one.id for one in categories(community) for name in one.name.values() if name}
