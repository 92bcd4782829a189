"""Asking for an export, which administrators do (else NotAllowed); making it, which the worker does for who asked.

A sheet is made anew from its first row where the worker was killed over it; what it holds is written once, at the end,
together with the record of whose phone numbers are in it.
"""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.entrance.identity import decrypt, encrypt
from resident.accounts.models import Actor, Person, System
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.communities.permissions import can_administer
from resident.db import db, lock, take_turns
from resident.demands.permissions import can_see_all
from resident.exports.kinds import MOST, PHONE, Kind
from resident.exports.models import Export, ExportColumns, ExportMove, ExportState
from resident.exports.queries import Chosen, span_of
from resident.i18n import gettext as _
from resident.i18n import language
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.reaching.actions import note_contacts
from resident.statements import entity
from resident.web.errors import Invalid
from resident.web.guards import YES, allow

LONGEST = timedelta(days=5 * 366)
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
MOST_TRIES = 3
NOTHING = _l("There is nothing of this kind in these days.")
_KEPT = select(ExportColumns).where(
    ExportColumns.community_id == bindparam("community"), ExportColumns.kind == bindparam("kind")
)


class Wanted(NamedTuple):
    """What somebody wants taken out: from which day to which, in which columns, and what phone numbers are for."""

    kind: Kind
    since: date
    until: date
    columns: tuple[Chosen, ...]
    reason: str

    @property
    def taken(self) -> list[Chosen]:
        """The columns that were ticked."""
        return [one for one in self.columns if one.is_taken]


def ask_export(*, community: Community, wanted: Wanted, by: Person) -> Export:
    """Have a sheet made by the worker; its columns are the community's from now on. Raises NotAllowed, Invalid."""
    allow(can_administer(by, community))
    _check(wanted)
    total = _count(community, wanted, by)
    _keep_columns(community, wanted)
    has_phones = any(one.column.key == PHONE for one in wanted.taken)
    export = Export(
        community_id=community.id,
        kind=wanted.kind.code,
        since=wanted.since,
        until=wanted.until,
        columns=[[one.column.key, one.words] for one in wanted.taken],
        reason=wanted.reason if has_phones else "",
        language=language(),
        asked_by_id=by.id,
        asked_at=clock.now(),
        total=total,
    )
    db.session.add(export)
    db.session.flush()
    days = f"{wanted.since.isoformat()}/{wanted.until.isoformat()}"
    record("export.asked", export, by=by, kind=export.kind, rows=total, phones=has_phones, why=export.reason, days=days)
    return export


def begin_export(*, export: Export, by: Actor) -> bool:
    """Begin to make a sheet, or begin anew what was interrupted; not more than a few times. Whether to go on. Raises NotAllowed."""
    lock(export)
    if export.state not in {ExportState.WAITING, ExportState.MAKING}:
        return False
    allow(can_administer(by, community_of(export)))
    if export.state == ExportState.WAITING:
        export.move(ExportMove.BEGIN)
    export.tries += 1
    export.done = 0
    if export.tries > MOST_TRIES:
        _fail(export, by)
        return False
    db.session.flush()
    return True


def note_progress(*, export: Export, done: int, by: Actor) -> None:
    """So many of its rows are written. Raises NotAllowed, ExportMoved."""
    _lock_making(export, by)
    export.done = min(done, export.total)
    db.session.flush()


def finish_export(*, export: Export, content: bytes, people: Sequence[PersonId], by: Actor) -> None:
    """Keep the finished sheet for a day; `people` are whose phone numbers are in it. Raises NotAllowed, ExportMoved."""
    _lock_making(export, by)
    export.move(ExportMove.FINISH)
    export.content_encrypted = encrypt(b64encode(content).decode())
    export.done, export.made_at = export.total, clock.now()
    note_contacts(community=community_of(export), kind="export", subject_id=export.id, people=people, by=by)
    record("export.made", export, by=by, phones=len(people))
    db.session.flush()


def fail_export(*, export: Export, by: Actor) -> None:
    """It cannot be made: who asked is told on its page. A second time nothing happens. Raises NotAllowed."""
    _lock_to_end(export, by)
    if export.state in {ExportState.WAITING, ExportState.MAKING}:
        _fail(export, by)


def fetch_export(*, export: Export, by: Person) -> bytes:
    """The file, on record. Raises NotAllowed, ExportMoved where it is not ready."""
    lock(export)
    allow(can_administer(by, community_of(export)))
    if export.state != ExportState.READY:
        raise export.MOVED_ON
    record("export.fetched", export, by=by, phones=export.has_phones)
    return b64decode(decrypt(export.content_encrypted))


def forget_export(*, export: Export, by: Actor) -> None:
    """Its day is over: the sheet goes, whatever became of it. Raises NotAllowed."""
    _lock_to_end(export, by)
    record("export.ended", export, by=by)
    db.session.delete(export)
    db.session.flush()


def _check(wanted: Wanted) -> None:
    for field, day in (("since", wanted.since), ("until", wanted.until)):
        if not EARLIEST <= day <= LATEST:
            raise Invalid(field, _("A day such as 2026-03-02, please."))
    if wanted.until < wanted.since:
        raise Invalid("until", _("The last day is before the first. Change one of them."))
    if wanted.until - wanted.since > LONGEST:
        raise Invalid("until", _("At most five years in one sheet, please."))
    if not wanted.taken:
        raise Invalid("columns", _("Please tick at least one column."))
    if any(one.column.key == PHONE for one in wanted.taken) and not wanted.reason:
        raise Invalid("reason", _("Say what the phone numbers are for, or leave them out."))


def _count(community: Community, wanted: Wanted, by: Person) -> int:
    total = wanted.kind.count(
        span_of(community, wanted.since, wanted.until, sees_all=sees_all(community=community, by=by))
    )
    if not total:
        raise Invalid("since", NOTHING)
    if total > MOST:
        raise Invalid("until", _("These are more than 50,000 rows. Fewer days, please."))
    return total


def sees_all(*, community: Community, by: Person) -> bool:
    """Whether this person also reads the demands that are not open to all."""
    return bool(can_see_all(by, community))


def _keep_columns(community: Community, wanted: Wanted) -> None:
    take_turns(f"export columns of {community.id}")
    kept: ExportColumns | None = entity(_KEPT, community=community.id, kind=wanted.kind.code)
    if kept is None:
        kept = ExportColumns(community_id=community.id, kind=wanted.kind.code)
        db.session.add(kept)
    # phone numbers are asked for each time anew
    kept.columns = [[one.column.key, one.heading, one.is_taken and one.column.key != PHONE] for one in wanted.columns]


def _fail(export: Export, by: Actor) -> None:
    export.move(ExportMove.FAIL)
    record("export.failed", export, by=by)
    db.session.flush()


def _lock_making(export: Export, by: Actor) -> None:
    lock(export)
    allow(can_administer(by, community_of(export)))
    if export.state != ExportState.MAKING:
        raise export.MOVED_ON


def _lock_to_end(export: Export, by: Actor) -> None:
    """The app itself may end the work on an export, and do none."""
    lock(export)
    allow(YES if isinstance(by, System) else can_administer(by, community_of(export)))
