"""`flask demo load`."""

import click
from flask.cli import AppGroup

from resident.demo.actions import load_demo

demo_cli = AppGroup("demo", help="The demo community.")


@demo_cli.command("load")
def load() -> None:
    """Load the demo community; done twice it changes nothing."""
    click.echo("The demo community is loaded." if load_demo() else "The demo community was there already.")
