"""How much a request may carry: photos on the views that take them, little everywhere else.

Everything is measured before anything is decoded, split or compared: addresses, headers, and the form itself.
"""

from collections.abc import Callable
from io import BytesIO
from time import monotonic
from typing import IO, Any, TypeVar

from flask import Flask, current_app, g, has_request_context, request, session
from htmx_flask.requests import HtmxAwareRequest
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge, RequestHeaderFieldsTooLarge, RequestURITooLarge
from werkzeug.formparser import FormDataParser

View = TypeVar("View", bound=Any)
MOST_BYTES = 256 * 1024 * 1024
MOST_BYTES_OF_VISITORS = 1_000_000  # of an upload form whose session has ended, or that is nobody's
MOST_BYTES_OF_TEXT = 128 * 1024  # of all the words in a form
MOST_FIELDS = 1_000
MOST_PARTS = 120  # each file stays in memory up to half a megabyte and is spooled to disk above
LONGEST_PATH, LONGEST_QUERY, LONGEST_HEADER = 1_000, 4_000, 8_000
SIGNED_IN = "_user_id"


class FewFields(FormDataParser):
    """Werkzeug's parser, which reads a urlencoded form of any size and any number of fields."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, Any]]:
        if mimetype == "application/x-www-form-urlencoded":
            most = self.max_form_memory_size or MOST_BYTES_OF_TEXT
            body = b"" if (content_length or 0) > most else stream.read()
            if (content_length or len(body)) > most or len(body) > most or body.count(b"&") >= MOST_FIELDS:
                raise RequestEntityTooLarge
            stream = BytesIO(body)
        return super().parse(stream, mimetype, content_length, options)


class MeasuredRequest(HtmxAwareRequest):
    """A request whose form is read by `FewFields`."""

    form_data_parser_class = FewFields


def uploads(view: View) -> View:
    """Let a view take photos: from whom has signed in on this device, up to MOST_BYTES in one form."""
    return uploads_up_to(MOST_BYTES)(view)


def uploads_up_to(most: int) -> Callable[[View], View]:
    """Let a view take files: from whom has signed in on this device, so many bytes in one form."""

    def _mark(view: View) -> View:
        view.takes_uploads = most
        return view

    return _mark


def setup(app: Flask) -> None:
    """Set the limits before anything reads the address or the form: register this ahead of all others."""
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BYTES_OF_TEXT, MAX_FORM_MEMORY_SIZE=MOST_BYTES_OF_TEXT, MAX_FORM_PARTS=MOST_FIELDS
    )
    app.request_class = MeasuredRequest
    app.url_value_preprocessor(_measure_head)
    app.before_request(_open_wide)


def _measure_head(_endpoint: str | None, _values: object) -> None:
    """No page of ours has such an address, and no browser sends such headers."""
    if len(request.path) > LONGEST_PATH or len(request.query_string) > LONGEST_QUERY:
        request.url_rule = None  # so that nothing is remembered under this address
        raise RequestURITooLarge
    if any(len(value) > LONGEST_HEADER for _name, value in request.headers):
        raise RequestHeaderFieldsTooLarge


def _open_wide() -> None:
    g.began = monotonic()  # before the body is read: large photos take their time
    request.max_content_length = _most_bytes()
    if request.max_content_length != MOST_BYTES_OF_TEXT:
        request.max_form_parts = MOST_PARTS
    if request.method == "POST":
        _ = request.form  # read here: what is too large must not come out where an error is being answered


def began() -> float:
    """When the work on the request at hand began, of the monotonic clock; now where there is none."""
    at: float = g.get("began", monotonic()) if has_request_context() else monotonic()
    return at


def _most_bytes() -> int:
    """Asks the cookie, not the database: a session that ended meanwhile still gets its text back after sign-in.

    Only a multipart form is spooled to disk; any other body would be read into memory.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    most: int = getattr(view, "takes_uploads", 0)
    if not most or request.mimetype != "multipart/form-data":
        return MOST_BYTES_OF_TEXT
    return most if SIGNED_IN in session else MOST_BYTES_OF_VISITORS


def allowance(app: Flask, environ: dict[str, Any]) -> int:
    """How many bytes a request may carry, asked by the web server before it takes them in."""
    with app.request_context(environ):
        return _most_bytes()
