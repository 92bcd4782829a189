"""What has been built on a sign-up meanwhile, so that it cannot be undone."""

from typing import Any

from sqlalchemy import bindparam, exists, select

from resident import clock
from resident.activities.actions.sign_ups import is_elsewhere
from resident.activities.models import IS_LIVE, OPEN_SIGN_UPS, ServiceRecord, Shift, SignUp, SignUpState
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.statements import in_one_of, value
from resident.undo.models import Deed
from resident.undo.queries import name_of
from resident.web.errors import Words

ENDED = _l("This sign-up has ended meanwhile.")
CALLED_OFF = _l("The shift was called off meanwhile.")
NOT_SO_ANY_MORE = _l("This has been changed meanwhile.")
MOVED_UP = _l("A place became free meanwhile and it is yours. If you cannot come, cancel it.")
GONE_TO_THE_NEXT = _l("Your place has gone to the next in line meanwhile.")
SIGNED_UP_AGAIN = _l("You have signed up again meanwhile.")
ELSEWHERE = _l("You have a place in another shift at that time meanwhile.")
HAS_ANOTHER = _l("This person has a place in another shift at that time meanwhile.")
_PROPOSED_BY = select(ServiceRecord.proposed_by_id).where(
    ServiceRecord.shift_id == bindparam("shift"), ServiceRecord.person_id == bindparam("person"), IS_LIVE
)
_AGAIN = select(
    exists().where(
        SignUp.shift_id == bindparam("shift"),
        SignUp.person_id == bindparam("person"),
        in_one_of(SignUp.state, OPEN_SIGN_UPS),
    )
)


def on_check_in(sign_up: SignUp, deed: Deed) -> Words:
    """Built on a check-in, in words; nothing where nothing is."""
    if sign_up.checked_in_at != deed.at:
        return NOT_SO_ANY_MORE
    if sign_up.checked_out_at is not None:
        return _("Checked out meanwhile, by %(name)s. That is undone first.", name=name_of(sign_up.checked_out_by_id))
    return _on_presence(sign_up)


def on_check_out(sign_up: SignUp, deed: Deed) -> Words:
    """Built on a check-out, in words; nothing where nothing is."""
    return NOT_SO_ANY_MORE if sign_up.checked_out_at != deed.at else _on_presence(sign_up)


def on_no_show(sign_up: SignUp, deed: Deed) -> Words:
    """Built on a no-show, in words; nothing where nothing is."""
    if sign_up.checked_in_at is not None:
        return _checked_in(sign_up)
    if sign_up.no_show_at != deed.at:
        return NOT_SO_ANY_MORE
    return HAS_ANOTHER if is_elsewhere(sign_up.shift, sign_up.person_id) else _on_presence(sign_up)


def _on_presence(sign_up: SignUp) -> Words:
    if sign_up.state != SignUpState.SIGNED_UP:
        return ENDED
    by = value(_PROPOSED_BY, **_place_of(sign_up))
    if by is None:
        return ""
    return _("%(name)s has entered the minutes meanwhile. If they are wrong, correct the record.", name=name_of(by))


def on_sign_up(sign_up: SignUp, deed: Deed) -> Words:
    """Built on a sign-up, in words; nothing where nothing is."""
    if sign_up.state not in OPEN_SIGN_UPS:
        return CALLED_OFF if sign_up.state == SignUpState.CALLED_OFF else ENDED
    if sign_up.state != deed.before["state"]:
        return MOVED_UP
    if sign_up.checked_in_at is not None:
        return _checked_in(sign_up)
    return _("The person in charge has marked that you did not come.") if sign_up.no_show_at else ""


def on_cancellation(sign_up: SignUp, deed: Deed) -> Words:
    """Built on a cancellation, in words; nothing where nothing is."""
    shift, has_place = sign_up.shift, deed.before["state"] == SignUpState.SIGNED_UP
    if shift.cancelled_at is not None:
        return CALLED_OFF
    if value(_AGAIN, **_place_of(sign_up)):
        return SIGNED_UP_AGAIN
    if has_place and shift.taken >= shift.capacity:
        return GONE_TO_THE_NEXT
    return ELSEWHERE if has_place and is_elsewhere(shift, sign_up.person_id) else _if_begun(shift)


def _if_begun(shift: Shift) -> Words:
    return _l("The shift has begun meanwhile.") if clock.now() >= shift.starts_at else ""


def _checked_in(sign_up: SignUp) -> Words:
    return _("Checked in meanwhile, by %(name)s.", name=name_of(sign_up.checked_in_by_id))


def _place_of(sign_up: SignUp) -> dict[str, Any]:
    return {"shift": sign_up.shift_id, "person": sign_up.person_id}
