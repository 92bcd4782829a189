"""Commands of who runs an installation: backups."""

import os
import subprocess
import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from resident.config import ROOT, settings
from resident.db import db, is_reachable
from resident.operation.archive import Manifest
from resident.operation.creating import create_backup
from resident.operation.faults import Refused
from resident.operation.finishing import finish
from resident.operation.folder import newest_in
from resident.operation.key_file import ELSEWHERE, write_keys
from resident.operation.restoring import restore
from resident.operation.verifying import prove, require_keys

backup_cli = AppGroup("backup", help="Copies of everything, made while the app runs.")
FINISH = [sys.executable, "-m", "flask", "--app", "app", "backup", "finish"]
A_PATH = click.Path(path_type=Path)


@backup_cli.command("create")
@click.argument("folder", metavar="DIR", type=A_PATH)
def create(folder: Path) -> None:
    """Write a backup of database and photos into DIR. The keys are not in it: `backup keys` writes them apart."""
    made = create_backup(folder.resolve())
    click.echo(f"{made.path}  {made.size / 1e6:.1f} MB: {_said(made.manifest)}")
    _say_missing(made.manifest)


@backup_cli.command("verify")
@click.argument("file", type=A_PATH)
def verify(file: Path) -> None:
    """Prove that the backup in FILE is whole and that the keys at hand are its own; of a folder its newest one."""
    path = _newest(file) if file.is_dir() else file
    manifest = prove(path)
    require_keys(manifest, _at_hand())
    click.echo(f"{path} is whole: {_said(manifest)}")
    _say_missing(manifest)


@backup_cli.command("keys")
@click.argument("file", type=A_PATH)
def keys(file: Path) -> None:
    """Write the keys of this installation to FILE, which must lie elsewhere than the backups."""
    is_reachable()  # the first connection compares the keys with those of the database
    db.session.rollback()
    write_keys(file)
    click.echo(f"{file}\n{ELSEWHERE}")


@backup_cli.command("restore", with_appcontext=False)
@click.argument("file", type=A_PATH)
@click.option("--closings", multiple=True, type=A_PATH, help="A list of closings that lies elsewhere than beside FILE.")
def put_back(file: Path, closings: tuple[Path, ...]) -> None:
    """Put the backup in FILE into an empty database and an empty data folder that holds its keys.

    With the app stopped. Sessions and codes end, messages that waited are not sent, accounts closed since are closed
    again, and the audits run; the app serves nobody before they are clean.
    """
    mark = restore(file, os.environ, closings)
    click.echo(
        f"The backup of {mark.made_at:%Y-%m-%d %H:%M} UTC was put back; now it is brought up to now and audited."
    )
    done = subprocess.run(FINISH, cwd=ROOT, check=False)  # noqa: S603
    raise SystemExit(done.returncode)


@backup_cli.command("finish")
def bring_up_to_now() -> None:
    """Do what `restore` does after the backup was put back, where that was interrupted or something had to be mended."""
    done = finish()
    for found in done.to_look_at:
        click.echo(f"Worth a look: {found}")
    click.echo(
        f"{done.sessions} sessions ended, {done.messages} messages not sent, {done.closed} accounts closed again, "
        f"{len(done.wrong)} differences"
    )
    if done.wrong:
        raise Refused("Nobody is served before this is mended:\n" + "\n".join(done.wrong) + "\nThen: `backup finish`.")
    click.echo("Restored. The app may be started.")


def _newest(folder: Path) -> Path:
    newest = newest_in(folder)
    if newest is None:
        raise Refused(f"There is no backup in {folder}.")
    return newest.path


def _at_hand() -> dict[str, list[str]]:
    given = settings()
    keys = {
        "SECRET_KEY": [given.secret_key, given.secret_key_before],
        "LOOKUP_KEY": [given.lookup_key, given.lookup_key_before],
        "DATA_KEY": [*given.data_keys],
    }
    return {name: [key for key in several if key] for name, several in keys.items()}


def _said(manifest: Manifest) -> str:
    rows = sum(manifest.counts.values())
    return f"of {manifest.made_at:%Y-%m-%d %H:%M} UTC, {rows} rows in {len(manifest.counts)} tables, {manifest.photos} files of photos"


def _say_missing(manifest: Manifest) -> None:
    if manifest.without_file:
        click.echo(
            f"{len(manifest.without_file)} files of photos had gone before, {manifest.without_file[0]} among them."
        )
