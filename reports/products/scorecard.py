"""The score sheet of the units (考核评分) as a paper: the rules, scores and places by tier, who lost points and why."""

from __future__ import annotations

from collections.abc import Sequence

from models.queries import cities
from reports import lines, scorecard
from reports.documents.paper import Block as PaperBlock
from reports.documents.paper import (
    Column,
    Heading,
    Line,
    Paper,
    Paragraph,
    Said,
    Table,
    Unit,
    joined,
    say,
)
from reports.figures.scorecard import Scored, plain, points_shown
from reports.figures.values import Value
from reports.products import sentences
from reports.products.gathering import Order
from reports.products.heads import headed
from reports.products.saying import words
from reports.scorecard import Scorecard
from reports.scorecard import Unit as ScoredUnit

TITLE = "承办单位考核评分"
NO_HOTLINE = "12345热线"
MOST_NAMED = 5
NO_LINES = "现行规则包没有评分表，请在“规则包”中写明评分项、满分、目标和扣分。"


def paper(order: Order) -> Paper:
    """Return the paper of a period: units stand by rank within their tier."""
    city = cities.find()
    hotline = city.hotline_name if city else NO_HOTLINE
    card = scorecard.gather(lines.ask(order.period, order.at), by_rank=True)
    return written(card, hotline=hotline, made_by=order.made_by)


def written(card: Scorecard, *, hotline: str, made_by: str) -> Paper:
    """Return the paper that says this score sheet."""
    asked = card.asked
    blocks: list[PaperBlock] = [
        Heading(1, "评分规则"),
        *_rules(card),
        Heading(1, "得分和名次"),
        *_summary(card),
        *(
            block
            for each in card.blocks
            for block in (Heading(2, each.tier.label), _scores(card, each.tier.label, each.units))
        ),
        *_losses(card),
        *_apart(card),
        sentences.caliber_at(asked.at),
    ]
    return headed(
        asked,
        blocks,
        mark=f"{hotline}情况通报",
        title=f"{asked.period.label}{TITLE}情况",
        hotline=hotline,
        made_by=made_by,
        notes=[(f"评分项：{line.title}", f"{line.figure.label}，{line.rule}") for line in card.lines],
    )


def _rules(card: Scorecard) -> list[PaperBlock]:
    blocks: list[PaperBlock] = []
    if not card.lines:
        blocks.append(say("{none}", none=NO_LINES))
    else:
        blocks.append(
            say(
                "满分{most}分，每项以显示的比率计分；单位按应办结数分档，档内按得分排名，得分相同的并列。",
                most=card.most_shown,
            )
        )
        labels = ("评分项", "指标", "满分", "目标", "每低1个百分点扣", "最低得分", "出处")
        columns = tuple(
            Column(label, weight=weight, is_number=False)
            for label, weight in zip(labels, (1.2, 1.3, 0.7, 0.8, 1.2, 0.9, 2.6), strict=True)
        )
        told = tuple(
            Line(
                tuple(
                    words(text)
                    for text in (
                        line.title,
                        line.figure.label,
                        plain(line.most),
                        f"{plain(line.target)}%",
                        f"{plain(line.slope)}分",
                        plain(line.floor),
                        line.source,
                    )
                )
            )
            for line in card.lines
        )
        blocks.append(Table("评分规则", columns, told))
    if card.unknown:
        blocks.append(say("以下评分项不是指标库中的比率，未计分：{names}。", names="、".join(card.unknown)))
    return blocks


def _summary(card: Scorecard) -> list[Paragraph]:
    """Name the last of every ranked tier with the reason, as bulletins do."""
    if not card.blocks:
        return [say("本期没有可以评分的单位。")]
    counted = say("本期{count}个单位参加评分。", count=str(len(card.units)))
    ranked = [unit for unit in card.units if unit.rank is not None]
    last = sorted((unit for unit in ranked if unit.sheet.lost.number), key=lambda unit: -(unit.rank or 0))
    if not last:
        return [counted]
    named = "；".join(
        f"{unit.row['name']}{unit.sheet.score.shown}分（{unit.sheet.reason}）" for unit in last[:MOST_NAMED]
    )
    return [joined(counted, say("名次居后的单位：{named}。", named=named))]


def _scores(card: Scorecard, title: str, units: Sequence[ScoredUnit]) -> Table:
    columns = (
        Column("序号", weight=0.55, is_number=False),
        Column("承办单位", weight=2.4, is_number=False),
        Column("名次", weight=0.6, is_number=False),
        *(
            column
            for line in card.lines
            for column in (Column("比率", line.title), Column("得分", line.title))
        ),
        Column("考核得分"),
        Column("考核扣分"),
    )
    told = tuple(
        Line(
            (
                words(str(place)),
                words(unit.row["name"]),
                words(str(unit.rank or "—")),
                *(said for scored in unit.sheet.lines for said in (_rate(scored), _points(scored))),
                _score(unit.sheet.score),
                _score(unit.sheet.lost),
            )
        )
        for place, unit in enumerate(units, 1)
    )
    return Table(title, columns, told)


def _losses(card: Scorecard) -> list[PaperBlock]:
    units = [unit for unit in card.units if unit.sheet.lost.number]
    if not card.units:
        return []
    title = "失分说明"
    if not units:
        return [Heading(1, title), say("参加评分的单位各项均达到目标，没有扣分。")]
    return [Heading(1, title), _reasons("各单位失分情况", units)]


def _apart(card: Scorecard) -> list[PaperBlock]:
    blocks: list[PaperBlock] = []
    if card.apart and card.lines:
        title = "未能评满各项的单位（单列，不排名）"
        made = _scores(card, "未能评满各项的单位", card.apart)
        blocks += [Heading(1, title), made, _reasons("不能计分的原因", card.apart)]
    if card.idle:
        blocks.append(say("{told}", told=lines.idle_words(card.idle)))
    return blocks


def _reasons(title: str, units: Sequence[ScoredUnit]) -> Table:
    columns = (
        Column("序号", weight=0.55, is_number=False),
        Column("承办单位", weight=2, is_number=False),
        Column("考核扣分"),
        Column("说明", weight=6, is_number=False),
    )
    told = tuple(
        Line((words(str(place)), words(unit.row["name"]), _score(unit.sheet.lost), words(unit.sheet.reason)))
        for place, unit in enumerate(units, 1)
    )
    return Table(title, columns, told)


def _rate(scored: Scored) -> Said:
    return Said(scored.rate.shown, scored.rate.number, Unit.PERCENT, scored.rate)


def _points(scored: Scored) -> Said:
    """Return the points of a line; they open the cases of the rate they were given for."""
    return Said(points_shown(scored.points), scored.points, Unit.SCORE, scored.rate, is_change=True)


def _score(value: Value) -> Said:
    return Said(value.shown, value.number, Unit.SCORE, value)
