"""Commands for communities and for the first people who run one."""

import click
from flask.cli import AppGroup

from resident.communities.actions import found_community
from resident.db import transaction
from resident.web.errors import Invalid

communities_cli = AppGroup("communities", help="Communities.")


@communities_cli.command("found")
@click.argument("slug")
@click.option("--name-zh", default="", help="Its name in Chinese.")
@click.option("--name-en", default="", help="Its name in English.")
def found(slug: str, name_zh: str, name_en: str) -> None:
    """Found a community under SLUG, the part of its addresses that never changes."""
    try:
        with transaction():
            found_community(slug, {"zh_Hans": name_zh.strip(), "en": name_en.strip()})
    except Invalid as error:
        raise click.UsageError(str(error.message)) from None
    click.echo(f"{slug} is founded: /c/{slug}/")
