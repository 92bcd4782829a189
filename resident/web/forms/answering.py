"""The one way to answer a form: parse, lock, act, and go on; or show the page again, with what was typed.

An action's refusal of one field (`Invalid`) stands at that field with 422. A conflict that the page can show
itself stands on it with 409, above what stands there now; every other refusal is an error page.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from flask import redirect
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import IntegrityError
from werkzeug import Response

from resident import clock
from resident.db import begin_write, db
from resident.ids import PersonId
from resident.statements import entity
from resident.web.errors import Changed, Conflict, Invalid
from resident.web.forms.bases import CreatingForm, Form
from resident.web.forms.buttons import Answer, Made, Onward, Said, doing, onward
from resident.web.guards import NotSignedIn, asker
from resident.web.models import FormToken

_SENT = select(FormToken).where(FormToken.person_id == bindparam("person"), FormToken.token == bindparam("token"))
Page: TypeAlias = Callable[[], str | Response]


def creating(
    form: CreatingForm, action: Callable[[], Made], *, page: Page, then: Onward[Made], said: Said[Made] = ""
) -> ResponseReturnValue:
    """Answer a form that creates something once per token, whoever taps twice.

    `page` draws it; `action` runs in the write transaction; `then`, which may ask what it made, is the address
    to go on to, and `said` what is told there. A second tap leads to what the first one made.
    """
    if not form.is_submitted():
        return page(), 200
    if earlier := _already_sent(form):
        return earlier
    made = form.validate() and _create_once(form, lambda: onward(action(), then, said))
    return made or (page(), form.status)


def saving(
    form: Form,
    action: Callable[[], Made],
    *,
    page: Page,
    then: Answer[Made],
    said: Said[Made] = "",
    shows: type[Conflict] | tuple[type[Conflict], ...] = Changed,
) -> ResponseReturnValue:
    """Answer a form that changes something that exists, as `creating` does without the token.

    `shows` are the conflicts that `page` can show: they stand in `form.conflict`.
    """
    if not form.is_submitted():
        return page(), 200
    try:
        if form.validate():
            return doing(action, then=then, said=said)
    except Invalid as error:
        db.session.rollback()
        form.refuse(error)
    except shows as error:
        db.session.rollback()
        form.meet(error)
    return page(), form.conflict.status if form.conflict else form.status


def _already_sent(form: CreatingForm) -> Response | None:
    """Where this very form has been taken before: go to what it created."""
    row: FormToken | None = entity(_SENT, person=_sender(), token=form.key())
    return redirect(row.result_url, 303) if row and row.result_url else None


def _create_once(form: CreatingForm, create: Callable[[], str]) -> Response | None:
    """Create something once per token, whoever taps twice; `create` gives the address of what it made.

    The redirect to it (for the loser of a race: to the winner's), or None when a rule refused a field: the error
    then stands in the form, and nothing was stored.
    """
    begin_write()
    row = FormToken(person_id=_sender(), token=form.key(), created_at=clock.now())
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        winner = _already_sent(form)
        if winner is None:
            raise Conflict from None
        return winner
    try:
        row.result_url = create()
    except Invalid as error:
        db.session.rollback()
        form.refuse(error)
        return None
    db.session.flush()
    return redirect(row.result_url, 303)


def _sender() -> PersonId:
    """Whose form it is: two people's tokens never meet. Raises NotSignedIn."""
    person = asker()
    if person is None:
        raise NotSignedIn
    return person.id


def forget_tokens_before(moment: Any) -> None:
    """Sweep old form tokens: nobody sends a form of last month."""
    db.session.execute(delete(FormToken).where(FormToken.created_at < moment))
