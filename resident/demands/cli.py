"""Commands for demands."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click
from flask.cli import AppGroup

from resident.accounts.models import SYSTEM
from resident.communities.actions import follow_earlier
from resident.communities.context import community_by_slug
from resident.communities.models import Community
from resident.db import batches, transaction
from resident.demands.actions.importing import take_over
from resident.demands.importing import (
    BrokenFile,
    RejectedFile,
    Row,
    Sorter,
    UnknownEncoding,
    encoding_of,
    read_records,
)
from resident.demands.queries import category_ids_by_name

LONGEST_SOURCE = 30
BATCH = 200
demands_cli = AppGroup("demands", help="Demands.")


@demands_cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--community", "slug", required=True, help="The community's slug.")
@click.option("--source", default="import", show_default=True, help="Name of the list the ids belong to.")
@click.option(
    "--followed/--nobody-follows",
    "is_followed",
    default=None,
    help="Whether the open ones stand on the committee's desk; their pages say it where nobody follows them.",
)
def import_demands(file: Path, slug: str, source: str, *, is_followed: bool | None) -> None:
    """Take over the demands of a CSV FILE (title, body and created_at are needed).

    Rows that were taken before are passed over; rows that cannot be taken go into FILE.rejected.csv
    (FILE.rejected-2.csv where that is there already: it may have been mended).
    """
    community = community_by_slug(slug)
    if community is None:
        raise click.BadParameter(f"there is no community '{slug}'", param_hint="--community")
    if not 0 < len(source) <= LONGEST_SOURCE:
        raise click.BadParameter(f"1 to {LONGEST_SOURCE} characters", param_hint="--source")
    if is_followed is not None:
        with transaction():
            follow_earlier(community=community, follows=is_followed, by=SYSTEM)
    try:
        _import(community, file, source)
    except (UnknownEncoding, BrokenFile) as error:
        raise click.ClickException(str(error)) from None


def _import(community: Community, file: Path, source: str) -> None:
    encoding = encoding_of(file)
    click.echo(f"{file.name} is in {encoding.words}.")
    columns, records = read_records(file, encoding)
    categories = category_ids_by_name(community)
    with RejectedFile(file, columns) as rejected:
        sorter = Sorter(columns, rejected, time_zone=community.time_zone, categories=categories)
        new, known = _take(community, sorter.good_rows(records), rejected, source=source, categories=categories)
    _report(sorter, rejected, new, known)


def _take(
    community: Community, rows: Iterator[Row], rejected: RejectedFile, *, source: str, categories: dict[str, int]
) -> tuple[int, int]:
    """Take the rows batch by batch, each in a transaction of its own; read between them, so that others get their turn."""
    new = known = 0
    for batch in batches(_chunks(rows), size=1):
        taken = take_over(community=community, rows=batch, source=source, categories=categories, by=SYSTEM)
        new, known = new + taken, known + len(batch) - taken
        click.echo(f"\r{new} new, {known} already here, {rejected.count} rejected", nl=False, err=True)
    click.echo(err=True)
    return new, known


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, BATCH)):
        yield chunk


def _report(sorter: Sorter, rejected: RejectedFile, new: int, known: int) -> None:
    click.echo(f"{new + known + rejected.count} rows: {new} new, {known} already here, {rejected.count} rejected.")
    if rejected.count:
        click.echo(f"The rejected ones stand in {rejected.path}, each with its reason.")
    for name, count in sorter.unknown_categories.most_common():
        click.echo(f"No category is called {name}: {count} rows went in without one.")
