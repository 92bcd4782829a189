"""What grids and buildings have in common: one name for one place in use, and one at a time changes the list."""

from typing import TypeVar

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.doors import same_name
from resident.communities.models import Building, Community, Grid
from resident.communities.permissions import can_administer
from resident.db import db, lock, take_turns
from resident.i18n import LANGUAGES
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId
from resident.statements import column
from resident.web.errors import Invalid
from resident.web.guards import allow

Place = TypeVar("Place", Grid, Building)
_OTHERS = {
    kind: select(kind.name).where(
        kind.community_id == bindparam("community"), kind.archived_at.is_(None), kind.id != bindparam("but")
    )
    for kind in (Grid, Building)
}


def take_turn(kind: type[Grid] | type[Building], community_id: CommunityId) -> None:
    """One at a time changes the list of a community: two at once would both find a name free. Always before any row."""
    take_turns(f"{kind.__tablename__}s of {community_id}")


def lock_place(*, place: Grid | Building, by: Actor) -> None:
    """A grid or building, locked, for who administers its community. Raises NotAllowed."""
    take_turn(type(place), place.community_id)
    lock(place)
    allow(can_administer(by, community_of(place)))


def added(*, place: Place, event: str, by: Actor) -> Place:
    """A place that is new, on record."""
    db.session.add(place)
    db.session.flush()
    record(event, place, by=by)
    return place


def archive(*, place: Grid | Building, event: str, by: Actor) -> None:
    """Take a locked place out of the lists. Twice is the same."""
    if place.archived_at is None:
        place.archived_at = clock.now()
        record(event, place, by=by)
        db.session.flush()


def restore(*, place: Grid | Building, event: str, by: Actor) -> None:
    """Bring a locked place back, if its name is still free. Twice is the same. Raises Invalid."""
    if place.archived_at is not None:
        check_name(type(place), community_of(place), place.name)
        place.archived_at = None
        record(event, place, by=by)
        db.session.flush()


def check_name(kind: type[Grid] | type[Building], community: Community, name: dict[str, str], but: int = 0) -> None:
    """One name stands for one place in use: nobody could tell two of them apart."""
    if not any(name.values()):
        raise Invalid("name_zh_Hans", _l("Please fill this in, in at least one language."))
    others = column(_OTHERS[kind], community=community.id, but=but)
    taken = {(code, same_name(other[code])) for other in others for code in LANGUAGES if other.get(code)}
    for code in LANGUAGES:
        if (code, same_name(name.get(code, ""))) in taken:
            raise Invalid(f"name_{code}", _l("There is one of this name already."))
