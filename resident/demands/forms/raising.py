"""What a resident fills in to raise a demand, and to change it."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, MultipleFileField

from resident.demands.actions import Draft
from resident.demands.guessing import guessed
from resident.demands.models import Demand, Visibility
from resident.demands.queries import Category
from resident.i18n import lazy_gettext as _l
from resident.web.forms import (
    ChangingForm,
    CreatingForm,
    Filled,
    Fits,
    Form,
    OneOfThese,
    OneOfWords,
    RowsField,
    choices_in,
    line_field,
    text_field,
)

TITLE_LEAST, TITLE_MOST = 4, 60
BODY_MOST = 2000
SPOT_MOST = 60
VISIBILITIES = {
    Visibility.ALL.value: _l("The whole community"),
    Visibility.COMMITTEE.value: _l("Only the committee and whoever handles it"),
}


class DemandWords(Form):
    """The words of a demand that is still being written, cut as the demand's are."""

    title = line_field("", Fits(max=TITLE_MOST))
    spot = line_field("", Fits(max=SPOT_MOST))
    body = text_field("", Fits(max=BODY_MOST))


class DemandForm(CreatingForm, ChangingForm):
    """What a resident asks for or reports; the same form changes it while it waits."""

    act = "edit"

    title = line_field(_l("In one line"), Filled(), Fits(TITLE_LEAST, TITLE_MOST))
    category_id = OneOfThese(_l("What kind"))
    building_id = RowsField(_l("Building"), nothing=_l("No building"), optional=True)
    spot = line_field(_l("Spot"), Fits(max=SPOT_MOST))
    body = text_field(_l("The details"), Fits(max=BODY_MOST))
    photos = MultipleFileField(_l("Photos"))
    visibility = OneOfWords(
        _l("Who can see it"),
        choices=choices_in(VISIBILITIES),
        default=Visibility.ALL.value,
        validators=[Filled()],
    )
    shows_name = BooleanField(_l("Show my name"), default=True)
    shares_photo = BooleanField(_l("My photo may stand on a poster"))
    kinds: Sequence[Category] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever chose no kind leaves it to the guess, which they see on the page of the demand and may change.

        Where something else is not right yet the kind stays open: words that are still to come are guessed from too.
        """
        is_open = self.category_id.data is None and not self.category_id.is_broken
        if is_open:
            self.category_id.data = guessed(self.title.data or "", self.body.data or "", self.kinds)
        is_right = super().validate(extra_validators)
        if is_open and not is_right:
            self.category_id.data = None
        return is_right

    def draft(self) -> Draft:
        """The form as the actions want it."""
        return Draft(
            title=self.title.data or "",
            body=self.body.data or "",
            category_id=self.category_id.data or 0,
            building_id=self.building_id.data,
            spot=self.spot.data or "",
            visibility=Visibility(self.visibility.data),
            shows_name=self.shows_name.data,
            shares_photo=self.shares_photo.data,
        )


def as_written(demand: Demand) -> dict[str, Any]:
    """What a demand says now, as the data of its form."""
    names = (
        "title",
        "body",
        "category_id",
        "building_id",
        "spot",
        "visibility",
        "shows_name",
        "shares_photo",
        "version",
    )
    return {name: getattr(demand, name) for name in names}
