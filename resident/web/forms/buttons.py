"""The one way to answer a button: act, say what was done, and go on."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias, TypeVar

from flask import current_app, redirect, request, url_for
from werkzeug import Response
from werkzeug.exceptions import BadRequest

from resident.db import begin_write
from resident.web.errors import Words
from resident.web.guards import View
from resident.web.switches import is_switching
from resident.web.toasts import say

Made = TypeVar("Made")
Onward: TypeAlias = str | Callable[[Made], str]
Answer: TypeAlias = str | Callable[[Made], str | Response]
Said: TypeAlias = Words | Callable[[Made], Words]


def button(*, then: Onward[Any], said: Said[Any] = "", at: str = "") -> Callable[[View], View]:
    """Let a view be what its button does: it runs in the write transaction, and `said` is told where one goes on.

    `then` is an address that begins with a slash, or an endpoint, which takes what it needs from the address at hand,
    with `at` as a place on its page; or it makes an address of what the view returns.
    """

    def _wrap(view: View) -> View:
        @wraps(view)
        def _pressed(**values: Any) -> Response:
            return doing(lambda: view(**values), then=then if callable(then) else _beside(then, at), said=said)

        return _pressed

    return _wrap


def doing(action: Callable[[], Made], *, then: Answer[Made], said: Said[Made] = "") -> Response:
    """Answer a button: run `action` in its write transaction, say what was done, and go on.

    `then` may make the answer itself: what htmx shows without asking again (`gone_on` of `web/pages`).
    Raises BadRequest where a switch came along: there is nothing to switch in a button.
    """
    if is_switching():
        raise BadRequest
    begin_write()
    made = action()
    _tell(made, said)
    there = then(made) if callable(then) else then
    return redirect(there, 303) if isinstance(there, str) else there


def onward(made: Made, then: Onward[Made], said: Said[Made]) -> str:
    """Say what was done, and give the address to go on to."""
    _tell(made, said)
    return then(made) if callable(then) else then


def _tell(made: Made, said: Said[Made]) -> None:
    words = said(made) if callable(said) else said
    if words:
        say(words)


def _beside(endpoint: str, at: str) -> str:
    """The address of another page of the same thing."""
    if endpoint.startswith("/"):
        return endpoint
    name = f"{request.blueprint}{endpoint}" if endpoint.startswith(".") else endpoint
    taken = {argument for rule in current_app.url_map.iter_rules(name) for argument in rule.arguments}
    values = {argument: value for argument, value in (request.view_args or {}).items() if argument in taken}
    return url_for(name, _anchor=at or None, **values)
