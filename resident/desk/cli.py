"""Commands for what lies on desks."""

import click
from flask.cli import AppGroup

from resident.communities.context import communities
from resident.desk.queries.audits import open_things, stranded_in
from resident.i18n import in_language

desk_cli = AppGroup("desk", help="Open work, and on whose desk it stands.")


@desk_cli.command("audit")
def audit() -> None:
    """List every open thing that nobody follows, and whoever waits beside a free place; exit 1 when there is any."""
    found = counted = 0
    for community in communities():
        counted += sum(len(ids) for ids in open_things(community).values())
        for one in stranded_in(community):
            found += 1
            click.echo(f"{in_language(community.name, 'en')[0]}: {one.kind} {one.id} {one.why}")
    click.echo(f"{counted} open things, {found} of them or beside them stranded")
    if found:
        raise SystemExit(1)
