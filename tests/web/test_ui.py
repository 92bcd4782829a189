"""The macros of the pages: names, errors and help are bound to their fields, and words escape what people typed."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from flask import Flask, flash, render_template, render_template_string
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from resident import dates, i18n, memory
from resident.config import ROOT
from resident.demands.words import state_words
from resident.web import guards, pieces, switches

STATES = (
    "in_review",
    "changes_asked",
    "not_approved",
    "withdrawn",
    "to_assign",
    "assigned",
    "in_hand",
    "resolved",
    "solved",
    "reopened",
    "parked",
    "referred",
    "merged",
    "overdue",
)


class Raise(FlaskForm):
    title = StringField("In one line", [InputRequired("Say it in one line."), Length(max=60)])
    kind = RadioField(
        "What kind", [InputRequired("Choose a kind.")], choices=lambda: [("1", "Noise"), ("2", "Parking")]
    )
    details = TextAreaField("Details", [Length(max=2000)])
    agreed = BooleanField("I agree", [InputRequired("Please agree first.")])


@pytest.fixture
def page() -> Flask:
    """Just the templates, without a database."""
    app = Flask("page", template_folder=str(ROOT / "templates"))
    app.config.update(SECRET_KEY="k" * 32, TESTING=True, RESIDENT=SimpleNamespace(filing_number="", cookie=str))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset_url=lambda name: f"/static/{name}", state_words=state_words)
    for part in (memory, pieces, dates, switches):
        part.setup(app)
    guards.recognise(app, lambda: None)
    CSRFProtect(app)
    i18n.setup(app)
    return app


def render(page: Flask, text: str, *, sent: dict[str, str] | None = None) -> str:
    """The text with a form that was sent with these values, or not sent at all."""
    headers = {"Accept-Language": "en"}
    with page.test_request_context("/", method="POST" if sent is not None else "GET", data=sent, headers=headers):
        form = Raise(meta={"csrf": False})
        if sent is not None:
            form.validate()
        return render_template_string(text, form=form)


def test_a_field_in_error_says_so_to_those_who_do_not_see_it(page: Flask) -> None:
    html = render(page, "{% from 'ui/form.html' import text %}{{ text(form.title, 'Short.') }}", sent={"title": ""})
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="title-e title-h"' in html
    assert 'id="title-e"' in html
    assert 'id="title-h"' in html
    assert 'maxlength="60"' in html


def test_a_field_without_error_or_help_claims_neither(page: Flask) -> None:
    html = render(page, "{% from 'ui/form.html' import text %}{{ text(form.title) }}")
    assert "aria-" not in html.replace("aria-hidden", "")


def test_what_was_typed_comes_back_escaped(page: Flask) -> None:
    html = render(page, "{% from 'ui/form.html' import area %}{{ area(form.details) }}", sent={"details": "<b>{{ 1 }}"})
    assert "&lt;b&gt;{{ 1 }}" in html


def test_only_what_may_stay_empty_is_called_optional(page: Flask) -> None:
    start = "{% from 'ui/form.html' import text, area %}"
    assert "optional" not in render(page, start + "{{ text(form.title) }}")
    assert "optional" in render(page, start + "{{ area(form.details) }}")
    assert "optional" not in render(page, start + "{{ area(form.details, note=none) }}")


def test_the_summary_counts_what_is_missing_and_leads_to_each_field(page: Flask) -> None:
    text = "{% from 'ui/form.html' import form_errors, chips %}{{ form_errors(form) }}{{ chips(form.kind) }}"
    assert 'role="alert"' not in render(page, text)
    html = render(page, text, sent={"details": "x"})
    assert "3 things are missing or not right." in html
    assert 'href="#title"' in html
    assert 'href="#kind"' in html
    assert '<fieldset class="field" id="kind"' in html
    one = render(page, text, sent={"title": "A bench", "agreed": "y"})
    assert "One thing is missing or not right." in one


@pytest.mark.parametrize("code", STATES)
def test_a_state_has_a_shape_a_colour_and_a_word(page: Flask, code: str) -> None:
    drawn = (ROOT / "static" / "img" / "icons.svg").read_text()
    colours = (ROOT / "static" / "css" / "marks.css").read_text()
    html = render(
        page,
        f"{{% from 'ui/marks.html' import state, state_word, MARKS %}}{{{{ state('{code}') }}}}|{{{{ state_word('{code}') }}}}|{{{{ MARKS['{code}'] }}}}",
    )
    sign, word, shape = html.rsplit("|", 2)
    assert word
    assert word in sign
    assert f'id="s-{shape}"' in drawn
    assert f".is-{shape}" in colours


def test_a_question_is_asked_without_script(page: Flask) -> None:
    html = render(
        page,
        "{% from 'ui/buttons.html' import confirm, act %}"
        "{% call confirm('Withdraw', 'Withdraw it?') %}{{ act('/x', 'Withdraw', 'warn', fields={'version': 3}) }}{% endcall %}",
    )
    assert html.startswith('<details class="confirm">')
    assert '<form class="act" method="post" action="/x">' in html
    assert 'name="csrf_token"' in html
    assert 'name="version" value="3"' in html


def test_a_photo_that_is_kept_can_be_dropped_with_a_tick(page: Flask) -> None:
    page.jinja_env.globals["photo_url"] = lambda photo, thumb=False: f"/photos/{photo.key}{'/thumb' if thumb else ''}"
    page.jinja_env.globals["kept"] = [SimpleNamespace(key="k1")]
    html = render(page, "{% from 'ui/photos.html' import camera %}{{ camera(form.title, 'Take one', '', kept=kept) }}")
    assert 'src="/photos/k1/thumb"' in html
    assert 'name="drop_photo" value="k1"' in html


@pytest.mark.parametrize(("wanted", "language", "other"), [("en", "en", "zh-Hans"), ("zh-CN", "zh-Hans", "en")])
@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_a_refusal_is_a_whole_page_without_community_or_person(
    page: Flask, code: int, wanted: str, language: str, other: str
) -> None:
    frame = {"html_lang": language, "language": language.replace("-", "_"), "languages": i18n.LANGUAGES, "mode": "care"}
    with page.test_request_context("/gone?a=1", headers={"Accept-Language": wanted}):
        html = render_template(
            "errors/error.html", code=code, title="Title", text="Text", action_url="/", action_label="Home", **frame
        )
    assert f'<html lang="{language}" data-mode="care">' in html
    assert "<title>Title</title>" in html
    assert f'lang="{other}"' in html
    assert 'name="next" value="/gone?a=1"' in html
    assert "weui-tabbar" not in html
    assert "csrf_token" not in html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", 'Done. <span class="undo__until">Can be undone until 17:36.</span></span>'),
        ("zh", '办好了。<span class="undo__until">17:36 前可以撤销。</span></span>'),
    ],
)
def test_what_can_be_undone_is_said_as_one_speaks_here(page: Flask, language: str, words: str) -> None:
    offer = SimpleNamespace(
        done="Done." if language == "en" else "办好了。", until=datetime(2026, 3, 2, 9, 36, tzinfo=UTC)
    )
    with page.test_request_context("/", headers={"Accept-Language": language}):
        text = "{% from 'ui/buttons.html' import undo %}{{ undo('/undo/7', offer) }}"
        html = render_template_string(text, offer=offer)
        assert f'<div class="undo"><span class="quiet">{words}' in html
    with page.test_request_context("/", headers={"Accept-Language": language}):
        flash("Done.", "/undo/7")
        assert '<div class="undo undo_said">' in render_template_string(text, offer=offer)
