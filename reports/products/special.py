"""Special reports (专报) on water, the environment or any other matter, domain study 5.3."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from config import LOCAL_TIMEZONE
from models.masking import mask_text
from models.queries import figure_lists, report_subjects
from models.queries.figure_lists import Behind
from models.queries.figure_lists import Line as CaseLine
from models.queries.measures import NONE
from models.queries.report_subjects import Subject
from models.vocabulary import Dimension
from reports import lines
from reports.completion import Block as Figures
from reports.documents.paper import (
    Annex,
    Block,
    Chart,
    ChartKind,
    Column,
    Heading,
    Line,
    Paper,
    Paragraph,
    Said,
    Table,
    joined,
    say,
)
from reports.lines import Row
from reports.periods import BadPeriod
from reports.products import chapters, findings, retold, sentences
from reports.products.bulletin_facts import Topic, heaps, standing_for
from reports.products.case_tables import urgent_table
from reports.products.chapters import ADVICE, present
from reports.products.findings import Heap
from reports.products.gathering import Facts, Order, begun, gather
from reports.products.heads import headed
from reports.products.saying import count, rate, words
from reports.products.sentences import listed, most_received
from reports.products.slots import Slot, written
from reports.products.tables import SHARE, beside, table, told

PROBLEMS = 4
MOST_LISTED = 200
LEADERS = 3
LONGEST_TITLE = 40
PROBLEM_SLOTS = tuple(
    Slot(f"problem_{place}", f"问题{place}：典型诉求", "列举典型诉求（已脱敏），每段一行。")
    for place in range(1, PROBLEMS + 1)
)
CAUSE = Slot("cause", "原因研判", "对问题成因的判断，每段一行。", is_needed=True)
DONE = Slot("done", "已采取的措施", "各单位已经采取的措施，每段一行。")
SLOTS = (*PROBLEM_SLOTS, CAUSE, DONE, ADVICE)


class NoSubject(BadPeriod):
    """The city has no such subject; str() is the sentence for the user."""


@dataclass(frozen=True)
class Special:
    """All that a special report is written from; `signs` are what callers noticed, each with its count."""

    subject: Subject
    facts: Facts
    problems: Sequence[Topic]
    signs: Sequence[tuple[str, Row]]
    heaps: Sequence[Heap]
    cases: Sequence[CaseLine]


def paper_of(key: str) -> Callable[[Order], Paper]:
    """Return the maker of papers about a subject, by its code or the id of a category."""
    return lambda order: paper(key, order)


def proposed_of(key: str) -> Callable[[Order], Mapping[str, str]]:
    """Return what gives the proposals of a subject's papers."""
    return lambda order: proposals(gather_special(key, order))


def paper(key: str, order: Order) -> Paper:
    """Return the report on a subject; where nobody wrote anything, with what is proposed. Raises NoSubject."""
    special = gather_special(key, order)
    return about(special, {**proposals(special), **order.texts})


def gather_special(key: str, order: Order) -> Special:
    """Count all of it. Raises NoSubject."""
    subject, period = report_subjects.find(key), order.period
    if subject is None:
        raise NoSubject(f"没有设置专报主题“{key[:40]}”，请在“管理－字典－专报主题”中添加。")
    facts = gather(order, begun(period, order.at), subset=subject.subset)
    top = most_received(facts.matters.rows)[:PROBLEMS]
    asked = facts.asked
    behind = Behind(("received",), (), Dimension.ALL, None, asked.span, subject.subset)
    return Special(
        subject=subject,
        facts=facts,
        problems=[Topic(row, standing_for([int(row["key"])], period)) for row in top],
        signs=[
            (sign.label, lines.whole(asked.about(subject.with_sign(place))))
            for place, sign in enumerate(subject.signs)
        ],
        heaps=heaps(lines.ask(period, order.at), subject.subset.category_ids),
        cases=figure_lists.page(behind, order.scope, after_id=None, limit=MOST_LISTED),
    )


def proposals(special: Special) -> dict[str, str]:
    """Return cases retold, and advice that follows from the figures alone."""
    given = {
        slot.name: "\n".join(retold.whole(case) for case in problem.cases)
        for slot, problem in zip(PROBLEM_SLOTS, special.problems, strict=False)
    }
    return given | {ADVICE.name: "\n".join(findings.advice(special.facts.units, special.heaps))}


def about(special: Special, texts: Mapping[str, str]) -> Paper:
    """Return the report that says these facts and texts."""
    facts, subject = special.facts, special.subject
    cause, advice = chapter(CAUSE.label, CAUSE, texts), chapter("工作建议", ADVICE, texts)
    blocks: list[Block] = [
        Heading(1, "基本情况"),
        *situation(facts, subject),
        Heading(1, "主要问题及典型诉求"),
        *problems(special, texts),
        *cause,
        Heading(1, "处置进展"),
        *present(sentences.handling(facts), sentences.punctuality(facts), sentences.follow_up(facts)),
        *written(texts, DONE),
        *told(chapters.units_table(facts)),
        urgent_table("险情、特急和领导批示工单", "本期没有险情、特急和领导批示工单。", facts.urgent),
        Heading(1, "风险提示"),
        *risks(special),
        *advice,
        sentences.caliber(facts),
        note(f"统计范围：{'、'.join(subject.matters)}，含其下全部事项。"),
        Annex("工单明细表"),
        cases_table(special),
    ]
    return headed(
        facts.asked,
        blocks,
        mark=f"{facts.hotline}专报",
        title=f"{facts.period.label}{subject.title}",
        hotline=facts.hotline,
        made_by=facts.made_by,
    )


