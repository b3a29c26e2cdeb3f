"""A small paper with one block of every kind, for tests of the writers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from models.vocabulary import Dimension
from reports.documents.paper import (
    Annex,
    Chart,
    ChartKind,
    Column,
    Form,
    Heading,
    Imprint,
    Line,
    Paper,
    Paragraph,
    Said,
    Signature,
    Table,
    Unit,
    say,
)
from reports.figures.asked import Asked
from reports.figures.definitions import FIGURES
from reports.figures.values import Value
from reports.periods import PeriodKind, containing, parse
from tests.support.clock import local

NOW = local("2026-04-01 09:30")
MARCH = Asked(parse("2026-03"), NOW)


def counted(number: int | None, asked: Asked = MARCH, figure: str = "received") -> Said:
    """Return a count as papers say it."""
    value = Value(FIGURES[figure], number, number, None, asked)
    return Said("—" if number is None else str(number), number, Unit.COUNT, value)


RECEIVED = counted(1234)
ON_TIME = Said(
    "89.82%",
    Decimal("89.82"),
    Unit.PERCENT,
    Value(FIGURES["on_time_rate"], Decimal("89.82"), 8982, 10000, MARCH.of(Dimension.DEPARTMENT, "3")),
)
SENTENCE = "2026年3月，12345热线共受理诉求1234件，按时办结率89.82%。"


def make_table(lines: int = 2, title: str = "各单位情况") -> Table:
    columns = (
        Column("序号", weight=0.5),
        Column("承办单位", weight=2, is_number=False),
        Column("受理数", "受理情况"),
        Column("转办数", "受理情况"),
        Column("按时办结率"),
    )
    rows = [
        Line((Said(str(n)), Said(f"单位{n}"), RECEIVED, counted(None), ON_TIME)) for n in range(1, lines + 1)
    ]
    total = Line((Said(""), Said("合计"), RECEIVED, RECEIVED, ON_TIME), is_total=True)
    return Table(title, columns, (*rows, total))


def make_chart(kind: ChartKind = ChartKind.BARS, *numbers: int) -> Chart:
    points = tuple(
        (f"3/{day}", counted(number, MARCH.during(containing(PeriodKind.DAY, date(2026, 3, day)))))
        for day, number in enumerate(numbers or (5, 10, 0), 1)
    )
    return Chart(kind, "受理数走势（件）", points)


def make_paper(**changes: Any) -> Paper:
    blocks = (
        Heading(1, "受理情况"),
        say(
            "{period}，12345热线共受理诉求{received}件，按时办结率{rate}。",
            period=MARCH.period.label,
            received=RECEIVED,
            rate=ON_TIME,
        ),
        Heading(2, "区县"),
        make_table(),
        make_chart(),
        make_chart(ChartKind.TREND),
        Heading(1, "下步建议"),
        Paragraph((Said("统计口径：按受理时间归期。"),), is_note=True),
        Signature("临水市12345热线", date(2026, 4, 1)),
        Annex("明细表"),
        make_table(title="明细"),
        Imprint("各区政府", "临水市12345热线", date(2026, 4, 1)),
    )
    made = Paper(
        form=Form.BULLETIN,
        organ="临水市12345热线",
        mark="临水市12345热线日报",
        title="2026年3月热线受理办理情况",
        on=date(2026, 4, 1),
        blocks=blocks,
        issue_line="2026年第3期（总第74期）",
        notes=(("统计周期", "2026年3月"), ("生成", "赵主任，2026-04-01 09:30")),
    )
    return replace(made, **changes)


def make_formal(**changes: Any) -> Paper:
    given: dict[str, Any] = {
        "form": Form.FORMAL,
        "mark": "临水市12345热线文件",
        "document_number": "临热线〔2026〕3号",
        "addressee": "各区政府，市直各单位",
        "copy_number": 12,
        "secrecy": "秘密★1年",
        "urgency": "特急",
    }
    return make_paper(**given | changes)


def of_text(text: str) -> Paper:
    """Return a paper that says the text wherever a paper can."""
    return make_paper(
        organ=text,
        mark=text,
        title=text,
        issue_line=text,
        blocks=(
            Heading(1, text),
            Paragraph((Said(text),)),
            Table(text, (Column(text, text, is_number=False),), (Line((Said(text),)),), note=text),
            Chart(ChartKind.BARS, text, ((text, RECEIVED),)),
            Annex(text),
            Signature(text, date(2026, 4, 1)),
            Imprint(text, text, date(2026, 4, 1)),
        ),
    )
