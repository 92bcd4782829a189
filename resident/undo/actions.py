"""Remembering what was done, and undoing it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import NoResultFound

from resident import clock
from resident.accounts.models import Actor
from resident.communities.models import Community
from resident.db import Base, db
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.notifications.actions import take_back, telling
from resident.statements import entity, put
from resident.undo.kinds import KINDS, UndoKind
from resident.undo.models import Deed
from resident.undo.permissions import can_undo, is_too_late
from resident.web.errors import Conflict, NotHere, found
from resident.web.guards import allow
from resident.web.toasts import note_deed

_DONE = insert(Deed.__table__).returning(Deed.id)  # type: ignore[arg-type]
_LOCKED = (
    select(Deed)
    .where(Deed.id == bindparam("deed"), Deed.community_id == bindparam("community"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


class TooLate(Conflict):
    """The ten minutes are over."""

    title = _l("No longer possible")
    message = _l("This could be undone for ten minutes. They are over.")


class BuiltOn(Conflict):
    """Somebody has built on it meanwhile; the message says who and how."""

    title = _l("Somebody has gone on with it")


@contextmanager
def undoable(kind: str, thing: Base, *, by: Actor, **before: Any) -> Iterator[dict[str, Any]]:
    """What is done to `thing` inside can be undone by whoever did it: around the part of an action that writes and tells.

    `before` is JSON: how it was, for whoever undoes it; what is known only later is put into the dictionary. The app itself undoes nothing. Raises KeyError for an unknown kind.
    """
    name = KINDS[kind].name
    if by.id is None:
        yield before
        return
    moment = clock.now()  # one for all that is written inside and for the deed: they are compared when it is undone
    with clock.at(moment), telling() as told:
        yield before
    db.session.flush()
    row: Any = thing
    deed = {
        "community_id": row.community_id,
        "kind": name,
        "subject_id": row.id,
        "by_id": by.id,
        "at": moment,
        "before": before,
        "told": [message.id for message in told],
    }
    note_deed(put(_DONE, deed).scalar_one())


def undo(*, deed_id: int, community: Community, by: Actor) -> str:
    """Undo what was done, for who did it, as an act of its own; twice is the same. Gives the address of the thing.

    Whoever was told because of it gets one message that takes it back. Raises NotHere, NotAllowed, TooLate, BuiltOn.
    """
    deed: Deed = found(entity(_LOCKED, deed=deed_id, community=community.id))
    kind = KINDS[deed.kind]
    try:
        thing = kind.lock(deed)
    except NoResultFound:
        raise NotHere from None
    allow(can_undo(by, deed, kind, thing))
    if deed.undone_at is None:
        _require_possible(deed, kind, thing, by)
        kind.undo(thing, deed, by=by)
        deed.undone_at, deed.undone_by_id = clock.now(), by.id
        take_back(deed.told)
        db.session.flush()
    return kind.path(thing, by)


def _require_possible(deed: Deed, kind: UndoKind, thing: Any, by: Actor) -> None:
    way = {"action_url": kind.path(thing, by), "action_label": _("See how it is now")}
    if is_too_late(by, deed, clock.now(), kind, thing):
        raise TooLate(**way)
    built = kind.built_on(thing, deed)
    if built:
        raise BuiltOn(built, **way)
