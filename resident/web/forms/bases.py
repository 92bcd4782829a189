"""The base of every form: errors at their fields, values that come back, one-use tokens, versions."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from babel.support import NullTranslations, Translations
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField
from wtforms.i18n import messages_path
from wtforms.widgets import HiddenInput

from resident.i18n import language
from resident.patterns import Pattern
from resident.web.errors import Changed, Conflict, Invalid
from resident.web.forms.bounds import bounded, length_words, most_in
from resident.web.forms.fields import NumberField, number_in
from resident.web.forms.texts import halves, is_readers, stem_of
from resident.web.forms.unchanged import keep_unchanged
from resident.web.forms.words import words_of
from resident.web.switches import is_switching

TOKEN = Pattern(r"[A-Za-z0-9_-]{16,47}")
NOT_TYPED = {"token", "csrf_token", "photos"}
_kept_fields: Callable[[], MultiDict[str, str] | None] = lambda: None


def give_back(kept_fields: Callable[[], MultiDict[str, str] | None]) -> None:
    """Register who knows what was sent to the page at hand when nobody was signed in any more."""
    global _kept_fields
    _kept_fields = kept_fields


class Form(FlaskForm):
    """A form whose every error stands at its field and whose every value comes back."""

    class Meta(FlaskForm.Meta):
        """What was sent after a session had ended stands in the form when it is shown again; whatever was sent is cut."""

        def get_translations(self, form: Any) -> NullTranslations:
            """What WTForms itself says, its catalogue read once a language and not once a page."""
            return _words_of_wtforms(language())

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            sent = super().wrap_formdata(form, formdata)
            kept = _kept_fields() if sent is None else None
            sent = kept if kept and any(name in form for name in kept) else sent
            if sent is None:
                return None
            fields, form.too_long = bounded(form, sent)
            return fields

    conflict: Conflict | None = None
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY  # of the page that shows it again
    too_long: Mapping[str, int] = {}
    stood: Mapping[str, Any] = {}

    def __init__(self, *, stood: Mapping[str, Any] | None = None, **options: Any) -> None:
        """`stood` is what the fields are about to change, by their names: what comes back as it was is right."""
        self.stood = stood or {}
        super().__init__(**({"data": self.stood} | options if self.stood else options))
        self.unchanged = keep_unchanged(self, self.stood) if self.is_submitted() else set()

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every field is right; a text that was cut is not, whatever is left of it.

        Where only the language was switched no form is right, and nothing is said against it.
        """
        if is_switching():
            return False
        super().validate(extra_validators)
        for name, field in self._fields.items():
            if name in self.too_long:
                field.errors = [length_words(most=most_in(field), now=self.too_long[name])]
            elif self._is_as_it_was(field):
                field.errors = []
        if not any(field.errors for field in self):
            self.judge_together()
        return not any(field.errors for field in self)

    def halves(self, name: str) -> tuple[Field, Field]:
        """The fields of a text in two languages: the reader's, and the other."""
        return halves(self, name)

    def _is_as_it_was(self, field: Field) -> bool:
        """Whether nothing about it was changed: what needs one of two languages is about both."""
        if field.flags.needed and is_readers(field):
            return self.unchanged.issuperset(half.name for half in self.halves(stem_of(field)))
        return field.name in self.unchanged

    def judge_together(self) -> None:
        """Rules over several fields, once each alone is right, whichever of them was changed: `refuse` what breaks one."""

    @property
    def was_sent(self) -> bool:
        """Whether it is this form that was sent, of those that stand on the page."""
        return self.is_submitted() and any(field.raw_data for field in self)

    def refuse(self, error: Invalid) -> None:
        """Show a rule's refusal at its field, or at the top where the form has no such field.

        A text in two languages is named without a language: the refusal stands at the half that the reader sees.
        """
        self.status = error.status
        field = self._fields.get(error.field) or self._fields.get(f"{error.field}_{language()}")
        if field is None:
            self.form_errors.append(str(error.message))
        else:
            field.errors = [*field.errors, str(error.message)]

    def meet(self, conflict: Conflict) -> None:
        """Keep what was typed, and why it could not be saved now."""
        self.conflict = conflict


class CreatingForm(Form):
    """A form that creates something: its one-use token makes a double tap harmless."""

    token = HiddenField(default=lambda: secrets.token_urlsafe(24))

    def key(self) -> str:
        """The token with a mark of what was typed: the same form tapped twice is one thing, another text another."""
        typed = {name: str(value) for name, value in self.data.items() if name not in NOT_TYPED}
        mark = hashlib.sha256(repr(sorted(typed.items())).encode()).hexdigest()[:16]
        return f"{self.token.data or ''}.{mark}"

    def validate(self, extra_validators: Any = None) -> bool:
        if not TOKEN.fullmatch(self.token.data or ""):
            self.token.data = secrets.token_urlsafe(24)
        return super().validate(extra_validators)


class ChangingForm(Form):
    """A form over something that exists: it carries the version that was shown, and can tell what stands there by now.

    `present` gives what stands there, by the names of the fields and with its `version`.
    """

    version = NumberField()
    differences: list[tuple[str, str]] = []

    def __init__(self, present: Callable[[], Mapping[str, Any]] = dict, **options: Any) -> None:
        super().__init__(stood=present(), **options)
        self.present = present

    def meet(self, conflict: Conflict) -> None:
        """Say beside what was typed what stands there now; the next sending is about the version shown now."""
        super().meet(conflict)
        if not isinstance(conflict, Changed):
            return
        present = dict(self.present())
        self.differences = [
            (str(field.label.text), words_of(field, present[field.name]))
            for field in self
            if field.name in present
            and not isinstance(field.widget, HiddenInput)
            and (field.data or "") != (present[field.name] or "")
        ]
        self.version.data = number_in(present.get("version"))


@cache
def _words_of_wtforms(wanted: str) -> NullTranslations:
    return Translations.load(messages_path(), [wanted], domain="wtforms")
