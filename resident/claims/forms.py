"""Saying where one lives."""

from resident.claims.actions import Door
from resident.claims.models import ResidenceClaim
from resident.communities.actions.joining import NO_CODE
from resident.communities.queries import GridPlan
from resident.communities.slip_codes import LONGEST_TYPED
from resident.i18n import lazy_gettext as _l
from resident.i18n import tr_text
from resident.web.forms import CreatingForm, Filled, Fits, Form, NumberField, RowsField, line_field

WIDEST = 20  # characters as they are typed: "Unit 2" is kept as 2


class SlipForm(Form):
    """The code of a slip, typed or scanned."""

    code = line_field(_l("The code of your home"), Filled(NO_CODE), Fits(max=LONGEST_TYPED))


class ResidenceForm(CreatingForm):
    """The door; `claim` is the open claim the page showed, 0 where there was none."""

    claim = NumberField()
    building_id = RowsField(_l("Building"))
    unit = line_field(_l("Unit"), Fits(max=WIDEST))
    room = line_field(_l("Room"), Filled(), Fits(max=WIDEST))

    def offer(self, plans: list[GridPlan], kept: ResidenceClaim | None) -> None:
        """The buildings to choose from, by grid; and what was said before."""
        for plan in plans:
            self.building_id.offer(*plan.buildings, group=tr_text(plan.grid.name))
        if kept:
            self.building_id.offer(kept.building)  # archived meanwhile, it is still what was said
        if kept and not self.is_submitted():
            self.building_id.data, self.unit.data, self.room.data = kept.building_id, kept.unit, kept.room
            self.claim.data = kept.id if kept.is_open else 0

    def door(self) -> Door:
        """What was typed."""
        return Door(self.building_id.data or 0, self.unit.data or "", self.room.data or "")
