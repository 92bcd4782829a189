"""Commands of who runs an installation: backups."""

from collections import defaultdict
from pathlib import Path

import click
from flask.cli import AppGroup

from resident.config import settings
from resident.db import db, is_reachable
from resident.keys import fingerprints_at_hand
from resident.operation.archive import Manifest
from resident.operation.creating import create_backup
from resident.operation.faults import Refused
from resident.operation.folder import newest_in
from resident.operation.key_file import ELSEWHERE, write_keys
from resident.operation.verifying import prove, require_keys

backup_cli = AppGroup("backup", help="Copies of everything, made while the app runs.")
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


def _newest(folder: Path) -> Path:
    newest = newest_in(folder)
    if newest is None:
        raise Refused(f"There is no backup in {folder}.")
    return newest.path


def _at_hand() -> dict[str, set[str]]:
    prints: dict[str, set[str]] = defaultdict(set)
    for name, print_ in fingerprints_at_hand(settings()):
        prints[name].add(print_)
    return prints


def _said(manifest: Manifest) -> str:
    rows = sum(manifest.counts.values())
    return f"of {manifest.made_at:%Y-%m-%d %H:%M} UTC, {rows} rows in {len(manifest.counts)} tables, {manifest.photos} files of photos"


def _say_missing(manifest: Manifest) -> None:
    if manifest.without_file:
        click.echo(
            f"{len(manifest.without_file)} files of photos had gone before, {manifest.without_file[0]} among them."
        )
