"""How a refusal looks: one handler for every kind."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, g, make_response, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from resident.config import settings
from resident.db import db
from resident.faults import is_gone
from resident.i18n import gettext as _
from resident.turns import Busy

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse
from resident.web.error_pages import error_answer, http_words
from resident.web.errors import DomainError, NotHere

log = structlog.get_logger()


def setup(app: Flask) -> None:
    """One handler for every kind of refusal."""
    app.url_value_preprocessor(_refuse_nul)
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(Exception, _broken)


def _refuse_nul(_endpoint: str | None, _values: object) -> None:
    """No address of ours holds the character NUL, and PostgreSQL cannot even look for it."""
    if "\0" in request.path or b"%00" in request.query_string:
        raise NotHere


def refused(error: DomainError) -> ResponseReturnValue:
    """The page of a refusal."""
    return error_answer(
        error.status, error.title, error.message, action_url=error.action_url, action_label=error.action_label
    )


def forged(_error: CSRFError) -> ResponseReturnValue:
    """A form whose token is not of this session, or of none: browsers send no secure cookie over http, and some keep none."""
    if settings().is_https and settings().public_url and not request.is_secure:
        return error_answer(
            400,
            _("Please use the secure address"),
            _(
                "Over http nobody can sign in or send anything here. The same page is at the address that begins with https."
            ),
            action_url=settings().public_url,
            action_label=settings().public_url,
        )
    if not request.cookies:
        return error_answer(
            400,
            _("Your browser keeps no cookies"),
            _(
                "Without one we cannot know that this form is yours, and nobody can sign in. Allow cookies for this "
                "site in the settings of your browser, reload the page and send it again."
            ),
        )
    return error_answer(
        400,
        _("This form is too old"),
        _("It no longer belongs to your session. Go back, reload the page and send it again."),
    )


def _do_without_database() -> None:
    """Show the refusal without anything that would have to be read again."""
    g.without_database = True
    g.community = None


def _busy(_error: Busy) -> ResponseReturnValue:
    _do_without_database()
    answer = make_response(
        error_answer(503, _("Very busy just now"), _("Nothing was lost and nothing was changed. Please try again."))
    )
    answer.headers["Retry-After"] = "5"
    return answer


def _gone(error: Exception) -> ResponseReturnValue:
    """The database cannot be reached: said at once and in few words, for everybody will ask at the same time."""
    log.error("the database cannot be reached", error=type(error).__name__)
    db.session.rollback()
    _do_without_database()
    answer = make_response(
        error_answer(
            503,
            _("We cannot reach our records just now"),
            _("Nothing was lost and nothing was changed. Please come back in a few minutes."),
        )
    )
    answer.headers["Retry-After"] = "30"
    return answer


def too_long(app: Flask) -> Callable[[dict[str, Any], "StartResponse"], Iterable[bytes]]:
    """The answer to a request that the web server gave up: in the reader's language, and without asking anything."""

    def _say(environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        with app.request_context(environ):
            _do_without_database()
            title, text = _("That took too long"), _("Look whether it was done before you try it again.")
            response = app.process_response(make_response(error_answer(503, title, text)))
            return response(environ, start)

    return _say


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    title, text = http_words(error.code)
    answer = make_response(error_answer(error.code, title, text))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _broken(error: Exception) -> ResponseReturnValue:
    if is_gone(error):
        return _gone(error)
    log.exception("unexpected error", path=request.path)
    db.session.rollback()
    _do_without_database()
    title, text = http_words(500)
    return error_answer(500, title, text)
