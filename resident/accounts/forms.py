"""Forms of sign-in and settings."""

from typing import Any

from wtforms import BooleanField, Field, HiddenField, StringField
from wtforms.validators import StopValidation

from resident.accounts.actions import NOT_A_NUMBER
from resident.accounts.entrance.codes import DIGITS
from resident.accounts.entrance.identity import LONGEST_TYPED, bare, normal_phone
from resident.accounts.entrance.names import LONGEST_NAME, normal_name
from resident.characters import normal
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.patterns import Pattern
from resident.web.forms import Filled, Fits, Form, line_field

CODE_NAMED = Pattern("^(code|验证码|校验码|动态码)")
SIX = Pattern("(?<![0-9])[0-9]{6}(?![0-9])")


def _digits(text: str | None) -> str:
    """A code however it was typed or pasted: full-width digits, spaces and signs around them, the word before them.

    Of a whole message that was pasted it is the one run of six digits in it.
    """
    if len(text or "") <= LONGEST_TYPED:
        alone = SIX.findall(normal("NFKC", text or "", LONGEST_TYPED))
        if len(alone) == 1:
            return alone[0]
    return CODE_NAMED.sub("", bare(text or "", longest=LONGEST_TYPED))


def _is_phone(_form: Any, field: Field) -> None:
    if not normal_phone(field.data or ""):
        raise StopValidation(str(NOT_A_NUMBER))


def _is_code(_form: Any, field: Field) -> None:
    if not (len(field.data) == DIGITS and field.data.isascii() and field.data.isdigit()):
        raise StopValidation(_("The code has %(digits)d digits.", digits=DIGITS))


class PhoneForm(Form):
    """Who wants to come in."""

    phone = line_field(_l("Phone number"), Filled(), Fits(max=LONGEST_TYPED), _is_phone)


class CodeForm(Form):
    """The code that came by text message."""

    code = StringField(
        _l("Code from the text message"), validators=[Filled(), Fits(max=LONGEST_TYPED), _is_code], filters=[_digits]
    )
    sent_to = HiddenField()  # to which number, as `tab_mark` writes it: another tab may have asked for another one


class NameForm(Form):
    """What the neighbours call somebody."""

    display_name = StringField(_l("Display name"), validators=[Filled(), Fits(1, LONGEST_NAME)], filters=[normal_name])


class RenameForm(NameForm):
    """Another name than the one that stands there."""

    def __init__(self, stands: str, **options: Any) -> None:
        super().__init__(stood={"display_name": stands}, **options)


class FirstSignInForm(NameForm):
    """Consent and a name: the account begins with these; `anew` leaves the account behind that had the number before."""

    anew = HiddenField()

    agreed = BooleanField(
        _l("I have read and agree to how personal data is used"),
        validators=[Filled(_l("Please tick this: we may not open an account without your consent."))],
    )


class AgreeForm(Form):
    """Consent once more, to a text that has changed, and where its reader was going."""

    agreed = BooleanField(
        _l("I have read and agree to how personal data is used"),
        validators=[Filled(_l("Please tick this: we may not keep an account without your consent."))],
    )
    onward = HiddenField()


def _letters(text: str | None) -> str:
    return bare(text or "", longest=LONGEST_TYPED).upper()


class WayInForm(PhoneForm):
    """What the operator made for somebody, and for which number."""

    letters = StringField(
        _l("The letters you were given"), validators=[Filled(), Fits(max=LONGEST_TYPED)], filters=[_letters]
    )


class StaffForm(PhoneForm):
    """Number and second factor: the way in of the staff where no codes are sent."""

    step = StringField(
        _l("Six digits from your app"), validators=[Filled(), Fits(max=LONGEST_TYPED)], filters=[_digits]
    )


class StepForm(Form):
    """A step of one's second factor, or a recovery code in its place."""

    step = StringField(_l("Six digits from your app"), validators=[Filled()], filters=[_digits])


class FirstStepForm(Form):
    """The step that shows that the secret is in the app."""

    step = StringField(_l("Six digits from your app"), validators=[Filled(), _is_code], filters=[_digits])
