"""Brings the events of a grid platform in from a file: `flask grid import FILE --source 网格平台`."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from hotline.grid_file import import_events
from workflows.errors import Refused

MOST_SHOWN = 50
grid_cli = AppGroup("grid", help="Bring the events of a grid platform in.")


@grid_cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="网格平台", show_default=True, help="Name of the platform they come from.")
@click.pass_context
def import_grid(context: click.Context, file: Path, source: str) -> None:
    """Import FILE (CSV or XLSX): all rows or none; known events are brought up to date. Exit code 1 where refused."""
    try:
        report = import_events(file, file.name, source, by=None, at=datetime.now(UTC))
    except Refused as error:
        click.echo(str(error), err=True)
        context.exit(1)
    click.echo(report.sentence())
    if report.unknown_columns:
        click.echo(f"忽略了不认识的列：{'、'.join(report.unknown_columns)}")
    for fault in report.faults[:MOST_SHOWN]:
        click.echo(str(fault), err=True)
    if len(report.faults) > MOST_SHOWN:
        click.echo(f"……另有 {len(report.faults) - MOST_SHOWN} 处。", err=True)
    context.exit(1 if report.bad_rows else 0)
