"""Security headers, caching rules and gzip for what the app itself answers."""

import gzip
from typing import TypeVar

from flask import Flask, Response, request, session
from werkzeug import Response as AnyResponse

Answer = TypeVar("Answer", bound=AnyResponse)

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY = "geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), camera=(self)"
SMALLEST_TO_COMPRESS = 700
GZIP_LEVEL = 4


FIXED = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),  # for browsers that do not know frame-ancestors
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", PERMISSIONS_POLICY),
)
OVER_HTTPS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
NO_INDEX = "noindex"
DIFFERS_BY = ("HX-Request", "Cookie", "Accept-Language")


def setup(app: Flask) -> None:
    """Add the headers to every answer of the app."""
    fixed = FIXED if app.config["RESIDENT"].demo else (*FIXED, OVER_HTTPS)

    @app.after_request
    def _secure(response: Response) -> Response:
        headers = response.headers
        for name, value in fixed:
            headers.setdefault(name, value)
        if _is_for_people_alone(app, response):
            headers["X-Robots-Tag"] = NO_INDEX
        if "Content-Security-Policy" not in headers:
            headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        _say_who_may_keep(response)
        return response

    app.after_request(_compress)


def secret_page(page: str, status: int = 200) -> Response:
    """An answer with a code in it or in its address: no cache keeps it, no index names it, and no other site is told."""
    return told_nowhere(Response(page, status, mimetype="text/html"))


def told_nowhere(answer: Answer) -> Answer:
    """The same answer under the rules of `secret_page`."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = NO_INDEX
    return answer


def _is_for_people_alone(app: Flask, response: Response) -> bool:
    """What asks who one is, and what went wrong, is for no index of a search engine."""
    view = app.view_functions.get(request.endpoint or "")
    return response.status_code >= 400 or getattr(view, "guard", "public") != "public"


def _say_who_may_keep(response: Response) -> None:
    """What is public is the same for everybody; the rest differs by reader and is asked for again."""
    headers = response.headers
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-cache" if session or request.cookies else "no-cache"
    elif response.cache_control.public:
        return
    if "Vary" in headers:
        response.vary.update(DIFFERS_BY)
    else:
        headers["Vary"] = ", ".join(DIFFERS_BY)


def _compress(response: Response) -> Response:
    if (
        response.direct_passthrough
        or response.mimetype not in {"text/html", "application/json", "text/plain", "text/csv"}
        or "gzip" not in request.headers.get("Accept-Encoding", "")
        or "Content-Encoding" in response.headers
    ):
        return response
    body = response.get_data()
    response.vary.add("Accept-Encoding")
    if len(body) >= SMALLEST_TO_COMPRESS:
        response.set_data(gzip.compress(body, GZIP_LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
