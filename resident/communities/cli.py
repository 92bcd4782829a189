"""Commands for communities and for the first people who run one."""

import click
from flask.cli import AppGroup

from resident.accounts.actions import join, make_way_in, put_out, reset_second_factor
from resident.accounts.duties import is_expected
from resident.accounts.entrance.identity import masked, normal_phone, phone_lookup
from resident.accounts.entrance.unused import AdmissionKind
from resident.accounts.models import SYSTEM, Person
from resident.accounts.queries import find_by_phone
from resident.communities.actions import NotNeeded, admit, grant_role
from resident.communities.context import community_by_slug
from resident.communities.models import Role
from resident.communities.queries import roles_of
from resident.config import settings
from resident.db import transaction
from resident.i18n import speaking
from resident.web.errors import NotAllowed

communities_cli = AppGroup("communities", help="Communities.")
users_cli = AppGroup("users", help="People and their roles.")


@users_cli.command("end-second-factor")
@click.argument("phone")
def end_second_factor(phone: str) -> None:
    """Take the second factor off the person with this PHONE number, who has lost app and recovery codes.

    For the last administrator; for others another administrator does it on their page.
    """
    person = _person_with(phone)
    with transaction():
        had_one = reset_second_factor(person=person, by=SYSTEM)
    done = "has no second factor any more and is signed out everywhere" if had_one else "had no second factor"
    click.echo(f"{masked(normal_phone(phone))} {done}")


@users_cli.command("sign-out")
@click.argument("phone")
def sign_out(phone: str) -> None:
    """Sign the person with this PHONE number out on every device."""
    person = _person_with(phone)
    with transaction():
        ended = put_out(person=person, by=SYSTEM)
    click.echo(f"{masked(normal_phone(phone))}: {ended} sessions ended")


@users_cli.command("way-in")
@click.argument("phone")
def way_in(phone: str) -> None:
    """Make letters by which the person with this PHONE number signs in once, within an hour, in any browser.

    For an administrator, or a number that is invited to be one; and where no codes are sent, for everybody on the
    staff in a new browser, or invited to it. Who has a second factor needs a step of it besides. The person reads in
    the inbox that it was made.
    """
    with speaking("en"):
        try:
            with transaction():
                person = _person_expected(phone)
                letters = make_way_in(person=person, by=SYSTEM)
        except NotAllowed as error:
            raise click.BadParameter(str(error.message), param_hint="PHONE") from None
    address = settings().public_url or "http://127.0.0.1:8000"
    click.echo(f"{address}/sign-in/way-in  {masked(normal_phone(phone))}  {letters}")
    click.echo("They open once, within an hour. Whoever reads them can sign in as this person: tell nobody else.")


def _person_expected(phone: str) -> Person:
    """Whose number it is; one that is invited, and has no account yet, gets one for its first sign-in."""
    number = normal_phone(phone)
    if number and is_expected(phone_lookup(number)):
        return join(phone=number, display_name=masked(number), consented=False)
    return _person_with(phone)


def _person_with(phone: str) -> Person:
    if not normal_phone(phone):
        raise click.BadParameter("not a mobile number of the mainland (11 digits)", param_hint="PHONE")
    person = find_by_phone(phone)
    if person is None:
        raise click.BadParameter("nobody has an account with this number", param_hint="PHONE")
    return person.value


@users_cli.command("admit")
@click.argument("phone")
@click.option("--community", "slug", required=True, help="The community's slug.")
def let_back_in(phone: str, slug: str) -> None:
    """Let the person with this PHONE number, unused for a year, sign in with a code again: for a day, once.

    An administrator does it on the person's page; this is for the case that none of them can.
    """
    with transaction():
        community, person = community_by_slug(slug), find_by_phone(phone)
        if community is None:
            raise click.BadParameter(f"there is no community '{slug}'", param_hint="--community")
        if person is None:
            raise click.BadParameter("there is no account with this number", param_hint="PHONE")
        try:
            admit(community=community, person=person.value, kind=AdmissionKind.RETURN, by=SYSTEM)
        except NotNeeded as error:
            raise click.UsageError(str(error.message)) from None
    click.echo(f"{masked(normal_phone(phone))} may sign in with a code until this time tomorrow")


@users_cli.command("grant")
@click.argument("phone")
@click.argument("role", type=click.Choice([str(role) for role in Role], case_sensitive=False))
@click.option("--community", "slug", required=True, help="The community's slug.")
def grant(phone: str, role: str, slug: str) -> None:
    """Give the person with this PHONE number a ROLE. A number without an account gets one, for its first sign-in."""
    number = normal_phone(phone)
    if not number:
        raise click.BadParameter("not a mobile number of the mainland (11 digits)", param_hint="PHONE")
    with transaction():
        community = community_by_slug(slug)
        if community is None:
            raise click.BadParameter(f"there is no community '{slug}'", param_hint="--community")
        person = join(phone=number, display_name=masked(number), consented=False)
        is_held = any(held.role == role for held in roles_of(community, person))
        grant_role(community=community, person=person, role=Role(role), by=SYSTEM)
    click.echo(f"{masked(number)} {'already was' if is_held else 'is now'} {role} of {slug}")
