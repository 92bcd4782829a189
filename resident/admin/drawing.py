"""The form of the plan of the estate: four numbers for each building, people count from 1."""

from collections.abc import Callable
from typing import Any

from resident.communities.actions.planning import check_spots
from resident.communities.estate import MOST_COLUMNS, MOST_FIELDS, MOST_ROWS, Plan, Spot
from resident.i18n import labelled, tr_text
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Invalid
from resident.web.forms import ChangingForm, WholeNumber

MEASURES = {
    "column": (_l("Column"), MOST_COLUMNS),
    "row": (_l("Row"), MOST_ROWS),
    "width": (_l("Wide"), MOST_FIELDS),
    "height": (_l("High"), MOST_FIELDS),
}


class PlanForm(ChangingForm):
    """Where each building of a plan stands; made for one plan by `plan_form`."""

    names: dict[int, dict[str, str]] = {}
    measures = {measure: label for measure, (label, _most) in MEASURES.items()}

    def spots(self) -> dict[int, Spot]:
        """Where everything stands, as typed; what is not a number yet stays out."""
        typed = {number: [self[f"{measure}_{number}"].data for measure in MEASURES] for number in self.names}
        return {
            number: Spot(column - 1, row - 1, width, height)
            for number, (column, row, width, height) in typed.items()
            if None not in (column, row, width, height)
        }

    def wrong(self) -> set[int]:
        """The numbers of whatever has a number that is wrong."""
        return {number for number in self.names if any(self[f"{measure}_{number}"].errors for measure in MEASURES)}

    def judge_together(self) -> None:
        """Nothing stands on another, or beyond the edge."""
        try:
            check_spots(self.spots(), self.names)
        except Invalid as error:
            self.refuse(error)


def plan_form(plan: Plan, present: Callable[[], dict[str, Any]]) -> PlanForm:
    """A form with the four numbers of everything on a plan."""
    fields = {
        f"{measure}_{place.id}": WholeNumber(labelled(tr_text(place.name), label), least=1, most=most)
        for place in plan.places
        for measure, (label, most) in MEASURES.items()
    }
    names = {place.id: place.name for place in plan.places}
    made: PlanForm = type("PlanForm", (PlanForm,), {**fields, "names": names})(present)
    return made


def as_drawn(plan: Plan, version: int) -> dict[str, Any]:
    """A plan as the data of its form."""
    typed = {
        f"{measure}_{place.id}": value
        for place in plan.places
        for measure, value in zip(MEASURES, (place.spot.column + 1, place.spot.row + 1, *place.spot[2:]), strict=True)
    }
    return {"version": version, **typed}
