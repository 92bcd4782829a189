"""The photos of a demand that is being written."""

from http import HTTPStatus

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import MultipleFileField

from resident.accounts.sessions import myself
from resident.communities.context import current_community
from resident.communities.permissions import can_raise
from resident.db import begin_write
from resident.demands.forms import DemandForm, WarnsFirst
from resident.demands.views.blueprint import bp
from resident.media.actions import keep_drafts
from resident.media.forms import Illustrated
from resident.media.intake import prepare
from resident.web.forms import CreatingForm
from resident.web.guards import requires
from resident.web.uploads import uploads

KIND = "demand"


class PhotoForm(CreatingForm):
    """One photo that is sent ahead, under the token of the form it belongs to."""

    photos = MultipleFileField()


@bp.post("/c/<community>/demands/photos")
@uploads
@requires(can_raise)
def send_photo() -> ResponseReturnValue:
    """Keep one photo while the rest of the form is still being written: the answer is its tile, or in words why not."""
    form, token = PhotoForm(), request.form.get("token")
    prepared = prepare(request.files.getlist("photos")[:1])
    if not form.validate() or token is None or form.token.data != token or not prepared.ready:
        return Response("\n".join(prepared.errors), HTTPStatus.UNPROCESSABLE_ENTITY, mimetype="text/plain")
    begin_write()
    (photo,) = keep_drafts(prepared=prepared, community=current_community(), owner_kind=KIND, token=token, by=myself())
    return render_template("demands/_photo.html", photo=photo)


class IllustratedForm(WarnsFirst, Illustrated, DemandForm):
    """What a resident asks for or reports, with photos of it."""

    kind = KIND


class AfterForm(Illustrated):
    """Photos of how it looks now."""

    kind = "after"
