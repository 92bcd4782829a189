"""The base of every form: plain text from people, two-language texts, and one-use tokens."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import redirect
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from werkzeug import Response
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, StopValidation
from wtforms.widgets import TextInput

from resident import clock
from resident.db import begin_write, db
from resident.i18n import LANGUAGES
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Conflict, Invalid, Words
from resident.web.guards import me
from resident.web.models import FormToken

KEPT = {"\n", "\t", "\u200d"}  # line ends, tabs, and the joiner inside emoji
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,47}")
NOT_TYPED = {"token", "csrf_token", "photos"}


def plain(text: str | None) -> str:
    """What a person typed without what nobody can see: control and direction characters, stray spaces at the ends.

    Such characters are removed rather than refused, since the person could not find them either.
    """
    text = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c for c in text if c in KEPT or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})
    return "".join(kept).strip()


def one_line(text: str | None) -> str:
    """`plain`, in one line."""
    return " ".join(plain(text).split())


class Filled(InputRequired):
    """Something must stand here; our own words for it."""

    def __init__(self, message: Words | None = None) -> None:
        super().__init__(message or _l("Please fill this in."))

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            field.errors = []
            raise StopValidation(str(self.message))


class Fits(Length):
    """Between `min` and `max` characters, with the numbers in the message."""

    def __call__(self, form: Any, field: Field) -> None:
        length = len(field.data or "")
        if length < self.min or (self.max != -1 and length > self.max):
            raise StopValidation(
                _(
                    "%(min)d to %(max)d characters, please; now there are %(now)d.",
                    min=self.min,
                    max=self.max,
                    now=length,
                )
                if self.min > 0
                else _("At most %(max)d characters, please; now there are %(now)d.", max=self.max, now=length)
            )


def line_field(label: Words, *validators: Any, **options: Any) -> StringField:
    """One line of plain text."""
    return StringField(label, validators=list(validators), filters=[one_line], **options)


def text_field(label: Words, *validators: Any, **options: Any) -> TextAreaField:
    """Some lines of plain text."""
    return TextAreaField(label, validators=list(validators), filters=[plain], **options)


class WholeNumber(IntegerField):
    """A whole number in whichever digits, within bounds that the message names; `optional` may be left empty (None)."""

    widget = TextInput()

    def __init__(self, label: Words, *, least: int, most: int, optional: bool = False, **options: Any) -> None:
        super().__init__(label, render_kw={"inputmode": "numeric"}, **options)
        self.least, self.most, self.optional = least, most, optional
        self.flags.required = not optional

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError, which WTForms shows at the field."""
        typed = "".join(valuelist[:1]).strip()
        self.data = int(typed) if typed.isdecimal() and len(typed) < 10 else None
        if self.optional and not typed:
            return
        if self.data is None or not self.least <= self.data <= self.most:
            raise ValueError(_("A whole number from %(least)d to %(most)d, please.", least=self.least, most=self.most))


class OneOfBoth:
    """A text in two languages needs at least one of them. Put it on the Chinese field, name the English one."""

    def __init__(self, other: str) -> None:
        self.other = other
        self.field_flags: dict[str, Any] = {}

    def __call__(self, form: Any, field: Field) -> None:
        if not (field.data or form[self.other].data):
            raise StopValidation(_("Please fill this in, in at least one language."))


def both(form: Any, name: str) -> dict[str, str]:
    """The value of the field pair `<name>_zh_Hans` and `<name>_en` as a two-language text."""
    return {code: form[f"{name}_{code}"].data or "" for code in LANGUAGES}


def spread(text: dict[str, str] | None, name: str) -> dict[str, str]:
    """The other way round: initial data of a field pair."""
    return {f"{name}_{code}": (text or {}).get(code, "") for code in LANGUAGES}


_kept_fields: Callable[[], MultiDict[str, str] | None] = lambda: None


def give_back(kept_fields: Callable[[], MultiDict[str, str] | None]) -> None:
    """Register who knows what was sent to the page at hand when nobody was signed in any more."""
    global _kept_fields
    _kept_fields = kept_fields


class Form(FlaskForm):
    """A form whose every error stands at its field and whose every value comes back."""

    class Meta(FlaskForm.Meta):
        """What was sent after a session had ended stands in the form when it is shown again."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            sent = super().wrap_formdata(form, formdata)
            kept = _kept_fields() if sent is None else None
            return kept if kept and any(name in form for name in kept) else sent

    def refuse(self, error: Invalid) -> None:
        """Show a rule's refusal at its field, or at the top where the form has no such field."""
        field = self._fields.get(error.field)
        if field is None:
            self.form_errors.append(str(error.message))
        else:
            field.errors = [*field.errors, str(error.message)]

    def accepts(self, action: Callable[[], Any]) -> bool:
        """Run `action` in a write transaction; a rule about one field becomes an error of this form."""
        begin_write()
        try:
            action()
        except Invalid as error:
            db.session.rollback()
            self.refuse(error)
            return False
        return True


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


def already_sent(form: CreatingForm) -> Response | None:
    """Where this very form has been taken before: go to what it created."""
    row = _sent(form.key())
    return redirect(row.result_url, 303) if row and row.result_url else None


def create_once(form: CreatingForm, create: Callable[[], str]) -> ResponseReturnValue | None:
    """Create something once per form token, whoever taps twice.

    `create` runs the action in the write transaction and gives the address of what it made.
    Returns the redirect to it (for the loser of a race: to the winner's), or None when a rule
    refused a field (`Invalid`): the error then stands in the form, and nothing was stored.
    """
    begin_write()
    row = FormToken(person_id=me().id, token=form.key(), created_at=clock.now())
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        winner = already_sent(form)
        if winner is None:
            raise Conflict from None
        return winner
    try:
        row.result_url = create()
    except Invalid as error:
        db.session.rollback()
        form.refuse(error)
        return None
    db.session.flush()
    return redirect(row.result_url, 303)


def _sent(token: str) -> FormToken | None:
    return db.session.scalar(select(FormToken).where(FormToken.person_id == me().id, FormToken.token == token))


def forget_tokens_before(moment: Any) -> None:
    """Sweep old form tokens: nobody sends a form of last month."""
    db.session.execute(delete(FormToken).where(FormToken.created_at < moment))


def choices_of(rows: Sequence[Any], label: Callable[[Any], str]) -> list[SelectChoice]:
    """Rows as the choices of a select or of radio chips."""
    return [SelectChoice(row.id, label(row)) for row in rows]


def choices_in(words: Mapping[Any, Words]) -> list[SelectChoice]:
    """A table of codes and their words as the choices of a select or of radio chips."""
    return [SelectChoice(code, label) for code, label in words.items()]
