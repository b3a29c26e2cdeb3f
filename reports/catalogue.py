"""THE list of reports: id, title, who may see it, of which periods, in which forms, and how it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from config import LOCAL_TIMEZONE
from models.queries import cities, report_subjects, report_templates
from models.report_template import ReportTemplate
from models.vocabulary import CaseScope, Labelled, Permission
from reports import completion
from reports.documents import pdf, word
from reports.documents.fonts import PaperFonts, paper_fonts
from reports.documents.paper import Paper
from reports.periods import BadPeriod, Period, PeriodKind
from reports.products import (
    annual,
    bulletin,
    completion_rates,
    daily,
    grid,
    joint_meeting,
    scorecard,
    special,
    templated,
)
from reports.products.gathering import EVERY_DEPARTMENT, Order
from reports.products.slots import Slot
from reports.workbooks import completion as completion_workbook
from reports.workbooks import paper_book
from reports.workbooks import templated as templated_workbook

# Before the code of a template in the id of its report.
TEMPLATE = "template:"


class FileForm(Labelled):
    """As what kind of file a report is handed over; the value is the end of its name."""

    XLSX = "xlsx", "Excel"
    DOCX = "docx", "Word"
    PDF = "pdf", "PDF"


MIME_TYPES = {
    FileForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileForm.PDF: "application/pdf",
}


@dataclass(frozen=True)
class Made:
    """A finished file, its kind and the name it is downloaded under."""

    content: bytes
    file_name: str
    mime_type: str = MIME_TYPES[FileForm.XLSX]


SPECIAL = "special-"


def _nothing_proposed(_order: Order) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Report:
    """One report: read as a paper, made as files; `kinds` are the periods it is made of, none named: any.

    `slots` are the places for texts that people write, which an order brings along; `proposed` gives what the
    house would write there, and what the paper says where an order brings nothing. `subject` is what a special
    report is about: a code of the city's subjects, or the id of a category.
    The files of `own_forms` say more than the paper does; the others are the paper in another form, written by
    `writers` where those are not the usual ones.
    """

    name: str
    title: str
    permission: Permission
    paper: Callable[[Order], Paper]
    makers: Mapping[FileForm, Callable[[Order], bytes]]
    kinds: tuple[PeriodKind, ...] = ()
    slots: tuple[Slot, ...] = ()
    own_forms: frozenset[FileForm] = frozenset()
    writers: Mapping[FileForm, Callable[[Paper], bytes]] = field(default_factory=dict)
    proposed: Callable[[Order], Mapping[str, str]] = _nothing_proposed
    subject: str = ""

    def build(
        self,
        period: Period,
        at: datetime,
        made_by: str,
        form: FileForm = FileForm.XLSX,
        scope: CaseScope = EVERY_DEPARTMENT,
    ) -> Made:
        """Return the file. Raises BadPeriod or CannotTypeset, each with a sentence."""
        self.check(period)
        content = self.makers[form](Order(period, at, made_by, scope))
        return Made(content, file_name(self.title, period, at, form), MIME_TYPES[form])

    def read(self, order: Order) -> Paper:
        """Return the paper, to be read on a page. Raises BadPeriod."""
        self.check(order.period)
        return self.paper(order)

    def check(self, period: Period) -> None:
        """Refuse a period that the report is not made of. Raises BadPeriod."""
        if self.kinds and period.kind not in self.kinds:
            kinds = "、".join(kind.label for kind in self.kinds)
            raise BadPeriod(f"{self.title}按{kinds}编制，“{period.on}”不是{kinds}。")


def file_name(title: str, period: Period, at: datetime, form: FileForm) -> str:
    """Return the download's name: 某市12345_承办单位办结率_2026年07月_20260801.xlsx."""
    city = cities.find()
    short = city.name.removesuffix("市") if city else ""
    made_on = at.astimezone(LOCAL_TIMEZONE)
    return f"{short}12345_{title}_{period.file_label}_{made_on:%Y%m%d}.{form.value}"


def types() -> PaperFonts:
    """Return the types this city's papers are set in."""
    city = cities.find()
    return paper_fonts(city.settings if city else {})


def _completion(order: Order) -> bytes:
    report = completion.gather(order.period, order.at)
    return completion_workbook.build(report, made_by=order.made_by)


WRITERS: dict[FileForm, Callable[[Paper], bytes]] = {
    FileForm.XLSX: paper_book.build,
    FileForm.DOCX: lambda paper: word.write(paper, types()),
    FileForm.PDF: lambda paper: pdf.write(paper, types()),
}


