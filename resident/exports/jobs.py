"""The worker's part: sheets are made batch by batch, and forgotten after a day."""

import io
from collections.abc import Iterator
from typing import NamedTuple

import structlog
from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import SYSTEM, Person, PersonRow
from resident.columns import UtcDateTime
from resident.communities.context import community_of
from resident.db import db, lock_by_id, transaction
from resident.exports.actions import begin_export, fail_export, finish_export, forget_export, note_progress, sees_all
from resident.exports.kinds import KINDS, PHONE, Kind, Line, Span
from resident.exports.models import LASTS, Export, ExportState
from resident.exports.queries import span_of
from resident.i18n import speaking
from resident.ids import PersonId
from resident.sheets.writing import Book
from resident.statements import column, in_one_of
from resident.tasks import job
from resident.web.errors import DomainError

log = structlog.get_logger()
_OPEN = select(Export.id).where(in_one_of(Export.state, {ExportState.WAITING, ExportState.MAKING})).order_by(Export.id)
_OLD = (
    select(Export.id)
    .where(Export.asked_at < bindparam("before", type_=UtcDateTime))
    .where(in_one_of(Export.state, {ExportState.READY, ExportState.FAILED}))
    .order_by(Export.id)
)


class Plan(NamedTuple):
    """What is to be made: values, which outlive the transactions it is made in."""

    export_id: int
    kind: Kind
    span: Span
    columns: list[list[str]]
    language: str
    by: Person

    @property
    def has_phones(self) -> bool:
        """Whether phone numbers are among the columns."""
        return any(key == PHONE for key, _heading in self.columns)


@job(every_minutes=1)
def make_exports() -> None:
    """Make the sheets that were asked for; one that was interrupted is begun anew."""
    for export_id in column(_OPEN):
        db.session.rollback()
        try:
            _make(export_id)
        except DomainError:  # who asked for it may no more
            with transaction():
                fail_export(export=lock_by_id(Export, export_id), by=SYSTEM)
        except Exception:
            db.session.rollback()
            log.exception("export not made", export=export_id)


@job(every_minutes=30)
def forget_old_exports() -> None:
    """A sheet is kept for a day, whatever became of it."""
    for export_id in column(_OLD, before=clock.now() - LASTS):
        db.session.rollback()
        with transaction():
            forget_export(export=lock_by_id(Export, export_id), by=SYSTEM)


def _make(export_id: int) -> None:
    with transaction():
        export = lock_by_id(Export, export_id)
        plan = _plan(export)
        if not begin_export(export=export, by=plan.by):
            return
    with speaking(plan.language):
        content, people = _written(plan)
    with transaction():
        finish_export(
            export=lock_by_id(Export, export_id), content=content, people=people if plan.has_phones else [], by=plan.by
        )


def _plan(export: Export) -> Plan:
    by, community = db.session.get_one(PersonRow, export.asked_by_id).value, community_of(export)
    span = span_of(community, export.since, export.until, sees_all=sees_all(community=community, by=by))
    return Plan(export.id, KINDS[export.kind], span, export.columns, export.language, by)


def _written(plan: Plan) -> tuple[bytes, list[PersonId]]:
    """The file, and whose phone numbers were read for it."""
    stream, people, done = io.BytesIO(), [], 0
    widths = {one.key: one.width for one in plan.kind.columns}
    with Book(
        stream,
        title=str(plan.kind.title),
        headings=[heading for _key, heading in plan.columns],
        widths=[widths[key] for key, _heading in plan.columns],
    ) as book:
        for lines in _batches(plan):
            for line in lines:
                book.add([line.cells[key] for key, _heading in plan.columns])
            people += [line.person for line in lines if line.person is not None]
            done += len(lines)
            with transaction():
                note_progress(export=lock_by_id(Export, plan.export_id), done=done, by=plan.by)
    return stream.getvalue(), people


def _batches(plan: Plan) -> Iterator[list[Line]]:
    """What is read never waits for a write, nor keeps one waiting: a batch is a transaction of its own."""
    after = 0
    while lines := plan.kind.read(plan.span, after):
        db.session.rollback()
        yield lines
        after = lines[-1].key
