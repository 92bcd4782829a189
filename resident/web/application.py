"""The Flask app whose every request is one transaction."""

from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, Response, g, make_response, request
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.exc import DBAPIError
from werkzeug.routing import IntegerConverter

from resident import db
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
        return db.in_request(self._answer)

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
        g.is_second_try = True
        return make_response(super().dispatch_request())


def _note(run: Callable[[], None]) -> None:
    try:
        with db.transaction():
            run()
    except (db.Busy, DBAPIError):  # the next request will note it
        log.warning("visit not noted", exc_info=True)
