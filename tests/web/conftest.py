"""An app with a few pages more, which do what real pages must and must not."""

from collections.abc import Iterator

import psycopg
import pytest
from flask import (
    Blueprint,
    Flask,
    abort,
    flash,
    g,
    get_flashed_messages,
    render_template,
    render_template_string,
    request,
)
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from resident import clock, create_app
from resident.db import after_commit, begin_write, db, keep_refusal
from resident.turns import Busy
from resident.web.errors import Changed, Conflict, Invalid, NotAllowed, TooOften
from resident.web.forms import (
    ChangingForm,
    CreatingForm,
    Filled,
    Fits,
    button,
    choices_in,
    creating,
    doing,
    line_field,
    saving,
    text_field,
)
from resident.web.guards import no, public, requires, signed_in
from resident.web.models import Heartbeat
from resident.web.pages import done
from resident.web.parts import is_fragment_wanted

probes = Blueprint("probes", __name__, url_prefix="/probe")
told: list[str] = []
tries: list[int] = []
PAGE = '{% extends "base.html" %}{% block main %}{{ form.title.data }} {{ form.errors|tojson }}{% endblock %}'


class NoteForm(CreatingForm):
    """A form with a title, and a text if one likes."""

    title = line_field("Title", Filled(), Fits(4, 20))
    text = text_field("Text", Optional(), Fits(0, 50))


class SignForm(ChangingForm):
    """A form over something that exists."""

    words = line_field("Words", Filled())
    is_lit = BooleanField("Lit at night")
    colour = SelectField("Colour", choices=choices_in({"red": "Red", "green": "Green"}))


AT_THE_GATE = {"words": "Welcome", "is_lit": True, "colour": "red", "version": 3}
SIGN_PAGE = '{% include "ui/_changed.html" %}{{ form.words() }} {{ form.version() }} {{ form.errors|tojson }}'


@probes.before_request
def nowhere() -> None:
    """These pages belong to no community."""
    g.community = None


def beat(name: str) -> None:
    """Write a row, in whatever transaction there is."""
    db.session.add(Heartbeat(name=name, at=clock.now()))
    db.session.flush()


@probes.post("/<ending>/<name>")
@public
def end(ending: str, name: str):
    """Write a row and end the request in this way."""
    if ending == "careless":
        beat(name)
    begin_write()
    beat(name)
    after_commit("told", lambda: told.append(name))
    if ending == "crash":
        raise RuntimeError("crashed")
    if ending == "kept":
        keep_refusal()
    if ending == "conflict":
        raise Conflict
    return name, {"ok": 200, "refuse": 422, "kept": 429}[ending]


@probes.post("/deadlock/<int:times>/<name>")
@public
def deadlock(times: int, name: str):
    """Fail as the database would when two transactions wait for each other, so many times; read the upload each time."""
    begin_write()
    beat(name)
    tries.append(len(request.files["file"].read()))
    if len(tries) <= times:
        raise OperationalError("…", {}, psycopg.errors.DeadlockDetected())
    return "done"


@probes.post("/said/<ending>")
@public
def say(ending: str):
    """Say that something was done, and then fail, or only the first time."""
    begin_write()
    flash("It is done.")
    tries.append(1)
    if ending == "commit":
        after_flush_fails()
    if ending == "refusal":
        raise Conflict
    if ending == "deadlock" and len(tries) == 1:
        raise OperationalError("…", {}, psycopg.errors.DeadlockDetected())
    return "done"


def after_flush_fails() -> None:
    """What is written last, by the commit itself, breaks a rule of the database."""
    for _twice in range(2):
        db.session.add(Heartbeat(name="twice", at=clock.now()))


@probes.get("/heard")
@public
def hear():
    """What was said."""
    return list(get_flashed_messages())


class Gone:
    """A row that can no longer be read."""

    def __getattr__(self, name: str):
        raise OperationalError("…", {}, psycopg.OperationalError("the connection is closed"))


