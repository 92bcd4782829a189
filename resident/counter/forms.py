"""Entering a demand for somebody, and looking at a receipt."""

from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from resident.accounts.entrance.identity import normal_phone
from resident.communities.slip_codes import LONGEST_TYPED
from resident.counter.actions import NOBODY
from resident.counter.queries import LONGEST_NAME, Candidate, Whom
from resident.demands.channels import CHANNELS
from resident.demands.forms import DemandForm, WarnsFirst
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.forms import (
    Filled,
    Fits,
    Form,
    OneOfWords,
    RowsField,
    choices_in,
    line_field,
    number_in,
    telephone_field,
)

WIDEST = 20  # characters of a unit or a room, as they are typed
SAID_MOST = 200
TO_CALL, OWN = "call", "own"
USES = {TO_CALL: _l("Only to call"), OWN: _l("Their own mobile number")}


class EnterForm(WarnsFirst, DemandForm):
    """For whom, how it came, what it is, and that they said yes."""

    shares_photo = BooleanField()
    shows_name = BooleanField(_l("Show their name"))
    name = line_field(_l("Their name"), Filled(), Fits(max=LONGEST_NAME))
    home_building_id = RowsField(_l("Their building"), nothing=_l("Not known"), optional=True)
    unit = line_field(_l("Unit"), Fits(max=WIDEST))
    room = line_field(_l("Room"), Fits(max=WIDEST))
    phone = telephone_field(_l("Number to call"))
    phone_use = OneOfWords(_l("What the number is for"), choices=choices_in(USES), default=TO_CALL)
    channel = OneOfWords(_l("How it came"), choices=choices_in(CHANNELS), validators=[Filled()])
    agreed = BooleanField(_l("They agree"), validators=[Filled(_l("Ask first: without a yes nothing is entered."))])
    consent = line_field(_l("What they said"), Filled(), Fits(max=SAID_MOST))
    chosen = RadioField(_l("Is it one of these?"), coerce=number_in, choices=[], validate_choice=False)

    def judge_together(self) -> None:
        """What is their own to sign in with is a mobile number, and a room belongs to a building."""
        if self.phone_use.data == OWN and not normal_phone(self.phone.data or ""):
            self.phone.errors = [str(_l("A mobile number with 11 digits, or choose “only to call”."))]
        if (self.unit.data or self.room.data) and not self.home_building_id.data:
            self.home_building_id.errors = [str(_l("Which building is it?"))]

    def offer(self, found: list[Candidate]) -> None:
        """Those who may be meant, to choose from."""
        self.chosen.choices = [SelectChoice(one.id, _named(one)) for one in found]
        if found:
            self.chosen.choices.append(SelectChoice(NOBODY, str(_l("No, somebody else without an account"))))

    def whom(self) -> Whom:
        """For whom it is, as it was typed."""
        is_own = self.phone_use.data == OWN
        phone = self.phone.data or ""
        return Whom(
            name=self.name.data or "",
            building_id=self.home_building_id.data,
            unit=self.unit.data or "",
            room=self.room.data or "",
            phone=normal_phone(phone) or phone,
            is_own_number=is_own and bool(phone),
        )


class ReceiptForm(Form):
    """What stands on the paper, typed or scanned."""

    number = line_field(_l("Number"), Filled(), Fits(max=20))
    code = line_field(_l("Receipt code"), Filled(), Fits(max=LONGEST_TYPED))


def _named(one: Candidate) -> str:
    how = _("has an account here") if one.has_account else _("without an account, entered before")
    return f"{one.name} · {how}"
