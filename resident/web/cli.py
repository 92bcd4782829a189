"""Commands for the assets."""

import click
from flask.cli import AppGroup

from resident.config import ROOT
from resident.web.assets import build

assets_cli = AppGroup("assets", help="Style sheets, scripts and pictures.")


@assets_cli.command("build")
@click.option("--for-tests", is_flag=True, help="Also install what only the tests need.")
def build_assets(for_tests: bool) -> None:
    """Build what has changed into static/vendor."""
    for name, file in build(for_tests=for_tests).items():
        size = (ROOT / "static" / "vendor" / file).stat().st_size
        click.echo(f"{name:12} {file}  {size / 1024:.1f} KB")