def chapter(title: str, slot: Slot, texts: Mapping[str, str]) -> list[Block]:
    """Return a chapter of what somebody wrote; nothing where nobody did."""
    said = written(texts, slot)
    return [Heading(1, title), *said] if said else []


def note(text: str) -> Paragraph:
    """Return a line of small print."""
    return Paragraph((words(text),), is_note=True)


def situation(facts: Facts, subject: Subject) -> list[Block]:
    """Say how many, where, and how it went on."""
    districts: Figures = facts.districts
    tiles = tuple((row["name"], count("received", row)) for row in districts.rows)
    return [
        *present(
            sentences.volumes(facts, f"{subject.name}类诉求"),
            districts_in_words(districts.rows),
            sentences.kinds(facts),
        ),
        *told(table("各区县受理情况", "区县", 1.4, beside(SHARE, facts.period), districts.rows)),
        *([Chart(ChartKind.TILES, "各区县受理数（件，颜色越深越多）", tiles)] if tiles else []),
        *chapters.course(facts),
    ]


def districts_in_words(rows: Sequence[Row]) -> Paragraph:
    """Name the districts with the most."""
    top = [row for row in most_received(rows) if row["key"] != NONE][:LEADERS]
    if not top:
        return say("")
    named = [
        say(
            "{name}{received}件（占{share}）",
            name=row["name"],
            received=count("received", row),
            share=rate("share", row),
        )
        for row in top
    ]
    return joined(say("从区域看，主要集中在"), *listed(named), say("。"))


def problems(special: Special, texts: Mapping[str, str]) -> list[Block]:
    """Say what it was about: matter by matter, and what callers noticed."""
    rows = most_received(special.facts.matters.rows)
    if not rows:
        return [say("本期没有受理工单。")]
    blocks: list[Block] = [table("按事项分类统计", "事项", 3, beside(SHARE, special.facts.period), rows)]
    if special.signs:
        blocks.append(signs_table(special))
    for problem, slot in zip(special.problems, PROBLEM_SLOTS, strict=False):
        name = problem.row["name"].split("/")[-1]
        blocks += [Heading(2, name), findings.topic(problem.row), *written(texts, slot)]
    return blocks


def signs_table(special: Special) -> Table:
    """Return what callers noticed, by the words they used; one call may tell of several things."""
    columns = (
        Column("序号", weight=0.55, is_number=False),
        Column("反映现象", weight=2, is_number=False),
        Column("受理数"),
        Column("转办数"),
        Column("办结数"),
    )
    rows = tuple(
        Line(
            (
                words(str(place)),
                words(label),
                *(count(name, row) for name in ("received", "dispatched", "closed")),
            )
        )
        for place, (label, row) in enumerate(special.signs, 1)
    )
    note = "按来电内容中的词语统计，一件诉求可反映多种现象，各项之和可大于受理数。"
    return Table("按反映现象统计", columns, rows, note=note)


def risks(special: Special) -> list[Block]:
    """Say what heaps up and what rises."""
    heaped = [findings.heap(each) for each in special.heaps]
    none = say("近期没有同一街道多人集中反映同一事项的情况。")
    return [*(heaped or [none]), *present(findings.risers(special.facts.matters.rows))]


def cases_table(special: Special) -> Table:
    """Return the cases, the newest first; of protected ones nothing that the caller said."""
    columns = (
        Column("序号", weight=0.5, is_number=False),
        Column("工单编号", weight=1.7, is_number=False),
        Column("受理时间", weight=1.1, is_number=False),
        Column("事项", weight=1.4, is_number=False),
        Column("区县", weight=0.9, is_number=False),
        Column("主办单位", weight=1.5, is_number=False),
        Column("状态", weight=0.9, is_number=False),
        Column("诉求摘要", weight=2.6, is_number=False),
    )
    rows = tuple(
        Line(
            (
                words(str(place)),
                Said(case.number, case_id=case.id),
                words(f"{case.received_at.astimezone(LOCAL_TIMEZONE):%m-%d %H:%M}"),
                words(case.category),
                words(case.district or ""),
                words(case.department or ""),
                words(case.state.label),
                words(summary(case)),
            )
        )
        for place, case in enumerate(special.cases, 1)
    )
    note = f"按受理时间倒序，最多列{MOST_LISTED}件；已脱敏。保密诉求只列分类和属地，保密专席工单不列。"
    return Table("工单明细", columns, rows, empty="本期没有工单。", note=note if rows else "")


def summary(case: CaseLine) -> str:
    """Return what the case is about in a line that names nobody."""
    if case.is_protected:
        return "（保密诉求，内容不列）"
    said = mask_text(case.title)
    return said if len(said) <= LONGEST_TITLE else f"{said[:LONGEST_TITLE]}……"
