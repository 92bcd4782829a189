"""When nobody is signed in any more, or not freshly enough: to the code and back, and what was written comes back too.

What was sent after the session had ended is kept half an hour for the person of that session, found by
the ended token in the cookie. After the same person has signed in, the cookie names the page whose forms
get it back, so that no other page has to ask.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, validate_csrf
from htmx_flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from wtforms.validators import ValidationError

from resident.accounts.models import Person
from resident.accounts.sessions.cookie import ENDED_KEY, me, myself, present_token
from resident.accounts.sessions.gates import to_page
from resident.accounts.sessions.kept import keep_form, keep_form_of, kept_form
from resident.accounts.sessions.origins import parts_of
from resident.db import transaction
from resident.web.forms import give_back
from resident.web.guards import NotFresh, NotSignedIn
from resident.web.parts import is_fragment_wanted
from resident.web.refusing import forged
from resident.web.switches import CHOICES as SWITCHES

KEPT_KEY = "kept_form"
ANY_PLACE = "*"  # stands for the community in the path of a form that goes to another one
NEVER_KEPT = {"token", "next", "switch_community", *SWITCHES}


def setup(app: Flask) -> None:
    """Handle those who are not signed in, and give back what they wrote."""
    app.register_error_handler(NotSignedIn, _not_signed_in)
    app.register_error_handler(NotFresh, _not_fresh)
    app.register_error_handler(CSRFError, _forged)
    give_back(_kept_fields)
    app.after_request(_sent_again)


def _not_signed_in(_error: NotSignedIn) -> ResponseReturnValue:
    return _to_sign_in(present_token())


def _forged(error: CSRFError) -> ResponseReturnValue:
    """A token that is missing or wrong because the session is gone is no forgery: it ends at sign-in."""
    view = current_app.view_functions.get(request.endpoint or "")
    if me() is not None or getattr(view, "guard", "public") == "public":
        return forged(error)
    ended = session.get(ENDED_KEY) or {}
    return _to_sign_in(ended["token"] if ended and _is_form_of(ended["csrf"]) else "")


def _is_form_of(csrf: str) -> bool:
    """Whether the form at hand was shown in the session that had this CSRF secret."""
    name = current_app.config["WTF_CSRF_FIELD_NAME"]
    before = dict(session)
    session[name] = csrf
    try:
        validate_csrf(request.form.get(name) or request.headers.get("X-CSRFToken"))
    except ValidationError:
        return False
    finally:
        session.clear()
        session.update(before)
    return True


def _not_fresh(_error: NotFresh) -> ResponseReturnValue:
    """Somebody is signed in and must show to be there: what was sent waits for the code as well."""
    page, fields = page_at_hand(), _sent_fields()
    if fields:
        with transaction():
            keep_form_of(myself().id, path=urlsplit(page).path, sent_to=request.path, fields=fields)
    return to_page(url_for("accounts.confirm", next=page))


def keep_for_another_place(path: str, sent_to: str) -> None:
    """Keep what was sent until the same page of another community is opened; `path` says `*` where its name stands."""
    fields = _sent_fields()
    if fields:
        with transaction():
            keep_form_of(myself().id, path=path, sent_to=sent_to, fields=fields)
        session[KEPT_KEY] = {"path": path, "sent_to": sent_to}
        g.is_kept_just_now = True


def _to_sign_in(ended_token: str) -> ResponseReturnValue:
    page, fields = page_at_hand(), _sent_fields()
    if ended_token and fields:
        with transaction():
            keep_form(token=ended_token, path=urlsplit(page).path, sent_to=request.path, fields=fields)
    return to_page(url_for("accounts.sign_in", next=page))


def _sent_fields() -> dict[str, list[str]]:
    return {
        name: values
        for name, values in (request.form if request.method == "POST" else MultiDict()).to_dict(flat=False).items()
        if name not in {*NEVER_KEPT, current_app.config["WTF_CSRF_FIELD_NAME"]}
    }


def page_at_hand() -> str:
    """Where to go back to: the page that was asked for, or the one whose form or part this was.

    What was sent belongs to the page its form stood on, also where its own address leads to another page.
    """
    asked = request.full_path if request.query_string else request.path
    came_from = parts_of(request.htmx.current_url or request.referrer or "")
    candidates = [] if is_fragment_wanted() else [asked]
    if came_from.netloc == request.host:
        page = came_from._replace(scheme="", netloc="", fragment="").geturl()
        candidates.insert(0 if request.method == "POST" else len(candidates), page)
    return next(filter(is_page, candidates), "/")


def is_page(path: str) -> bool:
    """Whether GET of this local address leads anywhere."""
    try:
        current_app.url_map.bind(request.host).match(urlsplit(path).path, method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def expect_kept_form(person: Person) -> bool:
    """After sign-in: have the cookie say where this person's kept text comes back; whether there is any."""
    kept = kept_form(person)
    if kept is not None:
        session[KEPT_KEY] = {"path": kept.path, "sent_to": kept.sent_to}
    return kept is not None


def _kept_fields() -> MultiDict[str, str] | None:
    """What comes back in the forms of this page; asked when a form is made, so that no other page opens the session."""
    if request.method != "GET":
        return None
    if "kept_fields" not in g:
        g.kept_fields = _read_kept(session.get(KEPT_KEY) or {})
    return g.kept_fields


def _read_kept(expected: dict[str, str]) -> MultiDict[str, str] | None:
    path = expected.get("path", "")
    person = me() if _is_here(path) else None
    kept = kept_form(person) if person else None
    return MultiDict(kept.fields) if kept and kept.path == path else None


def _is_here(path: str) -> bool:
    here, there = request.path.split("/"), path.split("/")
    return len(here) == len(there) and all(one in (name, ANY_PLACE) for name, one in zip(here, there, strict=True))


def _sent_again(response: Response) -> Response:
    """Once the form has been taken, it begins empty again."""
    if request.method == "POST" and response.status_code < 400 and "is_kept_just_now" not in g:
        expected = session.get(KEPT_KEY)
        if expected and _is_here(expected["sent_to"]):
            session.pop(KEPT_KEY)
    return response
