"""Language and reading mode chosen in the middle of a form: the same page comes back with all that was typed.

The buttons at the foot of such a page belong to its form, so that the fields travel with them, without scripts too.
The form goes where it always goes; on the way it is noticed that a switch was pressed, and then no form is valid:
the page is drawn again as after a mistake, without the mistakes, and nothing that was asked for is done.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, request
from markupsafe import Markup

from resident.i18n import LANGUAGES
from resident.web.pages import READING_MODES

CHOICES = {"switch_language": ("language", tuple(LANGUAGES)), "switch_mode": ("reading_mode", READING_MODES)}
KEEPER = "resident_switches"


def setup(app: Flask) -> None:
    """Look for a switch before anybody looks at the form, and make a good answer of the page that comes back."""
    app.before_request(_switch)
    app.after_request(_come_back)
    app.jinja_env.globals.update(keeps=keeps, kept_form=lambda: g.get("kept_form", ""))


def keep_with(app: Flask, keeper: Callable[[str, str], None]) -> None:
    """Register who keeps what was chosen: `keeper("language", "en")`. It raises NotAllowed for a form of another site."""
    app.extensions[KEEPER] = keeper


def is_switching() -> bool:
    """Whether this form was sent only to see its page in another way."""
    return "is_switching" in g


def _switch() -> None:
    if request.method != "POST":
        return
    for button, (what, known) in CHOICES.items():
        wanted = request.form.get(button)
        if wanted in known:
            current_app.extensions[KEEPER](what, wanted)
            setattr(g, what, wanted)
            g.is_switching = True


def _come_back(response: Response) -> Response:
    if is_switching() and response.status_code == 422:
        response.status_code = 200
    return response


def keeps(form: Any = None, *, is_main: bool = False) -> Markup:
    """The id of a form with something to type: the switches of this page belong to the form that was sent.

    Where none was, to the one that `is_main`, else to the first.
    """
    g.kept_forms = g.get("kept_forms", 0) + 1
    name, rank = f"typed-{g.kept_forms}", 2 if getattr(form, "was_sent", False) else int(is_main)
    if rank > g.get("kept_rank", -1):
        g.kept_form, g.kept_rank = name, rank
    return Markup('id="{}"').format(name)
