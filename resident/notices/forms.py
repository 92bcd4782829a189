"""The form of a notice."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField

from resident.communities.models import Community
from resident.communities.queries import buildings_by_grid
from resident.i18n import lazy_gettext as _l
from resident.media.forms import Illustrated
from resident.notices.actions import Draft
from resident.notices.models import NOTICE, Notice
from resident.web.forms import ChangingForm, DayField, Form, RowsField, SomeOfThese, both, pair_of, spread

WIDEST_TITLE, LONGEST_BODY = 60, 3000


class NoticeFields(Form):
    """What is said, to whom and until when."""

    title_zh_Hans, title_en = pair_of(_l("In one line"), WIDEST_TITLE, english=120, needed=True)  # noqa: N815
    body_zh_Hans, body_en = pair_of(_l("What people should know"), LONGEST_BODY, lines=True)  # noqa: N815
    grid_ids = SomeOfThese(_l("Grids"))
    building_ids = SomeOfThese(_l("Buildings and places"))
    ends_on = DayField(_l("Last day"))
    is_pinned = BooleanField(_l("Keep it at the top"))

    def offer(self, community: Community, notice: Notice | None = None) -> None:
        """Let grids and buildings in use be chosen, and those it is for already."""
        grids, buildings = (notice.grid_ids, notice.building_ids) if notice else ([], [])
        for plan in buildings_by_grid(community, archived=True):
            self.grid_ids.offer(*([plan.grid] if plan.grid.archived_at is None or plan.grid.id in grids else []))
            self.building_ids.offer(*(one for one in plan.buildings if one.archived_at is None or one.id in buildings))

    def draft(self) -> Draft:
        """The form as the action wants it."""
        return Draft(
            title=both(self, "title"),
            body=both(self, "body"),
            grid_ids=tuple(self.grid_ids.data or ()),
            building_ids=tuple(self.building_ids.data or ()),
            ends_on=self.ends_on.data,
            is_pinned=self.is_pinned.data,
        )


class NewNoticeForm(NoticeFields, Illustrated):
    """A new notice, and in whose name."""

    kind = NOTICE
    organization_id = RowsField(_l("Who says it"), nothing=_l("The committee"), optional=True)

    def offer_writers(self, bodies: Iterable[Any], *, for_committee: bool) -> None:
        """Let it be said in the name of one of these bodies, or `for_committee` of the committee."""
        field = self.organization_id
        if not for_committee:
            field.offered.clear()
            field.optional, field.must_choose = False, True
        field.offer(*bodies)


class EditNoticeForm(NoticeFields, Illustrated, ChangingForm):
    """A notice that stands there."""

    kind = NOTICE


def as_written(notice: Notice) -> dict[str, Any]:
    """What a notice says now, as the data of its form."""
    kept = ("title", "body", "grid_ids", "building_ids", "ends_on", "is_pinned")
    return as_data({name: getattr(notice, name) for name in kept}) | {"version": notice.version}


def as_data(columns: dict[str, Any]) -> dict[str, Any]:
    """The columns of a notice as the data of its form."""
    return {**columns, **spread(columns["title"], "title"), **spread(columns["body"], "body")}
