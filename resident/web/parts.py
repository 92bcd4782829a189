"""Page or part: the one place that decides it, from what htmx says of its request."""

from htmx_flask import request


def is_fragment_wanted() -> bool:
    """Whether htmx asked for a part; a boosted or restored page is a whole page."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
