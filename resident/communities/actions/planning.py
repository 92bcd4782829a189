"""Drawing the plan of the estate."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select

from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.estate import Spot, first_overlap, is_inside
from resident.communities.models import Building, Community, EstatePlan, PlanPlace
from resident.communities.permissions import can_administer
from resident.db import db, take_turns
from resident.i18n import lazy_gettext as _l
from resident.i18n import tr_text
from resident.statements import entities, entity
from resident.web.errors import Invalid
from resident.web.guards import allow
from resident.web.versions import require_version

_IN_USE = select(Building).where(Building.community_id == bindparam("community"), Building.archived_at.is_(None))
_PLACES = select(PlanPlace).where(PlanPlace.community_id == bindparam("community"))
_PLACE = select(PlanPlace).where(PlanPlace.building_id == bindparam("building"))
_DRAWN = select(EstatePlan).where(EstatePlan.community_id == bindparam("community"))


def draw_plan(*, community: Community, version: int, spots: Mapping[int, Spot], by: Actor) -> None:
    """Save where buildings stand on the plan, by their numbers; what was archived meanwhile is passed over.

    `version` is the plan's that was shown. Raises NotAllowed for who may not, Changed where somebody has saved a plan
    meanwhile, Invalid at `column_<number>` for what is off the plan or stands on another.
    """
    take_turns(f"{Building.__tablename__}s of {community.id}")
    allow(can_administer(by, community))
    plan = _plan(community)
    here = {building.id: building for building in entities(_IN_USE, community=community.id)}
    wanted = {number: spot for number, spot in spots.items() if number in here}
    placed = {place.building_id: place for place in entities(_PLACES, community=community.id)}
    moved = [number for number, spot in wanted.items() if _spot(placed.get(number)) != spot]
    if not moved:
        return
    require_version(plan, version)
    check_spots(wanted, {number: building.name for number, building in here.items()})
    for number in moved:
        place = placed.get(number) or PlanPlace(community_id=community.id, building_id=number)
        place.column, place.row, place.width, place.height = wanted[number]
        db.session.add(place)
    plan.version += 1
    record("estate_plan.drawn", plan, by=by, buildings=sorted(moved))
    db.session.flush()


def _plan(community: Community) -> EstatePlan:
    """The row of the plan, begun with its first drawing; the turn that was taken keeps others from it."""
    plan: EstatePlan | None = entity(_DRAWN, community=community.id)
    if plan is None:
        plan = EstatePlan(community_id=community.id, version=0)
        db.session.add(plan)
        db.session.flush()
    return plan


def check_spots(spots: Mapping[int, Spot], names: Mapping[int, dict[str, str]]) -> None:
    """Everything stands inside the plan and on fields of its own. Raises Invalid at the first that does not."""
    for number, spot in spots.items():
        if not is_inside(spot):
            raise Invalid(f"column_{number}", _l("This is off the plan."))
    overlap = first_overlap(dict(spots))
    if overlap:
        one, other = (tr_text(names[number]) for number in overlap)
        said = _l("%(one)s and %(other)s stand on one another. Move one of them.", one=one, other=other)
        raise Invalid(f"column_{overlap[1]}", said)


def take_off(building: Building) -> None:
    """A building leaves the plan, where it was placed on it."""
    place: PlanPlace | None = entity(_PLACE, building=building.id)
    if place is not None:
        db.session.delete(place)


def _spot(place: PlanPlace | None) -> Spot | None:
    return Spot(place.column, place.row, place.width, place.height) if place else None
