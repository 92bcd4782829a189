"""At the counter: what somebody who was seen in person may do for a day."""

from flask import Blueprint

from resident.accounts.entrance.unused import AdmissionKind
from resident.accounts.sessions import myself
from resident.admin.views.saving import person_at
from resident.communities.actions import admit, withdraw_admission
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.i18n import lazy_gettext as _l
from resident.web.forms import button
from resident.web.guards import requires

bp = Blueprint("admissions", __name__)
OF_PERSON = "/c/<community>/admin/people/<int:person_id>/<any(return, number):kind>"


@bp.post(f"{OF_PERSON}/allow")
@requires(can_administer)
@button(then="admin.people.show", said=_l("Allowed for a day."))
def allow(person_id: int, kind: str) -> None:
    """Allow it, once, until this time tomorrow."""
    person = person_at(person_id)
    admit(community=current_community(), person=person, kind=AdmissionKind(kind), by=myself())


@bp.post(f"{OF_PERSON}/withdraw")
@requires(can_administer)
@button(then="admin.people.show", said=_l("Taken back."))
def withdraw(person_id: int, kind: str) -> None:
    """Take it back."""
    person = person_at(person_id)
    withdraw_admission(community=current_community(), person=person, kind=AdmissionKind(kind), by=myself())
