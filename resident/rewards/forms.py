"""Forms of rewards."""

from typing import Any

from wtforms import RadioField

from resident.i18n import lazy_gettext as _l
from resident.rewards.actions.shelf import MOST_STOCK, Offer
from resident.rewards.codes import LONGEST as LONGEST_CODE
from resident.rewards.words import PICTURE_WORDS
from resident.web.forms import (
    ChangingForm,
    CreatingForm,
    Filled,
    Fits,
    Form,
    NumberField,
    RowsField,
    WholeNumber,
    both,
    choices_in,
    line_field,
    pair_of,
)

MOST_POINTS = 1_000_000
MOST_EACH = 1_000
WIDEST_NAME = 30
LONGEST_ABOUT = 500
WHO_GIVES = _l("Choose who gives it.")


class RedeemForm(CreatingForm):
    """The button on a reward's page: its price as it was shown, and a token against a double tap."""

    price = NumberField()


class OfferFields:
    """What a reward is and costs."""

    name_zh_Hans, name_en = pair_of(_l("Name"), WIDEST_NAME, needed=True)  # noqa: N815
    about_zh_Hans, about_en = pair_of(_l("What it is"), LONGEST_ABOUT, lines=True)  # noqa: N815
    picture = RadioField(_l("Drawing"), choices=choices_in(PICTURE_WORDS), default="gift", validators=[Filled()])
    price = WholeNumber(_l("Price in points"), least=1, most=MOST_POINTS)
    per_person = WholeNumber(_l("At most for each person"), least=1, most=MOST_EACH, optional=True)

    def offer(self) -> Offer:
        """The form as the action wants it."""
        return Offer(
            name=both(self, "name"),
            about=both(self, "about"),
            picture=self.picture.data or "",
            price=self.price.data or 0,
            per_person=self.per_person.data,
        )


class OfferForm(OfferFields, ChangingForm):
    """A reward that stands on the shelf."""


class NewRewardForm(OfferFields, CreatingForm):
    """An offer with who gives it and how many there are."""

    organization_id = RowsField(_l("Who gives it"), otherwise=WHO_GIVES)
    stock = WholeNumber(_l("How many there are"), least=0, most=MOST_STOCK)

    def typed(self) -> dict[str, Any]:
        """What `offer_reward` takes; of a valid form."""
        return {"organization_id": self.organization_id.data, "stock": self.stock.data or 0, "offer": self.offer()}


class StockForm(ChangingForm):
    """More or fewer of it: a change, not a new number, so that what is redeemed meanwhile is not lost."""

    direction = RadioField(
        _l("Change"),
        choices=choices_in({"more": _l("More have come"), "fewer": _l("Take some off")}),
        default="more",
        validators=[Filled()],
    )
    number = WholeNumber(_l("How many"), least=1, most=MOST_STOCK)

    @property
    def more(self) -> int:
        """The change: above zero for more, below for fewer."""
        return (self.number.data or 0) * (1 if self.direction.data == "more" else -1)


class CodeForm(Form):
    """The pickup code, typed or scanned."""

    code = line_field(_l("Pickup code"), Filled(_l("Type the eight digits of the code.")), Fits(max=LONGEST_CODE))
