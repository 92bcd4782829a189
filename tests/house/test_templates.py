"""Rules of the templates."""

import re
from collections.abc import Iterator

from tests.house.source import files, lines_with, text

TEMPLATES = files("templates", ".html")
UNSAFE = re.compile(r"\|\s*safe\b|autoescape\s+false")
INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style\b|<script\b(?![^>]*\bsrc=)|javascript:|\bhx-on\b""", re.IGNORECASE
)
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL | re.IGNORECASE)
POSTS = re.compile(r"""method\s*=\s*["']post["']""", re.IGNORECASE)
TOKEN = re.compile(r"csrf_token|\b(csrf|hidden|hidden_tag)\(")
CHECKED_BY_ORIGIN = re.compile(
    r"""action\s*=\s*["'](/language|/reading-mode|\{\{\s*url_for\(["']accounts\.(language|reading_mode)[^"']*["'])"""
)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
WIDEST = 140
TOO_WIDE = re.compile(rf"^.{{{WIDEST + 1},}}$")


def found(pattern: re.Pattern[str]) -> list[str]:
    """Every line of a template that matches."""
    return [line for path in TEMPLATES for line in lines_with(path, pattern)]


def test_nothing_is_declared_safe():
    """Protects from people's words as markup: what they type is escaped, always."""
    assert found(UNSAFE) == []


def test_pages_hold_no_script_and_no_style():
    """Protects the Content-Security-Policy, which would refuse them: the page would look or work differently."""
    assert found(INLINE) == []


def test_no_line_is_wider_than_a_screen():
    """Protects the reader from a limit of lines that is met by their width."""
    assert found(TOO_WIDE) == []


def forms_without_token() -> Iterator[str]:
    """Forms that change something and carry no token against forgery."""
    for path in TEMPLATES:
        for form in FORM.findall(COMMENT.sub("", text(path))):
            if POSTS.search(form) and not TOKEN.search(form) and not CHECKED_BY_ORIGIN.search(form):
                yield f"{path}: {form[:120]}"


def test_every_form_that_changes_something_carries_a_token():
    """Protects from forms on other sites; the two that set a cookie alone are checked by their Origin."""
    assert list(forms_without_token()) == []


TYPED_IN = re.compile(
    r"<form (?!\{\{ keeps\()[^>]*>(?:(?!</form>).)*\bhidden\(form\)(?:(?!</form>).)*</form>", re.DOTALL
)
NOTHING_TO_SWITCH = "{% block foot %}{% endblock %}"
NOTHING_TO_TYPE = {"templates/rewards/reward.html"}


def test_what_is_typed_on_a_page_with_switches_travels_with_them():
    """Protects what somebody wrote before pressing 中文 or 关怀模式: the form of the page has an id that the switches know."""
    lost = [
        str(path)
        for path in TEMPLATES
        if TYPED_IN.search(COMMENT.sub("", text(path))) and NOTHING_TO_SWITCH not in text(path)
    ]
    assert set(lost) <= NOTHING_TO_TYPE
