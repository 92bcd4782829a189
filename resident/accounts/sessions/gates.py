"""Gates: somebody is signed in, and still must do one thing first, whichever page they ask for.

Closed by default: a gate names the few pages that are open before it, every other one leads to its own.
"""

from collections.abc import Callable
from typing import NamedTuple

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from htmx_flask import make_response
from htmx_flask import request as htmx_request

from resident.accounts.sessions.cookie import my_presence
from resident.accounts.sessions.rows import Presence

# Whoever stands before a gate may still read in their language, know what is kept about them, and leave.
ALWAYS_OPEN = {"accounts.language", "accounts.reading_mode", "accounts.privacy", "accounts.sign_out"}
OF_MACHINES = frozenset({"health.alive", "health.ready"})


class Gate(NamedTuple):
    """Where `is_shut(presence)` is true, only `page` and what is `open` is answered.

    One that `leads_back` tells its page where somebody was going, and lets through what was being written.
    """

    is_shut: Callable[[Presence], bool]
    page: str
    open: frozenset[str]
    position: int
    leads_back: bool


GATES: dict[str, Gate] = {}


def register(
    is_shut: Callable[[Presence], bool],
    *,
    page: str,
    leaves_open: frozenset[str] = frozenset(),
    position: int,
    leads_back: bool = False,
) -> None:
    """Add a gate; `page` and `leaves_open` are endpoints. Of several that are shut the lowest `position` counts."""
    GATES[page] = Gate(is_shut, page, leaves_open | {page}, position, leads_back)


def leave_open(*endpoints: str) -> None:
    """Pages at the foot of every page, which stay open before every gate."""
    ALWAYS_OPEN.update(endpoints)


def setup(app: Flask) -> None:
    """Ask at every request of somebody who is signed in."""
    app.before_request(_stop)


def _stop() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in OF_MACHINES or not request.cookies:  # a visitor's page is the same for everybody
        return None
    presence = my_presence()
    if presence is None:
        return None
    shut = [gate for gate in GATES.values() if gate.is_shut(presence)]
    gate = min(shut, key=lambda gate: gate.position, default=None)
    if gate is None or endpoint in gate.open or endpoint in ALWAYS_OPEN:
        return None
    if not gate.leads_back:
        return to_page(url_for(gate.page))
    if request.method == "POST":
        return None
    return to_page(url_for(gate.page, next=request.full_path if request.query_string else request.path))


def to_page(location: str) -> ResponseReturnValue:
    """To another page than the one asked for; htmx would put it where the part belongs, so it is told to go there."""
    if htmx_request.htmx:
        return make_response("", 401, redirect=location)
    return redirect(location, 303)
