"""At the counter: what somebody who was seen in person may do for a day."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.entrance.unused import AdmissionKind
from resident.accounts.sessions import myself
from resident.admin.queries import person_in_sight
from resident.communities.actions import admit, withdraw_admission
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.i18n import gettext as _
from resident.web.errors import found
from resident.web.forms import doing
from resident.web.guards import requires

bp = Blueprint("admissions", __name__)
OF_PERSON = "/c/<community>/admin/people/<int:person_id>/<any(return, number):kind>"


@bp.post(f"{OF_PERSON}/allow")
@requires(can_administer)
def allow(person_id: int, kind: str) -> ResponseReturnValue:
    """Allow it, once, until this time tomorrow."""
    community, by = current_community(), myself()
    person = found(person_in_sight(community, person_id, by=by))
    return doing(
        lambda: admit(community=community, person=person, kind=AdmissionKind(kind), by=by),
        then=url_for("admin.people.show", person_id=person_id),
        said=_("Allowed for a day."),
    )


@bp.post(f"{OF_PERSON}/withdraw")
@requires(can_administer)
def withdraw(person_id: int, kind: str) -> ResponseReturnValue:
    """Take it back."""
    community, by = current_community(), myself()
    person = found(person_in_sight(community, person_id, by=by))
    return doing(
        lambda: withdraw_admission(community=community, person=person, kind=AdmissionKind(kind), by=by),
        then=url_for("admin.people.show", person_id=person_id),
        said=_("Taken back."),
    )
