"""The router's commands, run in a process of their own: scikit-learn never enters the web server.

`flask routing …` starts this module and passes everything on (hotline/commands/routing.py). It needs no
database and no network.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from hotline.learning_cli import FILE, FOLDER, refusing
from workflows.errors import Refused
from workflows.learning.fitting import fit
from workflows.learning.packing import arrays_of, card_of
from workflows.learning.predicting import Predictor
from workflows.learning.router_file import Router, open_router, write_router
from workflows.learning.scoring import ClassScore, Scores, score
from workflows.learning.settings import NOTES
from workflows.learning.tables import labelled, read_texts, write_beside
from workflows.learning.words import words

LATEST = "latest"
KEPT = 3
SEED = 5
ADDED = ("predicted", "confidence", "predicted_2", "confidence_2", "predicted_3", "confidence_3", "words")
MOST_SHOWN = 30


@click.group()
@click.option("--routers", type=FOLDER, required=True, hidden=True)
@click.option("--folder", type=FOLDER, required=True, hidden=True)
@click.pass_context
def routing(context: click.Context, routers: Path, folder: Path) -> None:
    """Learn from labelled texts which label a text gets; predict; evaluate.

    A table is CSV (UTF-8 or GB18030) or XLSX. `predict` adds the columns predicted, confidence, predicted_2,
    confidence_2, predicted_3, confidence_3 and words.
    """
    os.chdir(folder)
    context.obj = routers


@routing.command()
@click.option(
    "--from",
    "source",
    type=FILE,
    required=True,
    help="the table to learn from; flask routing train with no option at all learns from the closed cases",
)
@click.option(
    "--text-column", "text_columns", multiple=True, required=True, help="again for subject, then text"
)
@click.option("--label-column", required=True)
@click.option("--seed", default=SEED, show_default=True, help="for the folds")
@click.pass_obj
@refusing
def train(routers: Path, source: Path, text_columns: Sequence[str], label_column: str, seed: int) -> None:
    """Learn a router and make it the latest one; prints its card."""
    started, at = time.monotonic(), datetime.now(UTC)
    texts, labels, without = labelled(read_texts(source, text_columns, label_column))
    click.echo(f"训练：{len(texts):,} 条，{len(set(labels))} 个类别；{without:,} 行缺文本或标签，未用")
    fitted = fit(texts, labels, seed=seed, say=click.echo)
    card = card_of(fitted, trained_at=at, columns=text_columns, label_column=label_column, rows=len(texts))
    file = routers / f"{at:%Y%m%dT%H%M%S%fZ}.router"
    size = write_router(file, card, arrays_of(fitted))
    point_at(file)
    click.echo("")
    show(fitted.scores, "未见过的文本上（交叉验证）")
    click.echo(f"\n用时 {time.monotonic() - started:.0f} 秒，模型 {size / 1e6:.1f} MB：{file}")


def point_at(file: Path) -> None:
    """Make a router the latest one, and let go of those that are older than the newest three."""
    pointer = file.with_name(LATEST)
    unfinished = file.with_name(f".{LATEST}.{os.getpid()}")
    unfinished.write_text(file.name, encoding="utf-8")
    unfinished.replace(pointer)
    for old in sorted(file.parent.glob("[0-9]*.router"))[:-KEPT]:
        old.unlink(missing_ok=True)


def opened(routers: Path, chosen: Path | None) -> Router:
    """Open the router that was named, else the latest."""
    if chosen is not None:
        return open_router(chosen)
    pointer = routers / LATEST
    if not pointer.is_file():
        raise Refused("还没有分派模型，请先运行 flask routing train。")
    return open_router(routers / Path(pointer.read_text(encoding="utf-8").strip()).name)


@routing.command()
@click.argument("source", metavar="IN", type=FILE)
@click.option("--text-column", "text_columns", multiple=True, help="as it was trained, unless named")
@click.option("--out", type=FILE, required=True, help="the CSV to write")
@click.option("--router", "chosen", type=FILE, help="a router's file; the latest one unless named")
@click.pass_obj
@refusing
def predict(routers: Path, source: Path, text_columns: Sequence[str], out: Path, chosen: Path | None) -> None:
    """Write IN with the predicted labels beside its columns, row by row, for every row."""
    if not out.parent.is_dir():
        raise Refused(f"文件夹不存在：{out.parent}。")
    router = opened(routers, chosen)
    table = read_texts(source, text_columns or router.card["text_columns"])
    started = time.monotonic()
    write_beside(out, table, ADDED, predicted(Predictor(router, words), table.texts))
    seconds = time.monotonic() - started
    count = len(table.texts)
    click.echo(f"已预测 {count:,} 条，每条 {seconds / count * 1000:.1f} 毫秒：{out}")


def predicted(predictor: Predictor, texts: Sequence[str]) -> Iterator[list[str]]:
    """Give the cells added to each row: three labels with their confidence, and the words for the first."""
    for text in texts:
        ranked = predictor.predict(text).ranked
        cells = [cell for choice in ranked for cell in (choice.label, f"{choice.confidence:.6f}")]
        cells += [""] * (len(ADDED) - 1 - len(cells))
        yield [*cells, "、".join(predictor.words_for(text, ranked[0].label))]


@routing.command()
@click.argument("source", metavar="FILE", type=FILE)
@click.option("--text-column", "text_columns", multiple=True, help="as it was trained, unless named")
@click.option("--label-column", help="as it was trained, unless named")
@click.option("--router", "chosen", type=FILE, help="a router's file; the latest one unless named")
@click.option("--json", "as_json", is_flag=True, help="print the figures as JSON")
@click.pass_obj
@refusing
def evaluate(
    routers: Path,
    source: Path,
    text_columns: Sequence[str],
    label_column: str | None,
    chosen: Path | None,
    *,
    as_json: bool,
) -> None:
    """Score the router on the labelled texts of FILE, which must not be those that it learnt from."""
    router = opened(routers, chosen)
    table = read_texts(
        source, text_columns or router.card["text_columns"], label_column or router.card["label_column"]
    )
    texts, labels, without = labelled(table)
    predictor = Predictor(router, words)
    predictions = [predictor.predict(text).ranked for text in texts]
    scores = score(
        labels,
        [[choice.label for choice in ranked] for ranked in predictions],
        [ranked[0].confidence for ranked in predictions],
    )
    if as_json:
        click.echo(json.dumps(asdict(scores), ensure_ascii=False, indent=2))
        return
    show(scores, f"{source.name}（{without:,} 行缺文本或标签，未计）")


@routing.command(hidden=True)
@click.argument("file", type=FILE)
@refusing
def learn(file: Path) -> None:
    """Learn what comes through the pipe as JSON (texts, labels, purpose) and write the router to FILE.

    For the web: it looks at runs of characters alone, since cutting words costs each worker much memory.
    """
    order = json.load(sys.stdin)
    texts, labels = order["texts"], order["labels"]
    fitted = fit(texts, labels, seed=SEED, say=click.echo, settings=NOTES)
    card = card_of(
        fitted,
        trained_at=datetime.now(UTC),
        columns=["title and content"],
        label_column=order["purpose"],
        rows=len(texts),
    )
    write_router(file, card, arrays_of(fitted))


def show(scores: Scores, where: str) -> None:
    """Print the figures, the labels and what is mistaken for what."""
    click.echo(f"{where}：{scores.count:,} 条")
    click.echo(f"准确率 accuracy   {scores.accuracy:.4f}")
    click.echo(f"宏平均 macro-F1   {scores.macro_f1:.4f}")
    click.echo(f"前三位 top-3      {scores.top3:.4f}")
    for percent, share in scores.coverage.items():
        click.echo(f"精确率 {percent}% 时覆盖 {share:.4f}")
    click.echo("（覆盖：按把握从高到低取，准确比例不低于该值的最大份额）")
    click.echo("\n类别\t件数\t精确率\t召回率\tF1")
    for each in scores.by_class[:MOST_SHOWN]:
        click.echo(line_of(each))
    if len(scores.by_class) > MOST_SHOWN:
        click.echo(f"……其余 {len(scores.by_class) - MOST_SHOWN} 类见模型卡片或 --json")
    if scores.confusions:
        click.echo("\n最常混淆（应为 → 预测）")
        for true, guess, count in scores.confusions:
            click.echo(f"{true} → {guess}\t{count}")


def line_of(each: ClassScore) -> str:
    """Return the line of one label."""
    rounded = replace(
        each, precision=round(each.precision, 3), recall=round(each.recall, 3), f1=round(each.f1, 3)
    )
    return f"{rounded.label}\t{rounded.count}\t{rounded.precision}\t{rounded.recall}\t{rounded.f1}"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stderr.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    routing(prog_name="flask routing")
