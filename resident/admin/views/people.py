"""People, what they are here, and the roles they are given."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.forms import PhoneForm
from resident.accounts.models import Person
from resident.accounts.queries import phone_of
from resident.accounts.second_factor.rows import has_second_factor
from resident.accounts.sessions import myself
from resident.accounts.suspensions import live_suspension
from resident.admin.forms import RoleForm
from resident.admin.queries import admissions_of, bodies_acted_for, masked_phone
from resident.admin.views.saving import looked_up, person_at
from resident.communities.actions import reset_factor, sign_out_person
from resident.communities.context import current_community
from resident.communities.models import Role
from resident.communities.permissions import can_administer, can_look_after
from resident.communities.queries import home_of, people_with_roles, roles_of
from resident.communities.words import HOW, ROLES, ROLES_DO, home_words
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.invitations.actions import Invitee, invite
from resident.invitations.queries import invitation_count
from resident.organizations.words import MEMBER_ROLES
from resident.web.forms import button, saving
from resident.web.guards import fresh, requires

bp = Blueprint("people", __name__)


@bp.get("/c/<community>/admin/people")
@requires(can_administer)
def index() -> ResponseReturnValue:
    """Who holds roles, and a way to find others."""
    return _people(PhoneForm()), 200


@bp.post("/c/<community>/admin/people/find")
@requires(can_administer)
def find() -> ResponseReturnValue:
    """Find a person by the whole phone number."""
    form = PhoneForm()
    person = looked_up(form)
    return redirect(url_for(".show", person_id=person.id), 303) if person else (_people(form), 422)


@bp.route("/c/<community>/admin/people/<int:person_id>", methods=["GET", "POST"])
@requires(can_administer)
@fresh
def show(person_id: int) -> ResponseReturnValue:
    """One person: home, roles, organizations; sending the form invites to a role."""
    form, person = RoleForm(), person_at(person_id)
    return saving(
        form,
        lambda: invite(
            community=current_community(),
            invitee=Invitee(phone_of(person), person.display_name),
            role=Role(form.role.data),
            by=myself(),
        ),
        page=lambda: _person(form, person),
        then=url_for("admin.invitations.index"),
        said=_("Invited. The role is theirs once they accept; you are told."),
    )


@bp.post("/c/<community>/admin/people/<int:person_id>/sign-out")
@requires(can_administer)
@fresh
@button(then=".show", said=_l("Signed out on every device."))
def sign_out(person_id: int) -> None:
    """Sign somebody out on every device."""
    sign_out_person(community=current_community(), person=person_at(person_id), by=myself())


@bp.post("/c/<community>/admin/people/<int:person_id>/second-factor/end")
@requires(can_administer)
@fresh
@button(then=".show", said=_l("The second step is off. The person sets it up anew after signing in."))
def end_factor(person_id: int) -> None:
    """Take a lost second factor off an account."""
    reset_factor(community=current_community(), person=person_at(person_id), by=myself())


def _person(form: RoleForm, person: Person) -> str:
    community = current_community()
    return render_template(
        "admin/person.html",
        form=form,
        person=person,
        phone=masked_phone(person),
        home=home_of(community, person),
        home_words=home_words,
        how=HOW,
        grants=roles_of(community, person),
        bodies=bodies_acted_for(community, person),
        roles=ROLES,
        roles_do=ROLES_DO,
        member_roles=MEMBER_ROLES,
        may_look_after=can_look_after(myself(), community, person),
        has_second_step=has_second_factor(person),
        suspension=live_suspension(person),
        admissions=admissions_of(person),
    )


def _people(form: PhoneForm) -> str:
    community = current_community()
    return render_template(
        "admin/people.html",
        form=form,
        people=people_with_roles(community),
        roles=ROLES,
        invited=invitation_count(community),
    )