@probes.get("/lost")
@public
def lost():
    """The database goes away in the middle of the page of a community."""
    g.community = Gone()
    return g.community.name


@probes.get("/busy")
@public
def busy():
    """The database stayed locked."""
    raise Busy


@probes.get("/status/<int:status>")
@public
def status(status: int):
    """Answer with this status."""
    abort(status)


@probes.get("/refusal/<which>")
@public
def refusal(which: str):
    """Break a rule."""
    raise {"often": TooOften, "forbidden": NotAllowed, "conflict": Conflict}[which]


@probes.route("/note", methods=["GET", "POST"])
@signed_in
def note():
    """A form that creates something."""
    form = NoteForm()
    return creating(form, lambda: write(form), page=lambda: render_template_string(PAGE, form=form), then=str)


def write(form: NoteForm) -> str:
    """The action of the form."""
    if form.title.data == "taken":
        raise Invalid("title", "That one is taken.")
    beat(form.title.data or "")
    return f"/probe/note?made={form.title.data}"


@probes.route("/sign", methods=["GET", "POST"])
@public
def sign():
    """A form over the sign that stands at the gate."""
    form = SignForm(lambda: AT_THE_GATE)
    return saving(
        form,
        lambda: change_sign(form),
        page=lambda: render_template_string(SIGN_PAGE, form=form),
        then=lambda words: f"/probe/sign?now={words}",
        said=lambda words: f"It says {words}.",
    )


def change_sign(form: SignForm) -> str:
    """The action of that form; what it writes first must not stay where it says no later."""
    beat(form.words.data or "")
    if form.version.data != AT_THE_GATE["version"]:
        raise Changed
    if form.words.data == "taken":
        raise Invalid("words", "That one is taken.")
    if form.words.data == "locked":
        raise Conflict("The gate is locked.")
    return form.words.data or ""


@probes.post("/bell")
@public
def bell():
    """A button."""
    return doing(lambda: beat("bell"), then="/probe/sign", said="It rang.")


@probes.post("/bells/<house>/<int:number>/ring")
@public
@button(then=".bells", at="tower", said=lambda name: f"{name} rang.")
def ring(house: str, number: int) -> str:
    """A button of one thing among others; the thirteenth is locked."""
    beat(f"bell {number}")
    if number == 13:
        raise Conflict("It is locked.")
    return f"Bell {number} of {house}"


@probes.get("/bells/<house>")
@public
def bells(house: str) -> str:
    """Where that button leads."""
    return house


@probes.get("/signed-in")
@signed_in
def for_people():
    """For people with an account."""
    return "hello"


@probes.get("/never")
@requires(lambda person, community: no("closed", "Closed on Mondays."))
def never():
    """For nobody."""
    return "never"


@probes.get("/part")
@public
def part():
    """A page, or its part."""
    page = "errors/_error.html" if is_fragment_wanted() else "errors/error.html"
    return render_template(page, code=200, title="T", text="x", action_url="/")


@probes.post("/done")
@public
def after():
    """After a change."""
    return done("/elsewhere")


@probes.get("/long")
@public
def long():
    """Something worth compressing."""
    return "<p>" + "long " * 400


@pytest.fixture
def probe_app(app: Flask) -> Iterator[Flask]:
    """The app on the same empty database, with the pages above."""
    made = create_app(app.config["RESIDENT"])
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False, SESSION_COOKIE_SECURE=False, PROPAGATE_EXCEPTIONS=False)
    made.register_blueprint(probes)
    told.clear()
    tries.clear()
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def browser(probe_app: Flask) -> FlaskClient:
    """A visitor's browser on that app."""
    return probe_app.test_client()


@pytest.fixture
def written(probe_app: Flask):
    """`written()` gives the names of the rows that are really there."""

    def _written() -> set[str]:
        with probe_app.app_context():
            return set(db.session.scalars(db.select(Heartbeat.name)))

    return _written
