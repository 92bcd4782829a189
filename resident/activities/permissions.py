"""Who may do what with an activity, a shift, and the minutes given in it."""

import hmac
from datetime import datetime, timedelta

from resident.accounts.models import Actor, System
from resident.activities.asked import Called, Placed, Planned, Reachable, Run, Served, Timed, Wish
from resident.activities.confirmers import may_confirm
from resident.activities.models import (
    ActivityState,
    How,
    RecordState,
    ServiceRecord,
    Shift,
    SignUp,
    SignUpState,
)
from resident.activities.times import check_in_from, check_out_until
from resident.communities import permissions as communities
from resident.communities.context import community_of
from resident.communities.models import Community, Role
from resident.communities.permissions import can_moderate, can_work, has_role
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.organizations.models import OrganizationKind
from resident.organizations.permissions import bodies_of, can_manage, can_manage_any, unled_bodies
from resident.organizations.queries import organizations
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict, no

REACHED_FOR = timedelta(days=14)  # after the shift
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
BY_HAND = no("by_hand", _l("What somebody entered is confirmed by somebody else, outside the body that ran the shift."))
SECOND_NEEDED = no("second_needed", _l("You have confirmed this; over eight hours a day need somebody else as well."))
ASKED_YOURSELF = no("asked_yourself", _l("You have asked for this; somebody else agrees."))
NOT_ALLOWED_TO_CALL = no("not_allowed_to_call", _l("This person has not said that you may call."))
NOT_WAITING = no("not_waiting", _l("There is nothing left to confirm here."))
OWN_BODY = no("own_body", _l("You act for this body yourself; a colleague decides on its activities."))


def can_create(person: Actor | None, community: Community) -> Verdict:
    """Call people to volunteer work: whoever leads a body of the community."""
    return can_manage_any(person, community)


def can_run(person: Actor | None, activity: Called) -> Verdict:
    """Change it, its shifts and its roster: whoever leads its body; a committee worker where nobody does any more."""
    community = community_of(activity)
    leads = can_manage(person, community, activity.organization_id)
    if leads or not can_work(person, community):
        return leads
    return YES if activity.organization_id in unled_bodies(community) else leads


def can_cancel(person: Actor | None, activity: Called) -> Verdict:
    """Call it off: whoever leads its body, or the committee."""
    return can_run(person, activity) or can_work(person, community_of(activity))


def can_see(person: Actor | None, activity: Called) -> Verdict:
    """What was published is public; anything else is seen by its body and the committee's people."""
    if is_public(activity):
        return YES
    if person is None:
        return SIGN_IN_FIRST
    if has_role(person, community_of(activity), *STAFF):
        return YES
    return can_run(person, activity)


def is_public(activity: Called) -> bool:
    """Whether everybody may read it: published once, and not taken down."""
    return activity.state in CLOSED_STATES and activity.taken_down_at is None


def can_edit(person: Actor | None, activity: Called) -> Verdict:
    """Change its text, which is reviewed anew: only before it is published.

    People signed up for what was published; a quiet change of the work or its risks would pass
    by them and by the review. Shifts may change, because that tells everybody.
    """
    if activity.state not in (ActivityState.IN_REVIEW, ActivityState.CHANGES_ASKED):
        return NOT_EDITABLE
    return can_run(person, activity)


def can_decide(person: Actor | None, activity: Called) -> Verdict:
    """Approve it or not: a moderator who does not lead its body, and so may not have written its words."""
    if can_manage(person, community_of(activity), activity.organization_id):
        return OWN_BODY
    return can_moderate(person, community_of(activity))


def can_join(person: Actor | None, community: Community) -> Verdict:
    """Sign up for a shift or wait for a place: people whom the community lets join; the app itself never does."""
    return NOT_YOURS if isinstance(person, System) else communities.can_join(person, community)


def can_note_presence(person: Actor | None, sign_up: SignUp, key: str = "") -> Verdict:
    """Check somebody in or out: whoever runs the activity; oneself by the key that hangs where the shift is."""
    if person is not None and person.id == sign_up.person_id and _is_key(sign_up.shift, key):
        return YES
    return can_run(person, sign_up.shift.activity)


def can_confirm_any(person: Actor | None, community: Community) -> Verdict:
    """Has hours to confirm as a rule: whoever leads a body, and committee workers."""
    return can_manage_any(person, community) or can_work(person, community)


def can_open_hours(person: Actor | None, community: Community) -> Verdict:
    """Opens the hours to confirm: also moderators and administrators, who confirm where nobody else is left."""
    if isinstance(person, System):
        return NOT_YOURS
    return (
        can_confirm_any(person, community)
        or can_moderate(person, community)
        or communities.can_administer(person, community)
    )


def not_for_oneself(person: Actor | None, volunteer: PersonId) -> Verdict:
    """Nobody enters, confirms, corrects or voids their own hours."""
    return OWN_HOURS if person is not None and person.id == volunteer else YES


def can_propose(person: Actor | None, shift: Shift, volunteer: PersonId) -> Verdict:
    """Enter somebody's minutes: whoever runs the activity, never for oneself."""
    return not_for_oneself(person, volunteer) and can_run(person, shift.activity)


def can_exceed(person: Actor | None, activity: Called) -> Verdict:
    """Enter more minutes than the shift and its time for checking out: a committee worker outside the body."""
    if acts_inside(person, activity):
        return NOT_YOURS
    return can_work(person, community_of(activity))


def acts_inside(person: Actor | None, activity: Called) -> bool:
    """Whether this person acts for the body that ran it, in whatever role."""
    return activity.organization_id in bodies_of(person, community_of(activity))