def _forms(paper_of: Callable[[Order], Paper]) -> dict[FileForm, Callable[[Order], bytes]]:
    return {form: _maker(paper_of, write) for form, write in WRITERS.items()}


def _maker(paper_of: Callable[[Order], Paper], write: Callable[[Paper], bytes]) -> Callable[[Order], bytes]:
    return lambda order: write(paper_of(order))


def find(name: str) -> Report | None:
    """Return the report of this id: one of REPORTS, a template as template:CODE, or a special report as special-12."""
    if name.startswith(SPECIAL):
        return of_subject(name.removeprefix(SPECIAL))
    if not name.startswith(TEMPLATE):
        return REPORTS.get(name)
    template = report_templates.find(name.removeprefix(TEMPLATE))
    return of_template(template) if template is not None and template.is_active else None


def everything() -> list[Report]:
    """Return every report there is, the city's templates last."""
    return [*REPORTS.values(), *map(of_template, report_templates.in_order(active_only=True))]


def of_template(template: ReportTemplate) -> Report:
    """Return a template as a report."""

    def paper_of(order: Order) -> Paper:
        return templated.paper(template, order)

    def workbook(paper: Paper) -> bytes:
        return templated_workbook.build(template, paper)

    forms = {**_forms(paper_of), FileForm.XLSX: _maker(paper_of, workbook)}
    return Report(
        f"{TEMPLATE}{template.code}",
        template.title,
        Permission.VIEW_REPORTS,
        paper_of,
        forms,
        writers={FileForm.XLSX: workbook},
    )


def _special(name: str, key: str, title: str) -> Report:
    return Report(
        name,
        title,
        Permission.VIEW_REPORTS,
        special.paper_of(key),
        _forms(special.paper_of(key)),
        slots=special.SLOTS,
        proposed=special.proposed_of(key),
        subject=key,
    )


def of_subject(key: str) -> Report | None:
    """Return the special report on a subject, by its code, or on a category, by its id; None where there is none."""
    subject = report_subjects.find(key)
    return None if subject is None else _special(f"{SPECIAL}{key}", key, subject.title)


REPORTS: dict[str, Report] = {
    report.name: report
    for report in (
        Report(
            "completion",
            completion_workbook.TITLE,
            Permission.VIEW_REPORTS,
            completion_rates.paper,
            {**_forms(completion_rates.paper), FileForm.XLSX: _completion},
            own_forms=frozenset({FileForm.XLSX}),
        ),
        Report(
            "daily",
            "日报",
            Permission.VIEW_REPORTS,
            daily.paper,
            _forms(daily.paper),
            (PeriodKind.DAY,),
            daily.SLOTS,
        ),
        *(
            Report(
                name,
                title,
                Permission.VIEW_REPORTS,
                bulletin.paper_of(edition),
                _forms(bulletin.paper_of(edition)),
                kinds,
                bulletin.SLOTS,
                proposed=bulletin.proposed,
            )
            for name, title, edition, kinds in (
                ("weekly", "周报", bulletin.WEEKLY, (PeriodKind.WEEK, PeriodKind.NATURAL_WEEK)),
                ("monthly", "月度通报", bulletin.MONTHLY, (PeriodKind.MONTH,)),
                ("quarterly", "季度分析", bulletin.QUARTERLY, (PeriodKind.QUARTER, PeriodKind.HALF)),
            )
        ),
        Report(
            "annual",
            "年度报告",
            Permission.VIEW_REPORTS,
            annual.paper,
            _forms(annual.paper),
            (PeriodKind.YEAR,),
            annual.SLOTS,
            proposed=annual.proposed,
        ),
        _special("water", "water", "供水水质专报"),
        _special("environment", "environment", "环境保护专报"),
        Report(
            "scorecard",
            scorecard.TITLE,
            Permission.VIEW_REPORTS,
            scorecard.paper,
            _forms(scorecard.paper),
        ),
        Report(
            "joint-meeting",
            joint_meeting.TITLE,
            Permission.VIEW_REPORTS,
            joint_meeting.paper,
            _forms(joint_meeting.paper),
            (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR),
            joint_meeting.SLOTS,
        ),
        Report("grid", grid.TITLE, Permission.VIEW_REPORTS, grid.paper, _forms(grid.paper)),
    )
}
