"""The browser at the door: whose codes and tries are counted together, and which one was here before."""

import ipaddress
import secrets
from dataclasses import dataclass

from flask import Response, after_this_request, current_app, request, session

from resident.accounts.entrance.devices import device_of
from resident.config import settings

KEY = "browser"
KNOWN_COOKIE = "known_browser"
KNOWN_FOR = 2 * 366 * 24 * 3600  # seconds; browsers of today keep it for 400 days, from the last sign-in on


@dataclass(frozen=True)
class Browser:
    """Who asks, as far as a browser can be told from another.

    `key` is random, of this visit, and what codes belong to. `known` is the token of a browser that signed
    somebody in before. `address` is whose requests are counted together.
    """

    key: str
    known: str = ""
    address: str = ""
    device: str = ""


def browser_at_hand() -> Browser:
    """The browser that sent this request; one that is new gets its key with the answer."""
    return Browser(
        key=own_key(),
        known=request.cookies.get(settings().cookie(KNOWN_COOKIE), ""),
        address=client_address(),
        device=device_of(request.headers.get("User-Agent", "")),
    )


def own_key() -> str:
    """What this browser's codes are found by, kept in its signed cookie.

    Given with the page that asks for the number, so that a button pressed twice is one browser's.
    """
    if KEY not in session:
        session[KEY] = secrets.token_urlsafe(16)
    key: str = session[KEY]
    return key


def remember_browser(token: str) -> None:
    """Have the answer carry the token by which this browser is known from now on, signed in or not."""

    @after_this_request
    def _carry(answer: Response) -> Response:
        answer.set_cookie(
            settings().cookie(KNOWN_COOKIE),
            token,
            max_age=KNOWN_FOR,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return answer


def client_address() -> str:
    """Whose requests are counted together: an address, or the /64 network that one IPv6 customer has."""
    address = request.remote_addr or ""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
