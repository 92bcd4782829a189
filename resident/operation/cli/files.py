"""Commands of who runs an installation: the files of its machine."""

import getpass
import os
import shlex
from pathlib import Path

import click
from flask.cli import AppGroup

from resident.config import ROOT
from resident.operation.files import (
    CADDYFILE,
    Wanted,
    check_caddyfile,
    check_units,
    folders_of,
    host_name,
    written_files,
)

operation_cli = AppGroup("operation", help="Running this app on a machine of its own.")
NEXT = """\
Next, as root:
  id {user} || adduser --system --group --no-create-home {user}
  install -d -m 700 -o {user} {folders}
  cd {root} && make for-run catalogues && .venv/bin/python -c 'from resident.web.assets import build; build()'
  chown -R {user} {root}/.build {root}/static/vendor
  cp {dir}/*.service {dir}/*.timer /etc/systemd/system/ && cp {dir}/Caddyfile /etc/caddy/Caddyfile
  systemctl daemon-reload && systemctl enable --now resident resident-verify.timer && systemctl reload caddy"""


@operation_cli.command("files", with_appcontext=False)
@click.option("--domain", required=True, metavar="NAME", help="The name under which people reach it.")
@click.option("--user", default="", help="Whom it runs as; else who calls this, and `resident` for root.")
@click.option("--port", default=lambda: os.environ.get("PORT") or "8000", type=click.IntRange(1, 65535))
@click.option("--certificate", nargs=2, metavar="CERT KEY", help="A certificate of your own and its key.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def files(domain: str, user: str, port: int, certificate: tuple[str, str] | None, folder: Path) -> None:
    """Write systemd's units and a Caddyfile for this installation into DIR, and have them checked where that can be.

    Data and backups lie where RESIDENT_DATA_DIR and RESIDENT_BACKUP_DIR say.
    """
    wanted = Wanted(host_name(domain), user or _user(), port, certificate)
    paths = written_files(wanted, os.environ, folder.resolve())
    click.echo("\n".join(map(str, paths)))
    units = [path for path in paths if path.name != CADDYFILE]
    caddyfile = next(path for path in paths if path.name == CADDYFILE)
    for name, is_checked in (("Caddy", check_caddyfile(caddyfile)), ("systemd", check_units(units))):
        click.echo(
            f"{name} takes them." if is_checked else f"{name} is not on this machine, so it has not checked them."
        )
    root, written = (shlex.quote(str(path)) for path in (ROOT, folder.resolve()))
    folders = shlex.join(map(str, folders_of(os.environ)))
    click.echo(NEXT.format(root=root, dir=written, user=wanted.user, folders=folders))


def _user() -> str:
    """Nothing that is reached from outside runs as root."""
    caller = getpass.getuser()
    return "resident" if caller == "root" else caller
