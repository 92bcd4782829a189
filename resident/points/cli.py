"""Commands for the ledger."""

import click
from flask.cli import AppGroup

from resident.points.audits import counted, differences

points_cli = AppGroup("points", help="The ledger of points.")


@points_cli.command("audit")
def audit() -> None:
    """Recompute every balance from its postings; exit 1 when anything differs."""
    found = 0
    for difference in differences():
        found += 1
        click.echo(difference)
    accounts, transfers = counted()
    click.echo(f"{accounts} ledger accounts, {transfers} transfers, {found} differences")
    if found:
        raise SystemExit(1)
