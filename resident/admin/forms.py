"""The forms of the administration."""

from wtforms import BooleanField, RadioField, SelectField

from resident.accounts.forms import PhoneForm
from resident.communities.actions.settings import BOUNDS, MAY_BE_EMPTY
from resident.communities.models import BuildingKind
from resident.communities.words import KINDS as PLACES
from resident.communities.words import ROLES
from resident.demands.danger.words import URGENCIES
from resident.demands.models import Urgency
from resident.i18n import lazy_gettext as _l
from resident.notifications.channels.robots import LONGEST_ADDRESS
from resident.organizations.words import KINDS, MEMBER_ROLES
from resident.web.errors import Invalid, Words
from resident.web.forms import (
    ChangingForm,
    CreatingForm,
    DayField,
    Filled,
    Fits,
    Form,
    LengthField,
    OneOfWords,
    RowsField,
    WholeNumber,
    choices_in,
    line_field,
    pair_of,
    telephone_field,
    text_field,
)

NAME, LINE, LONG = 40, 120, 2_000
GRID_GONE = _l("This grid is gone. Choose another one.")


SUSPENDED_FOR = {
    "3": _l("3 days"),
    "7": _l("7 days"),
    "30": _l("30 days"),
    "90": _l("90 days"),
    "180": _l("Half a year"),
}


def _setting(label: Words, name: str) -> WholeNumber:
    least, most = BOUNDS[name]
    return WholeNumber(label, least=least, most=most, optional=name in MAY_BE_EMPTY)


def _length(label: Words, name: str) -> LengthField:
    least, most = BOUNDS[name]
    return LengthField(label, least=least, most=most)


class RoleForm(Form):
    """Invite a person to a role."""

    role = RadioField(_l("Role"), choices=choices_in(ROLES), default="moderator")


class InvitationForm(PhoneForm):
    """Invite a number to a role."""

    name = line_field(_l("Name, for your own list"), Fits(max=NAME))
    role = RadioField(_l("Role"), choices=choices_in(ROLES), default="worker")


class SuspensionForm(Form):
    """Suspend an account."""

    reason = text_field(_l("Reason"), Filled(), Fits(2, 500))
    days = OneOfWords(_l("For how long"), choices=choices_in(SUSPENDED_FOR), default="7")


class AnswerForm(Form):
    """Decide on an appeal."""

    answer = text_field(_l("Answer"), Filled(), Fits(2, 500))


class AppealForm(Form):
    """Appeal against a suspension."""

    words = text_field(_l("Why it is wrong"), Filled(), Fits(2, 1000))


class RobotForm(Form):
    """The robot in a body's group: its address and its secret, which nobody is shown again."""

    address = line_field(_l("Address of the robot"), Filled(), Fits(max=LONGEST_ADDRESS))
    secret = line_field(_l("Secret (if it signs)"), Fits(0, LINE))


class MemberForm(PhoneForm):
    """Invite a number to act for an organization."""

    name = line_field(_l("Name, for your own list"), Fits(max=NAME))
    role = RadioField(_l("What this person does"), choices=choices_in(MEMBER_ROLES), default="member")


class MemberRoleForm(Form):
    """Change what somebody does for an organization."""

    role = SelectField(_l("What this person does"), choices=choices_in(MEMBER_ROLES))


class NamedFields:
    """A name in two languages, one of them at least."""

    name_zh_Hans, name_en = pair_of(_l("Name"), NAME, needed=True)  # noqa: N815


class GridForm(NamedFields, CreatingForm):
    """A new grid."""


class EditGridForm(NamedFields, ChangingForm):
    """A grid's name."""


class BuildingFields(NamedFields):
    """A building: its grid and name."""

    grid = RowsField(_l("Grid"), otherwise=GRID_GONE)


class BuildingForm(BuildingFields, CreatingForm):
    """A new building, or what stands beside buildings."""

    kind = OneOfWords(_l("What it is"), choices=choices_in(PLACES), default=BuildingKind.BUILDING.value)


