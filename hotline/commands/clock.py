"""When would this be due, and why: `flask clock due`, from the rules alone, without the database."""

from datetime import datetime, time

import click
from flask.cli import AppGroup

from config import LOCAL_TIMEZONE
from models.vocabulary import CountFrom
from workflows import counting
from workflows.deadlines import due
from workflows.errors import Refused
from workflows.limit import Limit
from workflows.working_time import Calendar, local_time

YEARS = range(1949, 2200)

clock_cli = AppGroup("clock", help="Work out due dates on the working calendar.")


def read_moment(_context: click.Context, _option: click.Parameter, text: str) -> datetime:
    """Read "2026-02-13 16:00" as local time, unless it brings an offset of its own."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        raise click.BadParameter(f"看不懂时间“{text[:30]}”：请写成 2026-02-13 16:00。")
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_TIMEZONE)


def read_limit(_context: click.Context, _option: click.Parameter, text: str) -> Limit:
    """Read "5wd", or say how a limit is written."""
    try:
        return Limit.parse(text)
    except Refused as refusal:
        raise click.BadParameter(str(refusal)) from None


def read_day_end(_context: click.Context, _option: click.Parameter, text: str) -> time:
    """Read "18:00", or say how an end of day is written."""
    try:
        return counting.day_end(text)
    except Refused as refusal:
        raise click.BadParameter(str(refusal)) from None


@clock_cli.command("due")
@click.option("--from", "start", required=True, callback=read_moment, help='Start, e.g. "2026-02-13 16:00".')
@click.option("--limit", required=True, callback=read_limit, help="15min, 24h, 4wh, 5wd or 7d.")
@click.option(
    "--count-from",
    type=click.Choice([way.value for way in CountFrom]),
    default=CountFrom.NEXT_DAY.value,
    show_default=True,
    help="Whether the day of receipt is the first day.",
)
@click.option(
    "--day-end", default="18:00", callback=read_day_end, show_default=True, help="End of a day, up to 24:00."
)
def show_due(start: datetime, limit: Limit, count_from: str, day_end: time) -> None:
    """Print the due time, then step by step why it is due then."""
    rules = counting.ClockRules(count_from=CountFrom(count_from), day_end=day_end)
    deadline = due(start, limit, calendar=Calendar(), rules=rules)
    click.echo(f"{local_time(deadline.due_at):%Y-%m-%d %H:%M}")
    for step in deadline.steps:
        click.echo(step)
