"""Where a request came from, and forms without a token: language and reading mode.

These two must not put a session cookie on every visitor.
"""

from urllib.parse import SplitResult, urlsplit

from flask import request

from resident.config import settings
from resident.web.errors import NotAllowed


def parts_of(address: str) -> SplitResult:
    """An address from a header in its parts; all of them are empty where it cannot be read."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def require_own_page() -> None:
    """Go on only when one of our own pages sent this. Raises NotAllowed for another site.

    Browsers say where a form comes from: `Sec-Fetch-Site`, else `Origin`, else `Referer`. What says nothing
    is no browser of the last ten years, and nobody else's cookies are with it.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        is_own = site in {"same-origin", "none"}
    else:
        sender = request.headers.get("Origin") or request.headers.get("Referer")
        ours = {request.host, urlsplit(settings().public_url).netloc} - {""}
        is_own = sender is None or parts_of(sender).netloc in ours
    if not is_own:
        raise NotAllowed