class EditBuildingForm(BuildingFields, ChangingForm):
    """A building's grid and name."""


class CategoryFields(NamedFields):
    """A category: its name, how urgent it usually is and who usually acts."""

    urgency = OneOfWords(_l("How urgent it usually is"), choices=choices_in(URGENCIES), default=Urgency.ORDINARY.value)
    usual_kind = SelectField(_l("Who usually acts"), choices=choices_in({"": _l("That differs"), **KINDS}), default="")
    goes_at_any_hour = BooleanField(_l("Water, power, gas or lifts: also at night"))


class CategoryForm(CategoryFields, CreatingForm):
    """A new demand category."""


class EditCategoryForm(CategoryFields, ChangingForm):
    """A demand category that exists."""


class OrganizationFields(NamedFields):
    """What a body is and says of itself."""

    kind = SelectField(_l("Kind of organization"), choices=choices_in(KINDS))
    about_zh_Hans, about_en = pair_of(_l("What it does"), LONG, lines=True)  # noqa: N815
    place_zh_Hans, place_en = pair_of(_l("Where to find it"), LINE)  # noqa: N815
    hours_zh_Hans, hours_en = pair_of(_l("When it is open"), LINE)  # noqa: N815
    phone = telephone_field(_l("Public phone number"))
    works_at_any_hour = BooleanField(_l("It works round the clock"))


class OrganizationForm(OrganizationFields, CreatingForm):
    """A new body."""


class EditOrganizationForm(OrganizationFields, ChangingForm):
    """A body that exists."""


class ReviewForm(ChangingForm):
    """How soon the committee promises to look, and what needs a confirmed home."""

    review_promise_minutes = _length(_l("Promised time for a review, in office hours"), "review_promise_minutes")
    raising_needs_residence = BooleanField(_l("Raising a demand and commenting"))
    joining_needs_residence = BooleanField(_l("Joining an activity"))
    supporting_needs_residence = BooleanField(_l("Supporting a demand"))
    redeeming_needs_residence = BooleanField(_l("Redeeming points"))
    indexes_demands = BooleanField(_l("Search engines may show published demands"))
    follows_earlier = BooleanField(_l("The committee follows demands from an earlier list"))


class PointsForm(ChangingForm):
    """How hours become points, and how long a reward waits."""

    notice_days = _setting(_l("Days of public notice before hours count"), "notice_days")
    points_per_hour = _setting(_l("Points for one hour"), "points_per_hour")
    points_daily_cap = _setting(_l("Most points in a day"), "points_daily_cap")
    points_monthly_cap = _setting(_l("Most points in a month"), "points_monthly_cap")
    pickup_days = _setting(_l("Days a redeemed reward waits to be picked up"), "pickup_days")


class GoalForm(ChangingForm):
    """What the hours of a month are for, and how many it shall be."""

    goal_zh_Hans, goal_en = pair_of(_l("What the hours are for"), LINE)  # noqa: N815
    goal_hours = _setting(_l("Hours a month, of all together"), "goal_hours")


class ContactForm(NamedFields, ChangingForm):
    """What the community is called, and how to reach the committee."""

    address_zh_Hans, address_en = pair_of(_l("Address of the committee"), LINE)  # noqa: N815
    phone = telephone_field(_l("Phone number of the committee"))
    duty_phone = telephone_field(_l("Phone number when the office is closed"))
    duty_phones_after = telephone_field(_l("Numbers to call after that one, in their order"), LINE)


class PeriodForm(Form):
    """A stretch of days to look at, carried by the address; each end may be left open."""

    class Meta(Form.Meta):
        csrf = False

    since = DayField(_l("From"))
    until = DayField(_l("To"))

    def judge_together(self) -> None:
        """The days follow each other."""
        if self.since.data and self.until.data and self.since.data > self.until.data:
            self.refuse(Invalid("until", _l("The last day is before the first. Change one of them.")))
