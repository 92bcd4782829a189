"""The inbox pages."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.local import LocalProxy

from resident.accounts.sessions import me, myself
from resident.db import begin_write
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.notifications.actions import choose_sms, mark_read, note_seen, open_message
from resident.notifications.people import sms_switches
from resident.notifications.queries import has_unread, inbox, told_of, unread_count
from resident.web.beginnings import beginning
from resident.web.forms import button, number_in
from resident.web.guards import signed_in
from resident.web.keyset import place_in_list
from resident.web.pages import done
from resident.web.parts import is_fragment_wanted
from resident.web.stand_ins import stand_in
from resident.web.toasts import say

bp = Blueprint("notifications", __name__)
MOST_SHOWN = 100


@bp.get("/me/notifications")
@signed_in
def index() -> ResponseReturnValue:
    """What I was told, newest first; in care mode what is unread, the rest behind a button."""
    return render_template("notifications/page.html", **_inbox(place_in_list()))


def _inbox(place: str) -> dict[str, Any]:
    page = beginning(inbox(myself(), place), lambda message: message.is_unread)
    return {"inbox": page, "has_unread": has_unread(myself())}


@bp.post("/me/notifications/read")
@signed_in
def read() -> ResponseReturnValue:
    """Mark everything up to the newest message that was shown as read; what came meanwhile stays unread."""
    begin_write()
    mark_read(by=myself(), up_to=number_in(request.form.get("up_to")))
    g.pop("unread", None)
    if is_fragment_wanted():
        return render_template("notifications/_inbox.html", **_inbox(""))
    say(_("All messages are marked as read."))
    return done(url_for("notifications.index"))


@bp.post("/me/notifications/<int:message_id>")
@signed_in
@button(then=lambda path: path or "/me")
def show(message_id: int) -> str:
    """Open a message: it is read, and leads to what it is about."""
    return open_message(message_id=message_id, by=myself())


@bp.get("/me/notifications/sms")
@signed_in
def text_messages() -> ResponseReturnValue:
    """What I am told by text message too, each kind with its switch."""
    return render_template("notifications/text_messages.html", switches=sms_switches(myself()))


@bp.post("/me/notifications/sms/<kind>")
@signed_in
@button(then="notifications.text_messages", said=_l("Your choice is saved."))
def choose_text_message(kind: str) -> None:
    """Switch one kind of text message on or off."""
    choose_sms(kind=kind, is_wanted=request.form.get("on") == "1", by=myself())


@bp.post("/me/notifications/seen")
@signed_in
def seen() -> ResponseReturnValue:
    """Told by the page itself: these stood on the screen for a while."""
    begin_write()
    numbers = [number_in(one) for one in request.form.getlist("message")[:MOST_SHOWN]]
    note_seen(message_ids=numbers, by=myself())
    return "", 204


@stand_in()
def ended() -> str:
    """Instead of a page that a message led to and that is not open to its reader any more: what it said, and whom to ask."""
    message = told_of(myself(), request.path)
    return render_template("notifications/ended.html", message=message) if message else ""


def unread() -> dict[str, object]:
    """`unread` for the bell, what is new in the inbox: counted only where a template asks for it, and once."""
    return {"unread": LocalProxy(_unread)}


def _unread() -> int:
    if "unread" not in g:
        person = me()
        g.unread = unread_count(person) if person else 0
    return g.unread
