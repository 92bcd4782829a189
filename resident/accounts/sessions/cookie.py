"""Who asks: Flask-Login's id is the random token of a row, kept in the browser's session cookie."""

from flask import Flask, Response, current_app, g, request, session
from flask_login import LoginManager, current_user

from resident import clock
from resident.accounts.entrance.identity import keyed_hash
from resident.accounts.models import Person
from resident.accounts.sessions.rows import SEEN_EVERY, Presence, presence_behind
from resident.accounts.sessions.using import mark_used
from resident.web.application import once_answered
from resident.web.guards import NotSignedIn, expect_duty, expect_freshness, recognise


class RowLogin(LoginManager):
    """Flask-Login without its remember cookie, for whose sake it would open the session at every answer."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


login_manager = RowLogin()
COOKIE_KEY = "_user_id"
ENDED_KEY = "ended"


def setup(app: Flask) -> None:
    """Teach Flask-Login to find the person behind a session token, and the guards to ask who that is."""
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.user_loader(_person_behind)
    recognise(app, me)
    app.context_processor(reader_mark)
    expect_freshness(app, is_fresh)
    expect_duty(app, is_on_duty)


def _person_behind(token: str) -> Person | None:
    """The person of a live session; a page that is read after its end remembers which one has ended."""
    g.presence = presence = presence_behind(token)
    if presence is None:
        if request.method in {"GET", "HEAD"}:
            set_aside_token()
        return None
    if clock.now() - presence.seen_at >= SEEN_EVERY:
        once_answered(lambda: mark_used(presence))
    return presence.person


def my_presence() -> Presence | None:
    """The session at hand, or None."""
    presence: Presence | None = g.get("presence") if me() else None
    return presence


def is_fresh() -> bool:
    """Whether who is signed in has shown to be there a few minutes ago."""
    presence = my_presence()
    return presence is not None and presence.is_fresh


def is_on_duty() -> bool:
    """Whether who is signed in has a role or acts for a body, in whichever community; the session's own statement knows."""
    presence = my_presence()
    return presence is not None and presence.is_on_duty


def me() -> Person | None:
    """Who is signed in, or None; after a database failure nobody is looked up."""
    if g.get("without_database"):
        return None
    if "me" not in g:  # a page of the staff asks twenty times
        person = current_user._get_current_object()
        g.me = person if isinstance(person, Person) else None
    person_at_hand: Person | None = g.me
    return person_at_hand


def myself() -> Person:
    """Who is signed in, where a guard has let nobody else in. Raises NotSignedIn."""
    person = me()
    if person is None:
        raise NotSignedIn
    return person


def reader_mark() -> dict[str, str]:
    """How pages name their reader to what the browser keeps of drafts; nobody else can tell from it whose they are."""
    return {"who": mark_of(me())}


def mark_of(person: Person | None) -> str:
    """The same for every session of this person; empty for nobody."""
    return keyed_hash("reader", str(person.id))[:20] if person else ""


def present_token() -> str:
    """The token in this browser's session cookie, live or not; empty where there is none."""
    return session.get(COOKIE_KEY) or ""


def remember_token(token: str) -> None:
    """Put the token into this browser's session cookie, and drop what a visitor had in it."""
    session.clear()
    session[COOKIE_KEY] = token
    session["_fresh"] = True
    session.permanent = True


def ended_token() -> str:
    """The token of the session that was open in this browser before and has ended; empty where there was none."""
    token: str = (session.get(ENDED_KEY) or {}).get("token", "")
    return token


def set_aside_token() -> None:
    """Sign this browser out, remembering which session has ended and what its forms are known by.

    A form that was open all the while can then still be told to be that person's (`interrupted.py`), and no
    page shown from now on can be taken for one of that session.
    """
    ended = {"token": present_token(), "csrf": session.get(current_app.config["WTF_CSRF_FIELD_NAME"], "")}
    session.clear()
    session[ENDED_KEY] = ended
