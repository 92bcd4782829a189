"""What stands on the poster of a demand: never a name, and a photo of the raiser's only where they said so."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident.communities.models import Building, Community
from resident.dates import day
from resident.demands.models import AfterPhotos, AfterState, Demand, DemandState
from resident.demands.models.states import CLOSED
from resident.demands.words import state_words, took_words
from resident.i18n import gettext as _
from resident.i18n import tr_text
from resident.ids import PersonId
from resident.media.models import Photo
from resident.media.sheets import Sheet, Shot, register
from resident.statements import row, rows

TONES = {DemandState.RESOLVED: "ok", DemandState.SOLVED: "ok", DemandState.REOPENED: "late"}


class _Told(NamedTuple):
    """The demand, as far as its poster says something of it."""

    number: int
    title: str
    state: str
    spot: str
    submitted_at: datetime
    resolved_at: datetime | None
    building: dict[str, str] | None
    author_id: PersonId | None
    shares_photo: bool


class _Seen(NamedTuple):
    """A public photo of it, of before or of after."""

    file: str
    created_at: datetime
    uploaded_by_id: PersonId | None


_TOLD = (
    select(
        Demand.number,
        Demand.title,
        Demand.state,
        Demand.spot,
        Demand.submitted_at,
        Demand.resolved_at,
        Building.name,
        Demand.author_id,
        Demand.shares_photo,
    )
    .outerjoin(Building, Building.id == Demand.building_id)
    .where(Demand.community_id == bindparam("community"), Demand.id == bindparam("demand"), Demand.is_listed.is_(True))
)
_PHOTOS = select(Photo.file, Photo.created_at, Photo.uploaded_by_id).where(Photo.is_public.is_(True))
_BEFORE = (
    _PHOTOS.where(Photo.owner_kind == "demand", Photo.owner_id == bindparam("demand"))
    .order_by(Photo.position, Photo.id)
    .limit(1)
)
_AFTER = (
    _PHOTOS.join(AfterPhotos, AfterPhotos.id == Photo.owner_id)
    .where(
        Photo.owner_kind == "after",
        AfterPhotos.demand_id == bindparam("demand"),
        AfterPhotos.state == AfterState.PUBLISHED,
    )
    .order_by(AfterPhotos.id.desc(), Photo.position, Photo.id)
    .limit(1)
)


def register_posters() -> None:
    """Let posters of demands be made."""
    register("demand", demand_sheet)


def demand_sheet(community: Community, demand_id: int) -> Sheet | None:
    """What the poster of a demand says; None for one that does not stand in the list. Three statements."""
    told = row(_Told, _TOLD, community=community.id, demand=demand_id)
    if told is None:
        return None
    is_done = told.state in CLOSED and told.resolved_at is not None
    return Sheet(
        title=told.title,
        path=f"/c/{community.slug}/demands/{told.number}",
        invitation=_("Press long to see how it was done") if is_done else _("Press long to read on and to support it"),
        hint=_("Something near you? Take a photo of it too."),
        community=f"{_('Resident')} · {tr_text(community.name)}",
        plate=" ".join(one for one in (tr_text(told.building) if told.building else "", told.spot) if one),
        state=str(state_words()[told.state]),
        tone=TONES.get(DemandState(told.state), "busy"),
        beside=took_words(told.submitted_at, told.resolved_at) if is_done and told.resolved_at else "",
        shots=_shots(told, demand_id, is_done=is_done),
    )


def _shots(told: _Told, demand_id: int, *, is_done: bool) -> tuple[Shot, ...]:
    seen = [*rows(_Seen, _BEFORE, demand=demand_id), *(rows(_Seen, _AFTER, demand=demand_id) if is_done else ())]
    return tuple(
        Shot(photo.file, day(photo.created_at))
        for photo in seen
        if told.shares_photo or photo.uploaded_by_id is None or photo.uploaded_by_id != told.author_id
    )
