"""The statistics of the grid: the seed's own sentence, shares that add up, comparisons, and an empty period."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import insert

from models.base import db
from models.grid import GridDayFigure
from reports.catalogue import REPORTS
from reports.documents.paper import Chart, Paper, Paragraph, Table, Unit
from reports.periods import parse
from reports.products import grid
from reports.products.gathering import Order
from tests.support.case_rows import make_town
from tests.support.clock import local
from tests.support.factories import make_rules
from tests.support.grid_rows import (
    ESCALATED,
    OF_CLASSES,
    PROCESSED,
    REGISTERED,
    SENTENCE,
    event,
    make_classes,
    make_events,
    make_seed_year,
)

NOW = local("2026-03-20 10:00")


def read(period: str, at: datetime = NOW) -> Paper:
    return REPORTS["grid"].read(Order(parse(period), at, "赵主任"))


def said(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Paragraph) and not block.is_note]


def tables(paper: Paper) -> dict[str, list[list[str]]]:
    found = [block for block in paper.blocks if isinstance(block, Table)]
    return {table.title: [[cell.text for cell in line.cells[1:]] for line in table.lines] for table in found}


def assert_says_the_seed(paper: Paper) -> None:
    apart, first, second, classes = said(paper)
    assert "与群众诉求分开统计" in apart
    assert first == SENTENCE
    assert second.startswith("其中上报246844件，占采集数的16.34%；")
    assert classes == (
        "上报的246844件中，城市管理类240754件，占97.53%；居民事务代办类4756件，占1.93%；"
        "环境保护类867件，占0.35%；其他类467件，占0.19%。"
    )


@pytest.mark.one_database
def test_the_seeds_own_sentence_from_the_kept_counts(app: Flask) -> None:
    make_rules()
    make_classes()
    of_classes = OF_CLASSES | {4: ESCALATED - sum(OF_CLASSES.values())}
    rest = {"grid_registered": REGISTERED - ESCALATED, "grid_processed": PROCESSED - ESCALATED}
    none = dict.fromkeys(
        ("grid_registered", "grid_processed", "grid_escalated", "grid_escalated_processed"), 0
    )
    rows = [
        none | dict.fromkeys(none, number) | {"day": parse("2016").first_on, "grid_class_id": class_id}
        for class_id, number in of_classes.items()
    ]
    rows.append(none | rest | {"day": parse("2016").last_on, "grid_class_id": 1})
    db.session.execute(insert(GridDayFigure), [row | {"district_id": 0} for row in rows])
    db.session.commit()

    assert_says_the_seed(read("2016"))


def test_a_thousandth_of_the_seeds_events(app: Flask) -> None:
    make_rules()
    make_classes()
    make_seed_year(divided_by=1000)

    paper = read("2016")

    assert said(paper)[1].startswith("2016年，网格共采集事件1511件；")
    assert "已处置1445件，处置率95.63%" in said(paper)[1]
    assert said(paper)[3] == (
        "上报的246件中，城市管理类240件，占97.56%；居民事务代办类4件，占1.63%；其他类2件，占0.81%。"
    )


@pytest.mark.slow
@pytest.mark.one_database
def test_the_whole_year_of_the_seed(app: Flask) -> None:
    make_rules()
    make_classes()
    make_seed_year()

    assert_says_the_seed(read("2016"))


@pytest.mark.one_database
def test_classes_beyond_the_most_named_stand_together_and_shares_add_up(app: Flask) -> None:
    make_rules()
    names = [f"第{number}类" for number in range(1, 19)]
    make_classes(*names)
    make_events(
        *(
            event(class_id * 100 + number, grid_class_id=class_id, is_escalated=True)
            for class_id in range(1, 19)
            for number in range(20 - class_id)
        )
    )

    paper = read("2026-03")

    *lines, total = tables(paper)["各类别网格事件"]
    assert [line[0] for line in lines] == [*names[: grid.MOST_CLASSES], "其他"]
    assert sum(Decimal(line[-1].rstrip("%")) for line in lines) == Decimal(100)
    assert total[0] == "合计"
    assert total[-1] == "100.00%"
    assert lines[-1][4] == str(sum(range(2, 8)))
    told = said(paper)[3]
    assert told.startswith(
        "上报的189件中，第1类19件，占10.05%；第2类18件，占9.52%；第3类17件，占8.99%；其他各类135件，占71.44%"
    )
    cells = [
        cell
        for block in paper.blocks
        if isinstance(block, Table)
        for line in block.lines
        for cell in line.cells
    ]
    assert all(cell.source for cell in cells if cell.unit is not Unit.TEXT)


@pytest.mark.one_database
def test_it_is_compared_with_the_period_before_and_last_year(app: Flask) -> None:
    make_rules()
    make_town()
    make_classes()
    make_events(
        event(1, is_processed=True),
        event(2, district_id=2),
        event(3, registered_at=local("2026-02-10 09:00")),
        event(4, registered_at=local("2025-03-10 09:00"), is_processed=True),
    )

    paper = read("2026-03")

    assert said(paper)[1] == (
        "2026年3月，网格共采集事件2件，环比上升100.00%，同比上升100.00%；已处置1件，处置率50.00%，同比下降50.00个百分点。"
    )
    districts = tables(paper)["各区县网格事件"]
    assert [line[:2] for line in districts] == [
        ["东岸区", "1"],
        ["西岸区", "0"],
        ["（未定区县）", "1"],
        ["合计", "2"],
    ]
    assert [line[:2] for line in tables(paper)["分期网格事件"]][:3] == [
        ["2026年3月1日", "0"],
        ["2026年3月2日", "2"],
        ["2026年3月3日", "0"],
    ]
    assert any(isinstance(block, Chart) for block in read("2026-03-02").blocks)


@pytest.mark.one_database
def test_where_nothing_was_found_it_says_so(app: Flask) -> None:
    make_rules()

    paper = read("2026-03", at=datetime(2026, 3, 1, 2, tzinfo=UTC))

    assert said(paper)[1] == "2026年3月没有网格事件。"
    assert tables(paper)["各类别网格事件"] == []
