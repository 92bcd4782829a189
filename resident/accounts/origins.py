"""Forms without a token: language and reading mode, which must not put a session cookie on every visitor."""

from urllib.parse import urlsplit

from flask import request

from resident.config import settings
from resident.web.errors import NotAllowed


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
        is_own = sender is None or urlsplit(sender).netloc in {request.host, urlsplit(settings().public_url).netloc}
    if not is_own:
        raise NotAllowed
