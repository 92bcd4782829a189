"""Commands for the keys of an installation."""

import click
from flask import current_app
from flask.cli import AppGroup

from resident.accounts.rotation import rotate_keys
from resident.keys import allow_older_keys

keys_cli = AppGroup("keys", help="The keys of this installation.")


@keys_cli.command("rotate")
def rotate() -> None:
    """Write everything anew under the newest keys; those before may go afterwards.

    Goes on where an earlier run was interrupted. For another lookup key stop the app first.
    """
    allow_older_keys(current_app)
    changed, late = rotate_keys()
    click.echo(f"{changed} rows were written anew")
    if late:
        raise click.ClickException(
            f"{late} rows were written with an older key meanwhile. Restart the app with the new keys, then run this again."
        )
    click.echo("All is under the newest keys. Those before may go: the secret key once ninety days are over.")
