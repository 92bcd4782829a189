"""Reaching those who have a place: being shown a number where they let one, writing to all of them, saying who may call."""

from datetime import timedelta

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.entrance.throttle import take
from resident.accounts.models import Actor, Person
from resident.activities.actions.locking import lock_shift, lock_sign_up
from resident.activities.models import OPEN_SIGN_UPS, ShiftMessage, SignUp, SignUpState
from resident.activities.permissions import can_call, can_write_to_all
from resident.audit.actions import record
from resident.communities.models import Community
from resident.dates import moment
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.notifications.actions import notify
from resident.organizations.permissions import can_manage
from resident.reaching.actions import show_contact
from resident.reaching.queries import Contact
from resident.statements import column, in_one_of, value, written
from resident.web.errors import Invalid, Later, found
from resident.web.guards import allow
from resident.web.reasons import given

KIND = "sign_up"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MESSAGES_A_DAY = 3  # to one shift: an inbox that rings all day is not read
SAY_SOMETHING = _l("Please write something.")
NOBODY_THERE = _l("Nobody has a place in this shift yet.")
TOO_MANY = _l("You have written to this shift %(most)d times within a day. You can write again from %(when)s on.")
_WITH_PLACE = (
    select(SignUp.person_id)
    .where(SignUp.shift_id == bindparam("shift"), SignUp.state == written(SignUpState.SIGNED_UP))
    .order_by(SignUp.id)
)
_OWN = select(SignUp.id).where(
    SignUp.shift_id == bindparam("shift"),
    SignUp.person_id == bindparam("person"),
    in_one_of(SignUp.state, OPEN_SIGN_UPS),
)


def see_number(*, sign_up_id: int, community: Community, by: Actor) -> Contact | None:
    """Show the number of somebody who has a place and lets the organizer call, on record; they read who looked.

    None where this person was shown as many as are shown in a day (`keep_refusal()`). Raises NotHere, NotAllowed.
    """
    one = lock_sign_up(community, sign_up_id)
    body = one.shift.activity.organization_id
    return show_contact(
        community=community,
        kind=KIND,
        subject_id=one.id,
        whose=one.person.value,
        may=can_call(by, one, clock.now()),
        by=by,
        with_door=False,
        body=body if can_manage(by, community, body) else None,
    )


def let_call(*, shift_id: int, may_call: bool, community: Community, by: Person) -> None:
    """Let the organizer of a shift one is in call, or no longer; twice is the same. Raises NotHere."""
    lock_shift(community, shift_id)
    own = lock_sign_up(community, found(value(_OWN, shift=shift_id, person=by.id)))
    if own.may_call is not may_call:
        own.may_call = may_call
        record("sign_up.calls_allowed" if may_call else "sign_up.calls_ended", own, by=by, shift=shift_id)


def write_to_all(*, shift_id: int, text: str, community: Community, by: Actor) -> ShiftMessage:
    """Write to everybody who has a place in a shift: it comes into their inbox.

    Raises NotHere, NotAllowed, Invalid("text") for nothing and where nobody has a place, Later("text").
    """
    shift = lock_shift(community, shift_id)
    allow(can_write_to_all(by, shift, clock.now()))
    said = given(text, SAY_SOMETHING, field="text")
    people = column(_WITH_PLACE, shift=shift.id)
    if not people:
        raise Invalid("text", NOBODY_THERE)
    again = take("shift messages", str(shift.id), limit=MESSAGES_A_DAY, per=DAY)
    if again is not None:
        raise Later("text", str(TOO_MANY) % {"most": MESSAGES_A_DAY, "when": moment(again + MINUTE)})
    message = ShiftMessage(
        community_id=community.id, shift_id=shift.id, person_id=by.id, text=said, reached=len(people), at=clock.now()
    )
    db.session.add(message)
    record("shift_message.sent", message, by=by, shift=shift.id, reached=len(people))
    notify(
        [one for one in people if one != by.id],
        "activities.message",
        path=f"/c/{community.slug}/activities/{shift.activity_id}",
        community_id=community.id,
        title=shift.activity.title,
        body=shift.activity.organization.name,
        text=said,
        starts_at=shift.starts_at.isoformat(),
    )
    return message
