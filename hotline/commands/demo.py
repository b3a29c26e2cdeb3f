"""Fills the house with cases that never were: for showing it, and for measuring it."""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import click
from flask import current_app
from flask.cli import with_appcontext

from config import LOCAL_TIMEZONE
from hotline.case_exports.making import folder_of
from hotline.commands.cases import Bar
from hotline.demo_exports import export_some
from hotline.demo_issues import publish_some
from hotline.grid_file import import_events
from hotline.history_import import Order, import_file
from models.queries import history
from models.transaction import unit_of_work
from workflows.demo import (
    entered,
    grid,
    history_file,
    knowledge,
    live,
    meetings,
    one_event,
    telephone,
    topic,
    views,
    whose,
)
from workflows.demo.courses import STUCK
from workflows.demo.crew import muster
from workflows.demo.town import load_town
from workflows.errors import Refused
from workflows.history.columns import HEADERS
from workflows.history.mapping import Mapping

SEED = 12345
SEED_YEAR = 2016
WEEKS = 6
CASES_A_DAY = 60
SHOWN_EVERY = 10_000


@click.command("demo")
@click.option("--weeks", type=click.IntRange(1, 52), help="Some weeks up to now, open cases included [6].")
@click.option("--cases", type=click.IntRange(1), help="How many cases of a year [570227].")
@click.option("--year", type=click.IntRange(2000, 2100), help="Their year [2016].")
@click.option("--seed", default=SEED, show_default=True, help="The same seed gives the same cases.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the year as a history file instead of importing it.",
)
@with_appcontext
def demo_command(weeks: int | None, cases: int | None, year: int | None, seed: int, out: Path | None) -> None:
    """Make demo cases for the loaded city: some weeks with work in every worklist, or a whole year."""
    try:
        if cases is None and year is None and out is None:
            make_weeks(weeks or WEEKS, seed)
        else:
            make_year(cases or history_file.SEED_CASES, year or SEED_YEAR, seed, out)
    except Refused as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(1) from None


def make_year(cases: int, year: int, seed: int, out: Path | None) -> None:
    """Make a year's cases, all but a few of them closed."""
    now = datetime.now(LOCAL_TIMEZONE)
    first, last = date(year, 1, 1), min(date(year, 12, 31), now.date())
    if first > last:
        raise Refused(f"{year} 年还没有开始。")
    made = history_file.rows(
        load_town(now.date()), first, last, cases, seed=seed, until=now.replace(tzinfo=None)
    )
    if out:
        write_rows(out, made, cases)
    else:
        bring_rows(made, cases, f"demo-{year}-{seed}")


def make_weeks(weeks: int, seed: int) -> None:
    """Fill an empty house: weeks of earlier cases, then some that go through the real steps until now."""
    if current_app.config["SETTINGS"].production:
        raise Refused("生产环境不生成演示工单。")
    if history.has_cases():
        click.echo("已有工单，不再生成演示工单。")
        return
    now = datetime.now(LOCAL_TIMEZONE)
    town, crew, rng = load_town(now.date()), muster(), Random(seed)  # noqa: S311
    first, count = now.date() - timedelta(weeks=weeks), weeks * 7 * CASES_A_DAY
    made = history_file.rows(
        town, first, now.date(), count, seed=seed, until=now.replace(tzinfo=None), is_under_way=True
    )
    bring_rows(made, count, "demo")
    planned = live.plays(town, crew, at=now, rng=rng)
    stuck: list[int] = []
    with Bar() as bar:
        for done, play in enumerate(planned, start=1):
            with unit_of_work():
                case = live.perform(play, muster(), rng)
                if play.course is STUCK:
                    stuck.append(case.id)
            bar.show("演示", done, len(planned))
    with unit_of_work():
        meetings.settle_one(stuck[4:5], muster(), at=now)
    with unit_of_work():
        meetings.hold_one(stuck[:2], muster(), at=now)
    with unit_of_work():
        meetings.prepare_one(stuck[2:4], muster(), at=now)
    with unit_of_work():
        ids = [officer.department_id or 0 for officer in muster().officers]
        entered.enter_some(ids, rng, today=now.date(), at=now)
    with unit_of_work():
        telephone.ring_some(muster(), rng, at=now)
    bring_events([district.name for district in town.districts], first, now, rng)
    with unit_of_work():
        grid.walk_a_round([district.id for district in town.districts], at=now)
    with unit_of_work():
        knowledge.fill(muster(), at=now)
    with unit_of_work():
        views.keep_some(at=now)
    with unit_of_work():
        callers = topic.grow_one(town, muster(), at=now, rng=rng)
    with unit_of_work():
        callers += one_event.answer_one(town, muster(), at=now)
    with unit_of_work():
        whose.share_out(muster(), at=now)
    publish_some(now)
    export_some(now, folder_of(current_app.config["SETTINGS"].uploads_dir))
    click.echo(
        f"演示工单 {count + len(planned) + callers} 件已就绪，其中 {len(planned) + callers} 件走完真实流程步骤。"
    )


def bring_events(districts: Sequence[str], first: date, now: datetime, rng: Random) -> None:
    """Import some weeks of a grid platform's events like any file of them."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "events.csv"
        with file.open("w", encoding="utf-8", newline="") as text:
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(grid.HEADERS)
            writer.writerows(grid.rows(districts, first, now, rng))
        report = import_events(file, "演示网格事件", "网格平台", by=None, at=datetime.now(UTC))
    if report.bad_rows:
        raise Refused("；".join(str(fault) for fault in report.faults[:5]))


def bring_rows(rows: Iterable[history_file.Row], count: int, source: str) -> None:
    """Write the rows into a passing file and import it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{source}.csv"
        write_rows(file, rows, count)
        bring_in(file, source)


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
