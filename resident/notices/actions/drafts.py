"""What is typed of a notice, and what of it cannot be."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from resident.communities.models import Community
from resident.communities.queries import buildings_by_grid
from resident.i18n import lazy_gettext as _l
from resident.notices.models import Notice
from resident.notices.queries import today_in
from resident.web.errors import Invalid


@dataclass(frozen=True)
class Draft:
    """What is typed of a notice: words in one or both languages, whom it is for (all, where nothing is named), until when."""

    title: dict[str, str]
    body: dict[str, str]
    grid_ids: tuple[int, ...] = ()
    building_ids: tuple[int, ...] = ()
    ends_on: date | None = None
    is_pinned: bool = False


def checked(community: Community, draft: Draft, was: Notice | None = None) -> dict[str, Any]:
    """The columns of a notice; what it `was` before is not judged anew. Raises Invalid."""
    if not any(draft.title.values()):
        raise Invalid("title", _l("Please fill this in, in at least one language."))
    if any(words and not draft.title.get(language) for language, words in draft.body.items()):
        raise Invalid("title", _l("The text has a language in which there is no title yet."))
    is_new_end = was is None or draft.ends_on != was.ends_on
    if draft.ends_on is not None and is_new_end and draft.ends_on < today_in(community):
        raise Invalid("ends_on", _l("This day is over. Choose today or a later one, or none."))
    plans = buildings_by_grid(community, archived=True)
    grids = {plan.grid.id: plan.grid.archived_at for plan in plans}
    buildings = {one.id: one.archived_at for plan in plans for one in plan.buildings}
    _must_be_here("grid_ids", draft.grid_ids, grids, was.grid_ids if was else ())
    _must_be_here("building_ids", draft.building_ids, buildings, was.building_ids if was else ())
    return asdict(draft) | {"grid_ids": sorted(draft.grid_ids), "building_ids": sorted(draft.building_ids)}


def as_words(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as JSON, while the committee has not read them yet."""
    ends_on = columns["ends_on"]
    return {**columns, "ends_on": ends_on.isoformat() if ends_on else None}


def as_columns(words: Mapping[str, Any]) -> dict[str, Any]:
    """And back."""
    return {**words, "ends_on": date.fromisoformat(words["ends_on"]) if words["ends_on"] else None}


def _must_be_here(field: str, chosen: Iterable[int], here: dict[int, Any], had: Iterable[int]) -> None:
    """Places of this community that are in use, or that it was for already."""
    usable = {number for number, archived_at in here.items() if archived_at is None} | ({*had} & here.keys())
    if not usable.issuperset(chosen):
        raise Invalid(field, _l("Please choose from these."))
