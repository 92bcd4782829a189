"""What several pages of the administration do: archive, bring back, and look people up on record."""

from collections.abc import Callable

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.forms import PhoneForm
from resident.accounts.models import Person
from resident.accounts.sessions import myself
from resident.admin.actions import TooManySearches, look_up_person
from resident.admin.queries import person_in_sight
from resident.communities.context import current_community
from resident.communities.open_work import StillOpen
from resident.db import begin_write, db, keep_refusal
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words, found
from resident.web.forms import doing, number_in

ARCHIVED = _l("Archived.")


def archiving(change: Callable[[], object], what: str, then: str, *, archived: Words = ARCHIVED) -> ResponseReturnValue:
    """Archive something or bring it back, whichever `what` says, and go back to `then`."""
    return doing(change, then=then, said=archived if what == "archive" else _("It is back."))


def moving(change: Callable[[int, bool], object], way: str, *, of: str, then: str) -> ResponseReturnValue:
    """Move something past the neighbour that its button names, `way` is up or down; focus stays on its button.

    `of` is what it is called on the page of the address `then`.
    """
    past = number_in(request.form.get("past"))
    there = url_for(then, moved=f"{of}-{way}")
    return doing(
        lambda: change(past, way == "up"), then=there, said=_("Moved up.") if way == "up" else _("Moved down.")
    )


def person_at(person_id: int) -> Person:
    """The person of the address, as far as this administrator knows them. Raises NotHere."""
    return found(person_in_sight(current_community(), person_id, by=myself()))


def settling(
    change: Callable[[int], object], *, then: str, said: Words, asks: Words, **fields: str
) -> ResponseReturnValue:
    """Take the last people away from open work: where more of it is open than was shown, ask first, with the list of it.

    `change` is given how many open things the form says were shown; `fields` are sent along with the yes to `asks`.
    """
    try:
        return doing(lambda: change(number_in(request.form.get("settles"))), then=then, said=said)
    except StillOpen as still:
        db.session.rollback()
        total = sum(one.number for one in still.left)
        page = render_template(
            "admin/still_open.html", left=still.left, asks=asks, back=then, fields={**fields, "settles": total}
        )
        return page, still.status


def looked_up(form: PhoneForm) -> Person | None:
    """Whom the phone number of the form belongs to; every search is written down, the fruitless ones too."""
    if not form.validate_on_submit():
        return None
    begin_write()
    try:
        person = look_up_person(community=current_community(), phone=form.phone.data or "", by=myself())
    except TooManySearches as error:
        db.session.rollback()
        form.phone.errors = [error.message]
        return None
    if person is None:
        keep_refusal()
        form.phone.errors = [_("Nobody has signed in with this number yet. You can invite it to a role all the same.")]
    return person
