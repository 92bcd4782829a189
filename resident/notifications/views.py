"""The inbox pages."""

from flask import Blueprint, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.local import LocalProxy

from resident.accounts.sessions import me, myself
from resident.db import begin_write
from resident.i18n import gettext as _
from resident.notifications.actions import mark_read
from resident.notifications.queries import inbox, told_of, unread_count
from resident.web.forms import number_in
from resident.web.guards import signed_in
from resident.web.pages import done
from resident.web.parts import is_fragment_wanted
from resident.web.stand_ins import stand_in

bp = Blueprint("notifications", __name__)


@bp.get("/me/notifications")
@signed_in
def index() -> ResponseReturnValue:
    """What I was told, newest first."""
    return render_template("notifications/page.html", inbox=inbox(myself(), request.args.get("after", "")))


@bp.post("/me/notifications/read")
@signed_in
def read() -> ResponseReturnValue:
    """Mark everything up to the newest message that was shown as read; what came meanwhile stays unread."""
    begin_write()
    mark_read(by=myself(), up_to=number_in(request.form.get("up_to")))
    g.pop("unread", None)
    if is_fragment_wanted():
        return render_template("notifications/_inbox.html", inbox=inbox(myself(), ""))
    flash(_("All messages are marked as read."))
    return done(url_for("notifications.index"))


@stand_in()
def ended() -> str:
    """Instead of a page that a message led to and that is not open to its reader any more: what it said, and whom to ask."""
    message = told_of(myself(), request.path)
    return render_template("notifications/ended.html", message=message) if message else ""


def unread() -> dict[str, object]:
    """`unread` for the bell: counted only where a template asks for it, and once."""
    return {"unread": LocalProxy(_unread)}


def _unread() -> int:
    if "unread" not in g:
        person = me()
        g.unread = unread_count(person) if person else 0
    return g.unread
