"""Language and reading mode: for a signed-in person kept with the account, for everybody in a cookie for a year.

Their forms stand on every page and carry no token, so that a visitor gets no session cookie from them.
"""

from flask import after_this_request, current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug import Response
from werkzeug.exceptions import BadRequest

from resident.accounts.actions import read_in
from resident.accounts.sessions import me
from resident.accounts.sessions.interrupted import is_page
from resident.accounts.sessions.origins import require_own_page
from resident.accounts.views.blueprint import bp
from resident.config import settings
from resident.db import begin_write, transaction
from resident.i18n import COOKIE as LANGUAGE_COOKIE
from resident.i18n import LANGUAGES
from resident.web import csrf
from resident.web.guards import public
from resident.web.pages import READING_MODE_COOKIE, READING_MODES, local_path

A_YEAR = 365 * 24 * 3600


@bp.post("/language")
@csrf.exempt
@public
def language() -> ResponseReturnValue:
    """Read in this language from now on."""
    require_own_page()
    wanted = _one_of(tuple(LANGUAGES), request.form.get("language"))
    _keep(language=wanted)
    return _back_with(LANGUAGE_COOKIE, wanted)


@bp.post("/reading-mode")
@csrf.exempt
@public
def reading_mode() -> ResponseReturnValue:
    """Read in standard or in large type from now on."""
    require_own_page()
    wanted = _one_of(READING_MODES, request.form.get("mode"))
    _keep(reading_mode=wanted)
    return _back_with(READING_MODE_COOKIE, wanted)


def keep_switch(what: str, wanted: str) -> None:
    """Keep a language or a reading mode that was chosen in the middle of a form (`web/switches.py`). Raises NotAllowed.

    In a transaction of its own: what becomes of the form does not matter to it.
    """
    require_own_page()
    if person := me():
        with transaction():
            read_in(by=person, **{what: wanted})
    after_this_request(lambda answer: _with_cookie(answer, what, wanted))


def _keep(**wanted: str) -> None:
    if person := me():
        begin_write()
        read_in(by=person, **wanted)


def _one_of(known: tuple[str, ...], wanted: str | None) -> str:
    if wanted not in known:
        raise BadRequest
    return wanted


def _back_with(cookie: str, value: str) -> Response:
    """Back to the page at hand; one that was the answer to a form has no address of its own, so home it is."""
    back = local_path(request.form.get("next"))
    return _with_cookie(redirect(back if is_page(back) else "/", 303), cookie, value)


def _with_cookie(answer: Response, cookie: str, value: str) -> Response:
    answer.set_cookie(
        settings().cookie(cookie),
        value,
        max_age=A_YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer
