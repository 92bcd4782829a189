"""People, what they are here, and the roles they are given."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.forms import PhoneForm
from resident.accounts.models import Person
from resident.admin.actions import look_up_person
from resident.admin.forms import RoleForm
from resident.admin.queries import bodies_acted_for, masked_phone, person_in_sight
from resident.admin.views.saving import begin_as_administrator, saving
from resident.communities.actions import grant_role
from resident.communities.context import current_community
from resident.communities.models import Role
from resident.communities.permissions import can_administer
from resident.communities.queries import home_of, people_with_roles, roles_of
from resident.communities.words import ROLES, ROLES_DO, home_words
from resident.db import keep_refusal
from resident.i18n import gettext as _
from resident.organizations.words import MEMBER_ROLES
from resident.web.errors import NotHere
from resident.web.guards import me, requires

bp = Blueprint("people", __name__)


@bp.get("/c/<community>/admin/people")
@requires(can_administer)
def index() -> ResponseReturnValue:
    """Who holds roles, and a way to find others."""
    return _people(PhoneForm()), 200


@bp.post("/c/<community>/admin/people/find")
@requires(can_administer)
def find() -> ResponseReturnValue:
    """Find a person by the whole phone number; every search is written down, the fruitless ones too."""
    form = PhoneForm()
    if form.validate_on_submit():
        begin_as_administrator()
        found = look_up_person(community=current_community(), phone=form.phone.data or "", by=me())
        if found is not None:
            return redirect(url_for(".show", person_id=found.id), 303)
        keep_refusal()
        form.phone.errors = [_("Nobody has signed in with this number yet. Ask the person to sign in once.")]
    return _people(form), 422


@bp.route("/c/<community>/admin/people/<int:person_id>", methods=["GET", "POST"])
@requires(can_administer)
def show(person_id: int) -> ResponseReturnValue:
    """One person: home, roles, organizations; sending the form gives a role."""
    community, found, form = current_community(), _in_sight(person_id), RoleForm()
    return saving(
        form,
        "admin/person.html",
        save=lambda: grant_role(community=community, person=found, role=Role(form.role.data), by=me()),
        onward=url_for(".show", person_id=found.id),
        said=_("The role is given."),
        person=found,
        phone=masked_phone(found),
        home=home_of(community, found),
        home_words=home_words,
        grants=roles_of(community, found),
        bodies=bodies_acted_for(community, found),
        roles=ROLES,
        roles_do=ROLES_DO,
        member_roles=MEMBER_ROLES,
    )


def _people(form: PhoneForm) -> str:
    return render_template("admin/people.html", form=form, people=people_with_roles(current_community()), roles=ROLES)


def _in_sight(person_id: int) -> Person:
    found = person_in_sight(current_community(), person_id, by=me())
    if found is None:
        raise NotHere
    return found
