"""What stands where a page is not public any more, for those who have something in it.

Whoever signed up, supports, commented, redeemed or was told of a thing must not be met by "there is nothing here":
the package that knows says what happened, whom to call, and how to take back what is theirs.
"""

from collections.abc import Callable
from typing import TypeAlias

from flask import Flask, g, make_response, request
from flask.typing import ResponseReturnValue

from resident.web.errors import NotHere
from resident.web.guards import asker
from resident.web.parts import is_fragment_wanted
from resident.web.refusing import refused

StandIn: TypeAlias = Callable[[], str]
STAND_INS: dict[str, StandIn] = {}
ANY_PAGE = ""


def setup(app: Flask) -> None:
    """Look for something to say before it is said that nothing is here."""
    app.register_error_handler(NotHere, _not_here)


def stand_in(*endpoints: str) -> Callable[[StandIn], StandIn]:
    """Register what is shown instead of these pages, HTML or nothing; of none, instead of any for which nothing was."""

    def _register(show: StandIn) -> StandIn:
        STAND_INS.update(dict.fromkeys(endpoints or (ANY_PAGE,), show))
        return show

    return _register


def _not_here(error: NotHere) -> ResponseReturnValue:
    page = _instead()
    if not page:
        return refused(error)
    answer = make_response(page)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _instead() -> str:
    is_page = request.method in ("GET", "HEAD") and not is_fragment_wanted()
    if not is_page or g.get("community") is None or asker() is None:
        return ""
    shown = (show() for show in (STAND_INS.get(request.endpoint or ""), STAND_INS.get(ANY_PAGE)) if show)
    return next(filter(None, shown), "")
