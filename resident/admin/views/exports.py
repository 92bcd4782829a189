"""Taking out what the app holds, as sheets: asked for, made by the worker, downloaded."""

from http import HTTPStatus

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.db import begin_write
from resident.exports.actions import ask_export, fetch_export
from resident.exports.forms import ExportForm, form_of
from resident.exports.jobs import make_exports
from resident.exports.kinds import KINDS
from resident.exports.models import Export
from resident.exports.queries import Chosen, export_of, exports_of, layout_of
from resident.tasks import wake
from resident.web.errors import found
from resident.web.forms import creating
from resident.web.guards import fresh, requires

bp = Blueprint("exports", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/c/<community>/admin/exports")
@requires(can_administer)
def index() -> ResponseReturnValue:
    """What can be taken out, and what was asked for within a day."""
    return render_template("admin/exports.html", kinds=KINDS.values(), exports=exports_of(current_community()))


@bp.route(
    "/c/<community>/admin/exports/<any(demands, records, volunteers, redemptions, months):kind>",
    methods=["GET", "POST"],
)
@requires(can_administer)
@fresh
def new(kind: str) -> ResponseReturnValue:
    """Ask for a sheet of one kind."""
    layout = layout_of(current_community(), KINDS[kind])
    form = form_of(KINDS[kind], layout)
    return creating(
        form,
        lambda: _ask(form, layout),
        page=lambda: render_template("admin/export_new.html", form=form, layout=layout),
        then=lambda export: url_for("admin.exports.show", export_id=export.id),
    )


@bp.get("/c/<community>/admin/exports/<int:export_id>")
@requires(can_administer)
def show(export_id: int) -> ResponseReturnValue:
    """How far a sheet has come, and the way to its file."""
    return render_template("admin/export.html", export=_export(export_id))


@bp.post("/c/<community>/admin/exports/<int:export_id>/download")
@requires(can_administer)
def download(export_id: int) -> ResponseReturnValue:
    """The file itself; who takes it is on record."""
    begin_write()
    export = _export(export_id)
    name = f"{export.kind}-{export.since:%Y%m%d}-{export.until:%Y%m%d}.xlsx"
    answer = Response(fetch_export(export=export, by=myself()), HTTPStatus.OK, mimetype=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _ask(form: ExportForm, layout: list[Chosen]) -> Export:
    export = ask_export(community=current_community(), wanted=form.wanted(layout), by=myself())
    wake(make_exports)
    return export


def _export(export_id: int) -> Export:
    return found(export_of(current_community(), export_id))
