"""Security headers, caching rules and gzip for what the app itself answers."""

import gzip

from flask import Flask, Response, current_app, request, session

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


def setup(app: Flask) -> None:
    """Add the headers to every answer of the app."""
    app.after_request(_secure)
    app.after_request(_compress)


def _secure(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    headers["Permissions-Policy"] = PERMISSIONS_POLICY
    if not current_app.config["RESIDENT"].demo:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if not response.cache_control.public:  # what is public is the same for everybody
        response.vary.update(("HX-Request", "Cookie", "Accept-Language"))
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-cache" if session or request.cookies else "no-cache"
    return response


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
