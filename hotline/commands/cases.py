"""Brings old cases in from a file, and works on files that were handed in on the page."""

import csv
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from hotline.history_import import Order, import_file, record_run, run_batch
from workflows.errors import Refused
from workflows.history.importing import Report
from workflows.history.mapping import Mapping, read_mapping

MOST_SHOWN = 50
BAR_WIDTH = 36

cases_cli = AppGroup("cases", help="Bring the cases of an old system in.")


@cases_cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML file that renames columns, translates values and gives defaults.",
)
@click.option("--dry-run", is_flag=True, help="Check every row and write nothing.")
@click.option("--create-missing", is_flag=True, help="Make categories, units and places that are not there.")
@click.option("--source", help="Name of the old system; a second import from it adds nothing.")
@click.option(
    "--errors",
    "errors_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV file for all bad rows.",
)
@click.pass_context
def import_cases(
    context: click.Context,
    file: Path,
    mapping_file: Path | None,
    dry_run: bool,
    create_missing: bool,
    source: str | None,
    errors_file: Path | None,
) -> None:
    """Import a history FILE (CSV or XLSX): all rows or none. Exit code 1 where it is refused."""
    at = datetime.now(UTC)
    try:
        mapping = mapping_of(mapping_file, source)
        order = Order(file, file.name, mapping, creates_missing=create_missing, is_dry_run=dry_run)
        with Bar() as bar:
            report = import_file(
                order,
                by=None,
                at=at,
                progress=bar.show,
                note_end=lambda written: record_run(order, written, by=None, at=at),
            )
    except Refused as error:
        click.echo(str(error), err=True)
        context.exit(1)
    if errors_file and report.faults:
        write_faults(report, errors_file)
    tell(report, dry_run)
    context.exit(1 if report.bad_rows else 0)


@cases_cli.command("import-batch")
@click.argument("batch_id", type=int)
def import_batch(batch_id: int) -> None:
    """Work on the file that was handed in on the page under this number; the scheduler calls this."""
    folder = current_app.config["SETTINGS"].uploads_dir / "history"
    click.echo(f"导入批次 {batch_id}：" + ("处理完毕。" if run_batch(batch_id, folder) else "无需处理。"))


def mapping_of(file: Path | None, source: str | None) -> Mapping:
    """Read the mapping file; a source given on the command line counts before the file's own."""
    toml = ""
    if file:
        try:
            toml = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise Refused("映射文件应为 UTF-8 编码。") from None
    mapping = read_mapping(toml)
    if source is None:
        return mapping
    return Mapping(
        source=read_mapping(f"source = {toml_text(source)}").source,
        origins=mapping.origins,
        values=mapping.values,
        defaults=mapping.defaults,
        formats=mapping.formats,
    )


def toml_text(text: str) -> str:
    """Write a text as TOML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


class Bar:
    """The progress bar: one line for each phase of the work, on standard error, redrawn on a terminal."""

    def __init__(self) -> None:
        self._line = ""

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self._end_line()

    def show(self, phase: str, done: int, total: int) -> None:
        """Move the bar, or begin the next one."""
        if not self._line.startswith(phase):
            self._end_line()
        share = min(done / max(total, 1), 1)
        filled = round(share * BAR_WIDTH)
        self._line = f"{phase} [{'#' * filled}{'-' * (BAR_WIDTH - filled)}] {share:4.0%} {done:,} 行"
        if sys.stderr.isatty():
            click.echo(f"\r{self._line}", err=True, nl=False)

    def _end_line(self) -> None:
        if self._line:
            click.echo("" if sys.stderr.isatty() else self._line, err=True)
        self._line = ""


def tell(report: Report, is_dry_run: bool) -> None:
    """Print the summary and the first bad rows."""
    click.echo(f"编码 {report.encoding}。" + ("（试运行，未写入）" if is_dry_run else "") + report.sentence())
    if report.unknown_columns:
        click.echo(f"忽略了不认识的列：{'、'.join(report.unknown_columns)}")
    for column, names in report.made.items():
        click.echo(
            f"新建{column} {len(names)} 个：{'、'.join(names[:20])}" + (" 等" if len(names) > 20 else "")
        )
    if report.differing:
        lines = "、".join(map(str, report.differing_lines[:20]))
        click.echo(f"已存在但内容不同、未更新的有 {report.differing} 行：第 {lines} 行")
    for fault in report.faults[:MOST_SHOWN]:
        click.echo(str(fault), err=True)
    if len(report.faults) > MOST_SHOWN:
        click.echo(f"……另有 {len(report.faults) - MOST_SHOWN} 处，用 --errors FILE.csv 查看。", err=True)


def write_faults(report: Report, file: Path) -> None:
    """Write every kept fault as a CSV that Excel opens."""
    with file.open("w", encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(["行", "列", "原因"])
        writer.writerows([fault.line, fault.column, harmless(fault.reason)] for fault in report.faults)


def harmless(text: str) -> str:
    """Keep a text from being taken for a formula when the CSV is opened in Excel."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
