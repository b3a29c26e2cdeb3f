"""The commands that find hot topics, run in a process of their own: scikit-learn never enters the web server.

`flask topics …` starts this module and passes everything on (hotline/commands/topics.py). It needs no database
and no network.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import click

from config import LOCAL_TIMEZONE
from hotline.learning_cli import FILE, FOLDER, refusing
from workflows.errors import Refused
from workflows.history.cells import BadCell, moment
from workflows.learning.tables import Texts, place_of, read_texts, write_beside
from workflows.learning.texts import head
from workflows.learning.topics import Message, Topic, find

ADDED = ("topic_id", "topic_size", "topic_words", "topic_place", "topic_first", "topic_last")
SHOWN = 20
EXAMPLES = 3
LONGEST_EXAMPLE = 30
HEADS = ("subject", "title", "标题", "主题", "留言主题")
BODIES = ("text", "text_clean", "content", "body", "内容", "诉求内容", "留言详情")
TIMES = ("time", "received_at", "时间", "留言时间", "受理时间", "来电时间")


@click.group()
@click.option("--folder", type=FOLDER, required=True, hidden=True)
def topics(folder: Path) -> None:
    """Find what several people write about one matter in one place.

    A table is CSV (UTF-8 or GB18030) or XLSX.
    """
    os.chdir(folder)


@topics.command("find")
@click.argument("source", metavar="FILE", type=FILE)
@click.option("--out", type=FILE, required=True, help="the CSV to write")
@click.option("--id-column", help="put in front; the others follow as they are")
@click.option(
    "--text-column",
    "text_columns",
    multiple=True,
    help="again for subject, then text; known ones if not named",
)
@click.option("--time-column", help="when each came; a known one if not named")
@click.option(
    "--window-days", default=0, type=click.IntRange(0), help="farther apart is no topic; 0: time says nothing"
)
@click.option("--show", default=SHOWN, show_default=True, type=click.IntRange(0), help="topics printed")
@refusing
def find_topics(
    source: Path,
    out: Path,
    id_column: str | None,
    text_columns: Sequence[str],
    time_column: str | None,
    window_days: int,
    show: int,
) -> None:
    """Write FILE with topic_id and what the topic is about beside its columns; every row has a topic."""
    started = time.monotonic()
    if not out.parent.is_dir():
        raise Refused(f"文件夹不存在：{out.parent}。")
    table = read_texts(source, text_columns)
    texts = text_columns or known(table, HEADS)[:1] + known(table, BODIES)[:1]
    if not texts:
        raise Refused(f"请用 --text-column 指明文本列，文件的列是：{'、'.join(table.header)}。")
    if id_column:
        table = in_front(table, id_column)
    timed = time_column or next(iter(known(table, TIMES)), None)
    found = find(
        list(messages(table, texts, timed)), window=timedelta(days=window_days) if window_days else None
    )
    write_beside(out, table, ADDED, cells(found, len(table.rows)))
    for number, topic in enumerate(found[:show], 1):
        if len(topic.members) > 1:
            show_topic(number, topic, table, texts[0])
    several = sum(len(topic.members) > 1 for topic in found)
    click.echo(
        f"{len(table.rows):,} 条，{several:,} 个热点事项（两条及以上），其余各自单列；"
        f"用时 {time.monotonic() - started:.0f} 秒：{out}"
    )


@topics.command(hidden=True)
@refusing
def group() -> None:
    """Group what comes through the pipe as JSON; print the places of what belongs together, lonely ones left out."""
    order = json.load(sys.stdin)
    said = [Message(first, text, datetime.fromisoformat(at)) for first, text, at in order["messages"]]
    found = find(said, window=timedelta(days=order["window_days"]))
    click.echo(json.dumps([topic.members for topic in found if len(topic.members) > 1]))


def known(table: Texts, names: Sequence[str]) -> list[str]:
    """Return those of the names that are columns."""
    columns = {name.strip() for name in table.header}
    return [name for name in names if name in columns]


def in_front(table: Texts, column: str) -> Texts:
    """Return the table with a column moved to the front."""
    place = place_of(column, table.header)

    def moved(row: list[str]) -> list[str]:
        return [row[place], *row[:place], *row[place + 1 :]]

    return Texts(moved(table.header), [moved(row) for row in table.rows], table.texts, table.labels)


def messages(table: Texts, columns: Sequence[str], timed: str | None) -> Iterator[Message]:
    """Give the rows as messages; where there is one text only, its first sentence stands for the subject."""
    places = [place_of(column, table.header) for column in columns]
    when = place_of(timed, table.header) if timed else None
    for row in table.rows:
        first, *rest = (row[place].strip() for place in places)
        yield Message(
            head=first if rest else head(first),
            body="\n".join(rest) if rest else first,
            at=None if when is None else moment_of(row[when]),
        )


def moment_of(cell: str) -> datetime | None:
    """Read a time; None where it is none, as a topic may well do without it."""
    try:
        return moment(cell)
    except BadCell:
        return None


def cells(found: Sequence[Topic], count: int) -> list[list[str]]:
    """Return the cells added to each row, in the rows' order; the largest topic is number 1."""
    rows: list[list[str]] = [[] for _ in range(count)]
    for number, topic in enumerate(found, 1):
        about = [str(number), str(len(topic.members)), "、".join(topic.words), topic.place]
        about += [day(topic.first), day(topic.last)]
        for member in topic.members:
            rows[member] = about
    return rows


def day(at: datetime | None) -> str:
    """Write a day of the local calendar."""
    return f"{at.astimezone(LOCAL_TIMEZONE):%Y-%m-%d}" if at else ""


def show_topic(number: int, topic: Topic, table: Texts, column: str) -> None:
    """Print a topic: its size, place and words, and a few of its members."""
    span = f"，{day(topic.first)} 至 {day(topic.last)}" if topic.first else ""
    click.echo(f"{number}. {len(topic.members)} 条 {topic.place}（{'、'.join(topic.words)}）{span}")
    place = place_of(column, table.header)
    for member in topic.members[:: max(1, len(topic.members) // EXAMPLES)][:EXAMPLES]:
        click.echo(f"   {' '.join(table.rows[member][place].split())[:LONGEST_EXAMPLE]}")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stderr.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    topics(prog_name="flask topics")
