"""Build a report's workbook into a file: `flask reports build completion --period 2016-07 --out FILE.xlsx`."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from reports.catalogue import REPORTS, Report
from reports.periods import BadPeriod, Period, parse

reports_cli = AppGroup("reports", help="Build reports as Excel workbooks.")


def read_report(_context: click.Context, _argument: click.Parameter, name: str) -> Report:
    """Find the report, or list those there are."""
    if name not in REPORTS:
        known = "、".join(f"{report.name}（{report.title}）" for report in REPORTS.values())
        raise click.BadParameter(f"没有“{name[:40]}”这种报表，可选：{known}。")
    return REPORTS[name]


def read_period(_context: click.Context, _option: click.Parameter, text: str) -> Period:
    """Read "2016-07", or say how a period is written."""
    try:
        return parse(text)
    except BadPeriod as wrong:
        raise click.BadParameter(str(wrong)) from None


@reports_cli.command("build")
@click.argument("report", callback=read_report)
@click.option(
    "--period",
    required=True,
    callback=read_period,
    help="2016, 2016-H2, 2016-Q3, 2016-07, 2016-07-X1, 2016-W30, 2016-N30, a day, a..b",
)
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="the .xlsx to write"
)
def build_report(report: Report, period: Period, out: Path) -> None:
    """Build a workbook; a reader of FILE sees the old one or the whole new one, never half of it."""
    if not out.parent.is_dir():
        raise click.BadParameter(f"文件夹不存在：{out.parent}", param_hint="--out")
    made = report.build(period, datetime.now(UTC), "命令行 flask reports build")
    unfinished = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(made.content)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    click.echo(f"已生成{report.title}（{period.label}）：{out}，{len(made.content):,} 字节")
