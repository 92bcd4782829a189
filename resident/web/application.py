"""The Flask app whose every request is one transaction."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, g, make_response, redirect, request, session
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, RequestRedirect

from resident import db
from resident.turns import Busy
from resident.web.templating import PageTemplates

log = structlog.get_logger()
MOST = 2**63 - 1


class Number(IntegerConverter):
    """A row's number in an address: one that no database holds is no page."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": MOST, **options})


class OneSigner(SecureCookieSessionInterface):
    """Flask's session cookies with one signer for all requests: the key of an app does not change while it runs."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        self._signer = self._signer or super().get_signing_serializer(app)
        return self._signer


def once_answered(run: Callable[[], None]) -> None:
    """Have something noted about the request at hand when its answer is made, in a transaction of its own.

    For what is about the visit and not about the thing: a GET changes nothing that anybody sees, and what it read
    stays what it read. The answer is the same whether this can be written or not.
    """
    g.setdefault("once_answered", []).append(run)


class Application(Flask):
    """Flask, with the commit around the view."""

    jinja_environment = PageTemplates

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.url_map.converters["int"] = Number
        self.session_interface = OneSigner()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No function of ours is a coroutine: Flask need not look at each of them at each request."""
        return func

    def dispatch_request(self) -> ResponseReturnValue:
        """One transaction; when it is given up, so is what was said in the session about its success."""
        try:
            return db.in_request(self._answer)
        except Exception:
            self._forget_what_was_said()
            raise

    def handle_http_exception(self, e: HTTPException) -> HTTPException | ResponseReturnValue:
        """A redirect that routing makes (a slash too many or too few) never repeats the host somebody sent."""
        answer = super().handle_http_exception(e)
        if isinstance(answer, RequestRedirect):
            wanted = urlsplit(answer.new_url)
            path = "/" + wanted.path.lstrip("/")
            return redirect(f"{path}?{wanted.query}" if wanted.query else path, answer.code)
        return answer

    def process_response(self, response: Response) -> Response:
        """The finished answer; what is noted about the visit comes after it."""
        response = super().process_response(response)
        for run in g.pop("once_answered", ()):
            _note(run)
        return response

    def _answer(self) -> Response:
        """The view's answer; a second try reads what was uploaded once more."""
        if g.get("is_second_try"):
            for _field, file in request.files.items(multi=True):
                file.seek(0)
            self._forget_what_was_said()
        g.is_second_try = True
        return make_response(super().dispatch_request())

    def _forget_what_was_said(self) -> None:
        """The session as the browser sent it, and nothing done yet that could be undone."""
        g.pop("deeds", None)
        sent = dict(self.session_interface.open_session(self, request) or {})
        if dict(session) != sent:
            session.clear()
            session.update(sent)


def _note(run: Callable[[], None]) -> None:
    try:
        with db.transaction():
            run()
    except (Busy, DBAPIError):  # the next request will note it
        log.warning("visit not noted", exc_info=True)
