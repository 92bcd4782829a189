"""Who may do what with an activity, a shift, and the minutes given in it."""

from datetime import datetime
from typing import Any

from resident.activities.models import Activity, ActivityState, How, RecordState, ServiceRecord, Shift, SignUp
from resident.communities.context import community_of
from resident.communities.models import Community, Role
from resident.communities.permissions import can_work, has_role
from resident.i18n import lazy_gettext as _l
from resident.organizations.permissions import can_manage, can_manage_any
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict, no

CLOSED_STATES = (ActivityState.PUBLISHED, ActivityState.CANCELLED)
STAFF = (Role.MODERATOR, Role.WORKER, Role.ADMINISTRATOR)

NOT_PUBLISHED = no("not_published", _l("This activity is not open for sign-up."))
CALLED_OFF = no("called_off", _l("This shift was called off."))
CLOSED = no("closed", _l("Sign-up for this shift is closed."))
NOT_BEGUN = no("not_begun", _l("The shift has not begun yet."))
NOT_OVER = no("not_over", _l("Minutes are entered after the shift has ended."))
BEGUN = no("begun", _l("The shift has begun. Please speak to the person in charge."))
NOT_SIGNED_UP = no("not_signed_up", _l("Only people with a place in this shift are checked in."))
TOO_EARLY = no("too_early", _l("Check-in opens half an hour before the shift."))
TOO_LATE = no("too_late", _l("The time for this is over. The person in charge can enter the minutes by hand."))
NOT_IN_YET = no("not_in_yet", _l("Check in first."))
NOT_EDITABLE = no(
    "not_editable",
    _l(
        "What was published stays as people read it when they signed up. Shifts can still be added, moved or called off."
    ),
)
OWN_HOURS = no("own_hours", _l("Nobody enters or confirms their own hours."))
OWN_PROPOSAL = no("own_proposal", _l("You entered these minutes; somebody else confirms them."))
BY_HAND = no(
    "by_hand", _l("Minutes entered by hand are confirmed by the committee, not by the body that ran the shift.")
)
SECOND_NEEDED = no("second_needed", _l("You have confirmed this; over eight hours a day need somebody else as well."))
NOT_WAITING = no("not_waiting", _l("There is nothing left to confirm here."))


def can_create(person: Any, community: Community) -> Verdict:
    """Call people to volunteer work: whoever leads a body of the community."""
    return can_manage_any(person, community)


def can_run(person: Any, activity: Activity) -> Verdict:
    """Change it, its shifts and its roster: whoever leads its body."""
    return can_manage(person, community_of(activity), activity.organization_id)


def can_cancel(person: Any, activity: Activity) -> Verdict:
    """Call it off: whoever leads its body, or the committee."""
    return can_run(person, activity) or can_work(person, community_of(activity))


def can_see(person: Any, activity: Activity) -> Verdict:
    """What was published is public; anything else is seen by its body and the committee's people."""
    if activity.state in CLOSED_STATES:
        return YES
    if person is None:
        return SIGN_IN_FIRST
    if has_role(person, community_of(activity), *STAFF):
        return YES
    return can_run(person, activity)


def can_edit(person: Any, activity: Activity) -> Verdict:
    """Change its text, which is reviewed anew: only before it is published.

    People signed up for what was published; a quiet change of the work or its risks would pass
    by them and by the review. Shifts may change, because that tells everybody.
    """
    if activity.state not in (ActivityState.IN_REVIEW, ActivityState.CHANGES_ASKED):
        return NOT_EDITABLE
    return can_run(person, activity)


def can_confirm_any(person: Any, community: Community) -> Verdict:
    """Opens the hours to confirm: whoever leads a body, and committee workers."""
    return can_manage_any(person, community) or can_work(person, community)


def can_confirm(person: Any, record: ServiceRecord) -> Verdict:
    """The second pair of eyes on minutes: never the volunteer, never who proposed them.

    Minutes by hand are confirmed by a committee worker who does not lead the body: known fraud
    is a team entering its own hours with nobody behind them.
    """
    if person is None:
        return SIGN_IN_FIRST
    if record.state != RecordState.PROPOSED:
        return NOT_WAITING
    if person.id == record.person_id:
        return OWN_HOURS
    if person.id == record.proposed_by_id:
        return OWN_PROPOSAL
    if person.id == record.confirmed_by_id:
        return SECOND_NEEDED
    activity = record.shift.activity
    leads, works = can_run(person, activity), can_work(person, community_of(activity))
    if record.how == How.BY_HAND:
        return YES if works and not leads else BY_HAND
    return YES if leads or works else NOT_YOURS


def can_void(person: Any, record: ServiceRecord) -> Verdict:
    """Void or correct minutes with a reason: the body or the committee, never for oneself."""
    if person is not None and person.id == record.person_id:
        return OWN_HOURS
    return can_cancel(person, record.shift.activity)


def is_open(shift: Shift, now: datetime) -> Verdict:
    """Whether people may sign up for this shift or wait for it at this moment."""
    if shift.cancelled_at is not None:
        return CALLED_OFF
    if shift.activity.state != ActivityState.PUBLISHED:
        return NOT_PUBLISHED
    return YES if now <= shift.sign_up_until and now < shift.starts_at else CLOSED


def can_check_in(sign_up: SignUp, now: datetime) -> Verdict:
    """From half an hour before the start to the end; who has been checked in stays so."""
    return _on_site(sign_up) and _within(now, sign_up.shift.check_in_from, sign_up.shift.ends_at)


def can_check_out(sign_up: SignUp, now: datetime) -> Verdict:
    """After the check-in, until two hours after the end."""
    if sign_up.checked_in_at is None:
        return NOT_IN_YET
    return _on_site(sign_up) and _within(now, sign_up.checked_in_at, sign_up.shift.check_out_until)


def _on_site(sign_up: SignUp) -> Verdict:
    if sign_up.shift.cancelled_at is not None:
        return CALLED_OFF
    return YES if sign_up.state == "signed_up" else NOT_SIGNED_UP


def _within(now: datetime, first: datetime, last: datetime) -> Verdict:
    if now < first:
        return TOO_EARLY
    return YES if now <= last else TOO_LATE
