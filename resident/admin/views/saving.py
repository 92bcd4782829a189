"""What every change of the administration does besides: ask for the role again, and look people up on record."""

from collections.abc import Callable
from typing import TypeVar

from flask.typing import ResponseReturnValue

from resident.accounts.forms import PhoneForm
from resident.accounts.models import Person
from resident.accounts.sessions import me, myself
from resident.admin.actions import look_up_person
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.db import begin_write, keep_refusal
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words
from resident.web.forms import doing
from resident.web.guards import require

Made = TypeVar("Made")
ARCHIVED = _l("Archived.")


def begin_as_administrator() -> None:
    """Begin a change and ask again: the role may have ended since this request began."""
    begin_write()
    require(can_administer(me(), current_community()))


def as_administrator(change: Callable[[], Made]) -> Callable[[], Made]:
    """The same change, which asks for the role again inside the transaction."""

    def _change() -> Made:
        begin_as_administrator()
        return change()

    return _change


def archiving(change: Callable[[], object], what: str, then: str, *, archived: Words = ARCHIVED) -> ResponseReturnValue:
    """Archive something or bring it back, whichever `what` says, and go back to `then`."""
    return doing(as_administrator(change), then=then, said=archived if what == "archive" else _("It is back."))


def looked_up(form: PhoneForm) -> Person | None:
    """Whom the phone number of the form belongs to; every search is written down, the fruitless ones too."""
    if not form.validate_on_submit():
        return None
    begin_as_administrator()
    person = look_up_person(community=current_community(), phone=form.phone.data or "", by=myself())
    if person is None:
        keep_refusal()
        form.phone.errors = [_("Nobody has signed in with this number yet. Ask the person to sign in once.")]
    return person
