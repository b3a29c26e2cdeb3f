"""The sheet 口径说明: every formula in words, what it left out, the moment of the count, who made the file."""

from __future__ import annotations

from datetime import datetime

from openpyxl.worksheet.worksheet import Worksheet

from config import LOCAL_TIMEZONE
from reports.completion import Completion
from reports.figures import rounding
from reports.figures.definitions import MEASURES, RATES
from reports.figures.figure import Figure
from reports.figures.rounding import Rounding
from reports.workbooks.row_heights import stretch
from reports.workbooks.sheet import Column, print_on_paper, write_header, write_heading, write_row

COLUMNS = (
    Column("指标", width=22),
    Column("计算方法", width=56),
    Column("说明", width=40),
    Column("不计入", width=40),
    Column("取整", width=22),
    Column("数据来源", width=44),
)
WIDTHS = tuple(column.width for column in COLUMNS)


def write_explanations(sheet: Worksheet, report: Completion, hotline: str, made_by: str) -> None:
    """Write where every number comes from: what is counted, what left out, up to when, by whom."""
    excluded, caliber = report.overall.now["due_excluded"], report.asked.caliber
    facts = (
        ("编制单位", hotline),
        ("统计周期", f"{report.period.label}（{report.period.span_label}，首尾两日均计）"),
        ("本年累计", f"{report.so_far['asked'].period.span_label}，口径与本期相同"),
        ("统计截至", f"{spoken(report.at)}；其后的办理、延期、剔除不反映在本表中"),
        ("生成", f"{made_by}，{spoken(report.at)}"),
        ("时间口径", "受理类指标按受理时间归期；应办结类指标按办结时限归期，时限未到的不计入"),
        ("单位口径", "计入现主办单位，协办、下派不重复计数"),
        ("剔除", f"本期经甄别剔除 {excluded} 件，单列剔除数，并列出剔除前的办结率、按时办结率"),
        ("不计入", "并入他单的随主单考核；挂账期间的不计入应办结；直接答复、不予受理的不计入应办结"),
        ("分档", f"{'；'.join(tier.label for tier in caliber.tiers)}。同档内排名，相同的并列"),
        ("取整", rounding.words(caliber.rounding)),
    )
    row = write_heading(sheet, "口径说明", "本工作簿各项数字的来历", len(COLUMNS))
    for label, text in facts:
        write_row(sheet, row, [(label, None), (text, None)])
        sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=len(COLUMNS))
        row += 1
    row = write_header(sheet, row, COLUMNS)
    for figure in (*RATES.values(), *MEASURES.values()):
        told = explained(figure, caliber.rounding)
        write_row(sheet, row, [(text, None) for text in told])
        stretch(sheet, row, zip(told, WIDTHS, strict=True))
        row += 1
    print_on_paper(sheet, 2, 1)


def explained(figure: Figure, given: Rounding) -> tuple[str, ...]:
    """Return all there is to say of a figure, a text for each of COLUMNS."""
    told = (figure.label, figure.formula, figure.meaning, figure.exclusions)
    return (*told, figure.rounding_words(given), figure.source)


def spoken(moment: datetime) -> str:
    """Return the moment in local time as papers write it: 2026-08-01 09:30."""
    return f"{moment.astimezone(LOCAL_TIMEZONE):%Y-%m-%d %H:%M}"
