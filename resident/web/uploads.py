"""How much a request may carry: photos on the views that take them, little everywhere else."""

from typing import Any, TypeVar

from flask import Flask, current_app, request, session

View = TypeVar("View", bound=Any)
MOST_BYTES = 256 * 1024 * 1024
MOST_PARTS = 120  # each file stays in memory up to half a megabyte and is spooled to disk above
SIGNED_IN = "_user_id"


def uploads(view: View) -> View:
    """Let a view take photos: from whom has signed in on this device, up to MOST_BYTES in one form."""
    view.takes_uploads = True
    return view


def setup(app: Flask) -> None:
    """Set the limits before anything reads the form: register this ahead of the CSRF check."""
    app.before_request(_open_wide)


def _open_wide() -> None:
    if _takes_much():
        request.max_content_length = MOST_BYTES
        request.max_form_parts = MOST_PARTS


def _takes_much() -> bool:
    """Asks the cookie, not the database: a session that ended meanwhile still gets its text back after sign-in.

    Only a multipart form is spooled to disk; any other body would be read into memory.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "takes_uploads", False) and request.mimetype == "multipart/form-data" and SIGNED_IN in session


def allowance(app: Flask, environ: dict[str, Any]) -> int:
    """How many bytes a request may carry, asked by the web server before it takes them in."""
    with app.request_context(environ):
        return MOST_BYTES if _takes_much() else app.config["MAX_CONTENT_LENGTH"]
