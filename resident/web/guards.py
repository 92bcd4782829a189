"""Closed by default: every view says who may call it, and a house test walks the URL map.

A permission is a function `can_…(person, thing)` that answers with a `Verdict`; the views of a
community ask it with the community of the URL, views of one thing ask again with that thing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol

from flask import Flask, current_app, g, request

from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.web.errors import DomainError, NotAllowed, Words

View = Callable[..., Any]


@dataclass(frozen=True)
class Verdict:
    """Yes, or no with a name for code and a sentence for people; truthy when it is a yes."""

    reason: str = ""
    message: Words = ""
    action: str = ""  # the endpoint where the person can mend it

    def __bool__(self) -> bool:
        return not self.reason


YES = Verdict()


def no(reason: str, message: Words, action: str = "") -> Verdict:
    """A refusal with its named reason."""
    return Verdict(reason, message, action)


SIGN_IN_FIRST = no("signed_out", _l("Sign in first."), "accounts.sign_in")
NOT_YOURS = no("not_yours", NotAllowed.message)


class NotSignedIn(DomainError):
    """Nobody is signed in; the handler sends the person to sign in and back."""

    status = 401


class NotFresh(DomainError):
    """It is some time ago that who is signed in showed to be there; the handler asks for a code, and comes back."""

    status = 401


class Asker(Protocol):
    """Who is signed in, as far as this floor knows people."""

    @property
    def id(self) -> PersonId: ...

    @property
    def reading_mode(self) -> str | None: ...


ASKER = "resident_asker"
FRESHNESS = "resident_freshness"
DUTY = "resident_duty"


def recognise(app: Flask, who: Callable[[], Asker | None]) -> None:
    """Register who knows the signed-in person."""
    app.extensions[ASKER] = who


def expect_freshness(app: Flask, is_fresh: Callable[[], bool]) -> None:
    """Register who knows whether the person has shown to be there within the last minutes."""
    app.extensions[FRESHNESS] = is_fresh


def expect_duty(app: Flask, is_on_duty: Callable[[], bool]) -> None:
    """Register who knows whether the person has any duty at all, here or in another community."""
    app.extensions[DUTY] = is_on_duty


def is_on_duty() -> bool:
    """Whether who is signed in works for some community; nobody does where nobody can say so."""
    return DUTY in current_app.extensions and bool(current_app.extensions[DUTY]())


def asker() -> Asker | None:
    """Who is signed in, or None."""
    person: Asker | None = current_app.extensions[ASKER]()
    return person


def require(verdict: Verdict | bool) -> None:
    """Go on only with a yes. Raises NotSignedIn for a visitor, else NotAllowed with the reason."""
    if verdict:
        return
    if asker() is None:
        raise NotSignedIn
    raise NotAllowed(verdict.message if isinstance(verdict, Verdict) else None)


def allow(verdict: Verdict) -> None:
    """What an action asks, whoever acts and wherever: go on only with a yes. Raises NotAllowed with the reason."""
    if not verdict:
        raise NotAllowed(verdict.message)


def public(view: View) -> View:
    """Anybody may open this; the short list of these is written down in the house test."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Anybody with an account may do this."""

    @wraps(view)
    def _guarded(*args: Any, **kwargs: Any) -> Any:
        require(asker() is not None)
        return view(*args, **kwargs)

    _guarded.guard = "signed_in"  # type: ignore[attr-defined]
    return _guarded


def requires(permission: Callable[[Any, Any], Verdict | bool]) -> Callable[[View], View]:
    """Only for whom `permission(person, community of the URL)` says yes."""

    def _wrap(view: View) -> View:
        @wraps(view)
        def _guarded(*args: Any, **kwargs: Any) -> Any:
            require(permission(asker(), g.community))
            return view(*args, **kwargs)

        _guarded.guard = permission.__name__  # type: ignore[attr-defined]
        return _guarded

    return _wrap


def fresh(view: View) -> View:
    """For acts that matter: who sends them has shown to be there within ten minutes, else does so now and comes back.

    A phone on a table and a browser left open are no consent. Stands below the guard that says who may at all, so
    that nobody is asked for a code only to be refused. Looking is not asked for one.
    """

    @wraps(view)
    def _guarded(*args: Any, **kwargs: Any) -> Any:
        if request.method == "POST" and not current_app.extensions[FRESHNESS]():
            raise NotFresh
        return view(*args, **kwargs)

    _guarded.is_for_the_fresh = True  # type: ignore[attr-defined]
    return _guarded
