"""The page of an error, and its words where the error has none."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from resident.i18n import gettext as _
from resident.web.errors import Words
from resident.web.parts import is_fragment_wanted


def error_answer(
    code: int, title: Words, text: Words, *, action_url: str = "", action_label: Words = ""
) -> ResponseReturnValue:
    """The error page, or its fragment for htmx."""
    page = render_template(
        "errors/_error.html" if is_fragment_wanted() else "errors/error.html",
        code=int(code),
        title=title,
        text=text,
        action_url=action_url or "/",
        action_label=action_label or _("Home"),
    )
    answer = make_response(page, int(code))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def http_words(code: int) -> tuple[str, str]:
    """Title and text for a status that nobody of ours has chosen."""
    words = {
        400: (_("That could not be read"), _("The request was not complete. Go back and try again.")),
        403: (
            _("That is not open to you"),
            _("Your account may not do this. If you think it should, ask the committee."),
        ),
        404: (_("There is nothing here"), _("The page does not exist, or it is not public.")),
        405: (_("Not like this"), _("This address needs the button of its page. Go back and press it there.")),
        409: (_("Somebody was faster"), _("This has changed meanwhile. Look at it as it is now.")),
        413: (
            _("That is too large"),
            _("Photos may have up to 20 MB each. Choose fewer or smaller ones, and write less text at once."),
        ),
        414: (_("That could not be read"), _("The address is too long. Go back and try again.")),
        422: (_("Something is missing"), _("Please go back and look at the form again.")),
        429: (_("Please wait a moment"), _("That was too often. Wait a little and try again.")),
        503: (_("Very busy just now"), _("Nothing was lost and nothing was changed. Please try again.")),
    }
    return words.get(
        code, (_("Something went wrong"), _("It is not your fault. We have made a note of it; please try again later."))
    )
