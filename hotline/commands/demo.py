"""Fills the house with cases that never were: for showing it, and for measuring it."""

import csv
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask.cli import with_appcontext

from config import LOCAL_TIMEZONE
from hotline.commands.cases import Bar
from hotline.history_import import Order, import_file
from workflows.demo import history_file
from workflows.demo.town import load_town
from workflows.errors import Refused
from workflows.history.columns import HEADERS
from workflows.history.mapping import Mapping

SEED = 12345
SHOWN_EVERY = 10_000


@click.command("demo")
@click.option("--cases", default=570_227, show_default=True, type=click.IntRange(1), help="How many cases.")
@click.option("--year", default=2016, show_default=True, type=click.IntRange(2000, 2100), help="Their year.")
@click.option("--seed", default=SEED, show_default=True, help="The same seed gives the same cases.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write them as a history file instead of importing them.",
)
@with_appcontext
def demo_command(cases: int, year: int, seed: int, out: Path | None) -> None:
    """Make demo cases for the loaded city."""
    now = datetime.now(LOCAL_TIMEZONE)
    try:
        town = load_town(now.date())
        first, last = date(year, 1, 1), min(date(year, 12, 31), now.date())
        if first > last:
            raise Refused(f"{year} 年还没有开始。")
        made = history_file.rows(town, first, last, cases, seed=seed, until=now.replace(tzinfo=None))
        if out:
            write_rows(out, made, cases)
            return
        with TemporaryDirectory() as folder:
            file = Path(folder) / f"demo-{year}.csv"
            write_rows(file, made, cases)
            bring_in(file, f"demo-{year}-{seed}")
    except Refused as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(1) from None


def write_rows(file: Path, rows: Iterable[history_file.Row], count: int) -> None:
    """Write the rows as a history file, showing how far it is."""
    with Bar() as bar, file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(HEADERS)
        for done, row in enumerate(rows, start=1):
            writer.writerow(row)
            if done % SHOWN_EVERY == 0 or done == count:
                bar.show("生成", done, count)


def bring_in(file: Path, source: str) -> None:
    """Import the file like any other."""
    with Bar() as bar:
        report = import_file(
            Order(file, file.name, Mapping(source=source)), by=None, at=datetime.now(UTC), progress=bar.show
        )
    if report.bad_rows:
        raise Refused("；".join(str(fault) for fault in report.faults[:5]))
    click.echo(report.sentence())