def can_confirm(person: Actor | None, record: ServiceRecord) -> Verdict:
    """The second pair of eyes on minutes: never the volunteer, never who proposed them (`confirmers.py`).

    What somebody says is confirmed outside the body: known fraud is a team entering its own hours
    with nobody behind them.
    """
    if person is None:
        return SIGN_IN_FIRST
    if record.state != RecordState.PROPOSED:
        return NOT_WAITING
    if not not_for_oneself(person, record.person_id):
        return OWN_HOURS
    if person.id == record.proposed_by_id:
        return OWN_PROPOSAL
    if person.id is not None and person.id == record.confirmed_by_id:
        return SECOND_NEEDED
    if isinstance(person, System):
        return NOT_YOURS
    if may_confirm(person, community_of(record), record):
        return YES
    return NOT_YOURS if record.how == How.SEEN else BY_HAND


def can_void(person: Actor | None, record: Served) -> Verdict:
    """Void or correct minutes with a reason: the body or the committee, never for oneself."""
    return not_for_oneself(person, record.person_id) and can_cancel(person, record.shift.activity)


def can_answer_voiding(person: Actor | None, voiding: Wish) -> Verdict:
    """Agree that what counts is voided, as the second person: whoever may void it, or who moderates or administers."""
    if person is not None and person.id == voiding.asked_by_id:
        return ASKED_YOURSELF
    if isinstance(person, System):
        return NOT_YOURS
    community = community_of(voiding)
    others = communities.can_administer(person, community) or can_moderate(person, community)
    leads = can_manage(person, community, voiding.organization_id)
    return not_for_oneself(person, voiding.person_id) and (leads or can_work(person, community) or others)


def can_keep(person: Actor | None, voiding: Wish) -> Verdict:
    """Let it count on: who may agree, and who asked."""
    is_own = person is not None and person.id == voiding.asked_by_id
    return YES if is_own else can_answer_voiding(person, voiding)


def can_see_overlaps(person: Actor | None, community: Community) -> Verdict:
    """See which records are of one person and one time: committee workers and administrators."""
    if isinstance(person, System):
        return NOT_YOURS
    return can_work(person, community) or communities.can_administer(person, community)


def can_end_notice(actor: Actor, record: ServiceRecord, now: datetime) -> Verdict:
    """Let a record count whose public notice is over: the app itself, as the days alone decide."""
    is_over = record.state == RecordState.IN_NOTICE and record.notice_until is not None and record.notice_until <= now
    return YES if isinstance(actor, System) and is_over else NOT_YOURS


def is_open(activity: Called, shift: Planned, now: datetime) -> Verdict:
    """Whether people may sign up for this shift or wait for it at this moment."""
    if shift.cancelled_at is not None:
        return CALLED_OFF
    if activity.state != ActivityState.PUBLISHED or activity.taken_down_at is not None:
        return NOT_PUBLISHED
    return YES if now <= shift.sign_up_until and now < shift.starts_at else CLOSED


def can_check_in(sign_up: Placed, now: datetime) -> Verdict:
    """From half an hour before the start to the end; who has been checked in stays so."""
    return _on_site(sign_up) and _within(now, check_in_from(sign_up.shift), sign_up.shift.ends_at)


def can_check_out(sign_up: Placed, now: datetime) -> Verdict:
    """After the check-in, until two hours after the end."""
    if sign_up.checked_in_at is None:
        return NOT_IN_YET
    return _on_site(sign_up) and _within(now, sign_up.checked_in_at, check_out_until(sign_up.shift))


def can_enter_minutes(shift: Timed, now: datetime) -> Verdict:
    """Minutes of a shift are entered when it is over."""
    return YES if shift.cancelled_at is None and now >= shift.ends_at else NOT_OVER


def can_call(person: Actor | None, sign_up: Reachable, now: datetime) -> Verdict:
    """See the number of somebody with a place, where they have said so: whoever runs the shift, until 14 days after it.

    A merchant's people never see numbers.
    """
    if isinstance(person, System):
        return NOT_YOURS
    runs = can_run(person, sign_up.shift.activity)
    if not runs:
        return runs
    if is_of_merchant(sign_up.shift.activity):
        return NOT_YOURS
    if sign_up.state != SignUpState.SIGNED_UP or not sign_up.may_call:
        return NOT_ALLOWED_TO_CALL
    return YES if now <= sign_up.shift.ends_at + REACHED_FOR else TOO_LATE


def can_write_to_all(person: Actor | None, shift: Run, now: datetime) -> Verdict:
    """Write to everybody who has a place in a shift: whoever runs it, until 14 days after it."""
    if isinstance(person, System):
        return NOT_YOURS
    if shift.cancelled_at is not None:
        return CALLED_OFF
    runs = can_run(person, shift.activity)
    return TOO_LATE if runs and now > shift.ends_at + REACHED_FOR else runs


def is_of_merchant(activity: Called) -> bool:
    """Whether a merchant calls for it, whose people see no numbers."""
    kinds = {body.id: body.kind for body in organizations(community_of(activity))}
    return kinds.get(activity.organization_id) == OrganizationKind.MERCHANT


def _is_key(shift: Shift, key: str) -> bool:
    return hmac.compare_digest(shift.check_in_key.encode(), key.encode())


def _on_site(sign_up: Placed) -> Verdict:
    if sign_up.shift.cancelled_at is not None:
        return CALLED_OFF
    return YES if sign_up.state == SignUpState.SIGNED_UP else NOT_SIGNED_UP


def _within(now: datetime, first: datetime, last: datetime) -> Verdict:
    if now < first:
        return TOO_EARLY
    return YES if now <= last else TOO_LATE
