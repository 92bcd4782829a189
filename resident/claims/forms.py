"""Saying where one lives."""

from typing import Any

from wtforms import IntegerField, SelectField
from wtforms.fields import choices
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from resident.claims.actions import Door
from resident.claims.models import ResidenceClaim
from resident.communities.queries import GridPlan
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import tr_text
from resident.web.forms import CreatingForm, Filled, line_field

CHOOSE = _l("Please choose one of these.")
OTHERWISE: dict[str, Any] = {"invalid_value_message": CHOOSE, "invalid_choice_message": CHOOSE}
option: Any = choices.SelectChoice  # type: ignore[attr-defined]  # newer than its types


def _id(text: Any) -> int | None:
    """The chosen building; None where nothing was chosen. Raises ValueError for what is no number."""
    return int(text) if text else None


class ResidenceForm(CreatingForm):
    """The door; `claim` is the open claim the page showed, 0 where there was none."""

    claim = IntegerField(widget=HiddenInput(), validators=[Optional()], default=0)
    building_id = SelectField(
        _l("Building"),
        coerce=_id,
        validators=[Filled()],
        **OTHERWISE,
    )
    unit = line_field(_l("Unit"))
    room = line_field(_l("Room"), Filled())

    def offer(self, plans: list[GridPlan], kept: ResidenceClaim | None) -> None:
        """The buildings to choose from, by grid; and what was said before."""
        self.building_id.choices = [
            option("", _("Please choose")),
            *(
                option(building.id, tr_text(building.name), optgroup=tr_text(plan.grid.name))
                for plan in plans
                for building in plan.buildings
            ),
        ]
        if kept and not self.is_submitted():
            self.building_id.data, self.unit.data, self.room.data = kept.building_id, kept.unit, kept.room
            self.claim.data = kept.id if kept.is_open else 0

    def door(self) -> Door:
        """What was typed."""
        return Door(self.building_id.data or 0, self.unit.data or "", self.room.data or "")
