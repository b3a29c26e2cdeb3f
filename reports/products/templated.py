"""A report template (报表模板) as a paper: one table for each group of its rows, every number with its value."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from models.queries import cities
from models.report_template import ReportTemplate
from models.vocabulary import ColumnShows
from reports import lines, templated
from reports.documents.paper import Block, Column, Line, Paper, Said, Table, Unit, say
from reports.figures.comparison import compared
from reports.figures.rounding import DASH, shown
from reports.figures.values import Value, value_of
from reports.products import sentences
from reports.products.gathering import Order
from reports.products.heads import headed
from reports.products.saying import grown, words
from reports.template_rows import Column as Chosen
from reports.template_rows import Group, Member
from reports.templated import Gathered

NO_HOTLINE = "12345热线"
EMPTY = "本期没有可以列出的数据。"


def paper(template: ReportTemplate, order: Order) -> Paper:
    """Return the paper of a period."""
    city = cities.find()
    hotline = city.hotline_name if city else NO_HOTLINE
    gathered = templated.gather(template, lines.ask(order.period, order.at))
    return written(gathered, hotline=hotline, made_by=order.made_by)


def written(gathered: Gathered, *, hotline: str, made_by: str) -> Paper:
    """Return the paper that says what was gathered."""
    asked, template = gathered.asked, gathered.template
    blocks: list[Block] = [table_of(gathered, group) for group in gathered.groups]
    if not blocks:
        blocks.append(say("{empty}", empty=EMPTY))
    if gathered.unknown:
        told = "、".join(gathered.unknown)
        blocks.append(say("指标库中尚无以下栏目的指标，以“—”表示：{told}。", told=told))
    if gathered.idle:
        blocks.append(say("{told}", told=lines.idle_words(gathered.idle)))
    blocks.append(sentences.caliber_at(asked.at))
    return headed(
        asked,
        blocks,
        mark=f"{hotline}统计表",
        title=f"{asked.period.label}{template.title}",
        hotline=hotline,
        made_by=made_by,
        notes=[("列式", template.source)] if template.source else [],
    )


def table_of(gathered: Gathered, group: Group) -> Table:
    """Return the table of one group."""
    template, columns = gathered.template, gathered.columns
    told = [_line(template, columns, member, str(place)) for place, member in enumerate(group.members, 1)]
    if template.has_total and group.total is not None:
        told.append(_line(template, columns, group.total, "", is_total=True))
    note = (
        f"另有{group.left_out}项未列出，已计入{group.total.name}。" if group.left_out and group.total else ""
    )
    if not template.has_total:
        note = (
            f"共{len(group.members) + group.left_out}项，列出前{len(group.members)}项。"
            if group.left_out
            else ""
        )
    return Table(group.title or template.title, _heads(template, columns), tuple(told), note=note)


def headings(template: ReportTemplate) -> Table:
    """Return the table's header alone."""
    columns = tuple(Chosen.of(given) for given in template.columns)
    return Table(template.title, _heads(template, columns), ())


def _heads(template: ReportTemplate, columns: Sequence[Chosen]) -> tuple[Column, ...]:
    return (
        Column("序号", weight=0.55, is_number=False),
        Column(template.name_label or template.rows_by.label, weight=2.4, is_number=False),
        *(Column(column.label, column.group, _weight(column)) for column in columns),
        *((Column("排名", weight=0.6, is_number=False),) if template.has_rank else ()),
    )


def _line(
    template: ReportTemplate,
    columns: Sequence[Chosen],
    member: Member,
    number: str,
    *,
    is_total: bool = False,
) -> Line:
    cells = [words(number), words(member.name), *(said(column, member) for column in columns)]
    if template.has_rank:
        cells.append(words("" if is_total else str(member.rank or DASH)))
    return Line(tuple(cells), is_total)


def said(column: Chosen, member: Member) -> Said:
    """Return what a column says of a row; a dash where there is no such figure, or nothing to tell."""
    row = column.row_of(member)
    if column.figure is None or row.get(column.id) is None:
        return words(DASH)
    value = value_of(column.id, row, row["asked"])
    # Of one channel only the value is told: shares and growths are those of the whole row.
    if column.within or column.shows is ColumnShows.VALUE:
        return _value(value)
    if column.shows is ColumnShows.SHARE:
        share = member.shares.get(column.id)
        return Said(shown(share), share, Unit.PERCENT, value, is_change=True)
    before, last_year = member.before, member.last_year
    if before is None or last_year is None or column.id not in before:
        return words(DASH)
    changes = compared(column.id, member.now, before, last_year)
    return grown(changes.growth if column.shows is ColumnShows.GROWTH else changes.yearly_growth)


def _value(value: Value) -> Said:
    text = str(value.number) if isinstance(value.number, int) else value.shown
    if value.figure.is_divided:
        return Said(text, value.number, Unit.PERCENT, value)
    return Said(text, value.number, Unit.SCORE if isinstance(value.number, Decimal) else Unit.COUNT, value)


def _weight(column: Chosen) -> float:
    return max(0.8, min(1.6, len(column.label) / 5))
