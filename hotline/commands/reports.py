"""Build reports into files: `flask reports build daily --period 2016-07-01 --format docx --out FILE.docx`."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from reports import catalogue
from reports.catalogue import FileForm, Report
from reports.documents.typesetting import CannotTypeset
from reports.periods import BadPeriod, Period, parse

reports_cli = AppGroup("reports", help="Build reports as Excel, Word or PDF files.")


def report_called(name: str) -> Report:
    """Return the report of this id; what there is is named where there is none."""
    report = catalogue.find(name)
    if report is None:
        known = "、".join(f"{report.name}（{report.title}）" for report in catalogue.everything())
        raise click.BadParameter(f"没有“{name[:40]}”这种报表，可选：{known}。")
    return report


def read_period(_context: click.Context, _option: click.Parameter, text: str) -> Period:
    """Read "2016-07", or say how a period is written."""
    try:
        return parse(text)
    except BadPeriod as wrong:
        raise click.BadParameter(str(wrong)) from None


def form_of(chosen: str | None, out: Path) -> FileForm:
    """Return the form that was asked for, else the one the file's name ends with, else a workbook."""
    end = chosen or out.suffix.removeprefix(".").lower()
    return FileForm(end) if end in set(FileForm) else FileForm.XLSX


@reports_cli.command("list")
def list_reports() -> None:
    """List the reports: id, title, periods and forms."""
    for report in catalogue.everything():
        kinds = "、".join(kind.label for kind in report.kinds) or "任意周期"
        forms = " ".join(form.value for form in report.makers)
        click.echo(f"{report.name}\t{report.title}\t{kinds}\t{forms}")


@reports_cli.command("build")
@click.argument("report")
@click.option(
    "--period",
    required=True,
    callback=read_period,
    help="2016, 2016-H2, 2016-Q3, 2016-07, 2016-07-X1, 2016-W30, 2016-N30, a day, a..b",
)
@click.option(
    "--format", "chosen", type=click.Choice([form.value for form in FileForm]), help="else by the file's name"
)
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="the file to write"
)
def build_report(report: str, period: Period, chosen: str | None, out: Path) -> None:
    """Build a report; a reader of FILE sees the old one or the whole new one, never half of it."""
    found = report_called(report)
    if not out.parent.is_dir():
        raise click.BadParameter(f"文件夹不存在：{out.parent}", param_hint="--out")
    try:
        made = found.build(period, datetime.now(UTC), "命令行 flask reports build", form_of(chosen, out))
    except (BadPeriod, CannotTypeset) as refused:
        raise click.UsageError(str(refused)) from None
    unfinished = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(made.content)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    click.echo(f"已生成{found.title}（{period.label}）：{out}，{len(made.content):,} 字节")
