"""The command that founds a community, and what it says comes next."""

import click

from resident.accounts.models import SYSTEM
from resident.admin.actions import begin_community
from resident.communities.cli import communities_cli
from resident.communities.models import Community
from resident.db import transaction
from resident.i18n import speaking
from resident.web.errors import Invalid
from resident.web.preparations import preparations_of

OPTIONS = {
    "slug": "SLUG",
    "name": "--name-zh",
    "address": "--address",
    "phone": "--phone",
    "duty_phone": "--duty-phone",
}
NEXT = """Founded: /c/{slug}/
It has nine usual categories, the committee as a body, office hours (8:00 to 12:00 and 14:00 to 18:00 on working days)
and seven days of notice before hours count. All of it can be changed on the administrator's page.

What comes next:
  flask --app app users grant NUMBER administrator --community {slug}
  flask --app app users way-in NUMBER     letters by which this person signs in, once, within an hour
Then, on the administrator's page /c/{slug}/admin, which shows the same list:"""


@communities_cli.command("found")
@click.argument("slug")
@click.option("--name-zh", default="", help="Its name in Chinese.")
@click.option("--name-en", default="", help="Its name in English.")
@click.option("--phone", required=True, help="The committee's public telephone.")
@click.option("--duty-phone", default="", help="The telephone when the office is closed.")
@click.option("--address", required=True, help="The committee's address.")
@click.option("--address-en", default="", help="The committee's address in English.")
def found(slug: str, *, name_zh: str, name_en: str, phone: str, duty_phone: str, address: str, address_en: str) -> None:
    """Found a community under SLUG, the part of its addresses that never changes; residents can use it at once."""
    with speaking("en"):
        try:
            with transaction():
                community = begin_community(
                    slug=slug,
                    name={"zh_Hans": name_zh, "en": name_en},
                    address={"zh_Hans": address, "en": address_en},
                    phone=phone,
                    duty_phone=duty_phone,
                    by=SYSTEM,
                )
        except Invalid as error:
            raise click.BadParameter(str(error.message), param_hint=OPTIONS[error.field]) from None
        click.echo(NEXT.format(slug=slug))
        for line in still_to_do(community):
            click.echo(f"  - {line}")


def still_to_do(community: Community) -> list[str]:
    """What is not prepared yet, a line each."""
    prepared = preparations_of(community_id=community.id)
    return [f"{one.label}. {one.about}" for one, is_made in prepared if not is_made]
