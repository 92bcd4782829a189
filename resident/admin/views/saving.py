"""How a form of the administration is shown, checked and saved."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from resident.admin.editing import EditingForm
from resident.communities.context import current_community, forget_standings
from resident.communities.permissions import can_administer
from resident.db import begin_write, db
from resident.web.errors import Changed
from resident.web.forms import CreatingForm, Form, already_sent, create_once
from resident.web.guards import me, require

T = TypeVar("T")


def begin_as_administrator() -> None:
    """Begin a change and ask again: the role may have ended since this request began."""
    begin_write()
    forget_standings()
    require(can_administer(me(), current_community()))


def _as_administrator(change: Callable[[], T]) -> Callable[[], T]:
    def _change() -> T:
        begin_as_administrator()
        return change()

    return _change


def creating(
    form: CreatingForm, template: str, *, make: Callable[[], str], said: str, **context: Any
) -> ResponseReturnValue:
    """A page whose form creates something once; `make` gives the address to go on to."""
    if form.is_submitted():
        earlier = already_sent(form)
        if earlier is not None:
            return earlier
        if form.validate():
            answer = create_once(form, _as_administrator(make))
            if answer is not None:
                flash(said)
                return answer
    return render_template(template, form=form, **context), 422 if form.is_submitted() else 200


def saving(
    form: Form,
    template: str,
    *,
    save: Callable[[], Any],
    onward: str,
    said: str,
    present: Callable[[], Mapping[str, Any]] | None = None,
    **context: Any,
) -> ResponseReturnValue:
    """A page whose form changes something that exists.

    Where a colleague saved first (Changed) the answer is 409: all that was typed is kept, and beside
    it stands what is there now, read anew by `present`.
    """
    status = 200
    if form.is_submitted():
        try:
            if form.validate() and form.accepts(_as_administrator(save)):
                flash(said)
                return redirect(onward, 303)
            status = 422
        except Changed:
            if present is None or not isinstance(form, EditingForm):
                raise
            db.session.rollback()
            form.compare(present())
            status = 409
    return render_template(template, form=form, **context), status
