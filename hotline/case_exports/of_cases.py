"""The lines of lists of cases and of parts in them: the case list, the worklists, overdue work, a number's cases."""

from __future__ import annotations

from array import array

from werkzeug.datastructures import MultiDict

from hotline.asked import list_asked
from hotline.case_exports.question import Clock, Lines, Own, Question, filled
from hotline.forms.case_list import CaseListForm
from hotline.line_tags import narrowed
from models.queries import (
    departments,
    export_ids,
    hazards,
    open_tasks,
    reference,
    supervision_board,
    tags,
    worklists,
)
from models.queries.worklists import WORKLISTS, Worklist
from models.vocabulary import Light, OverdueBand
from models.whose import Whose
from workflows import overdue_days
from workflows.errors import NotAllowedNow
from workflows.permissions import works_at_hotline

UNUSABLE = "列表的筛选条件有误，不能导出。请回到列表重新查询。"


def case_form(question: Question) -> CaseListForm:
    """Return the filters of the list of cases; Refused where they make no sense or would name callers."""
    form = CaseListForm(MultiDict(question.arguments))
    form.offer(
        reference.branch_names(),
        reference.district_names(),
        departments.names_of_leads(),
        tags.names() if works_at_hotline(question.user) else None,
    )
    if not form.validate():
        raise NotAllowedNow(UNUSABLE)
    if form.phone.data:
        raise NotAllowedNow("按来电号码查到的工单不能导出：名单本身会说出谁打过电话。请改用其他条件。")
    return form


def case_conditions(question: Question) -> dict[str, str]:
    """Say the filters of the list of cases."""
    return filled(case_form(question))


def case_lines(question: Question, limit: int | None) -> Lines:
    """Return the lines of the list of cases."""
    wanted = case_form(question).wanted(question.at)
    return Lines(export_ids.of_list(wanted, question.scope, limit=limit))


def worklist_of(question: Question) -> Worklist:
    """Return the worklist asked for; Refused where there is none."""
    worklist = WORKLISTS.get(question.arguments.get("name", ""))
    if worklist is None:
        raise NotAllowedNow("没有这个待办列表。")
    return narrowed(worklist, question.number("tag"), question.user)


def worklist_conditions(question: Question) -> dict[str, str]:
    """Say whose work of a worklist is listed, of which light, and by which tag."""
    light, whose = question.member("light", Light), question.member("whose", Whose)
    tag = tags.find(question.number("tag") or 0) if works_at_hotline(question.user) else None
    said = {
        "经办人": whose.label if whose else "",
        "时限灯": light.label if light else "",
        "标签": tag.name if tag else "",
    }
    return {label: text for label, text in said.items() if text}


def worklist_lines(question: Question, limit: int | None) -> Lines:
    """Return the lines of a worklist."""
    return _walked(worklist_of(question), question, limit, question.member("whose", Whose) or Whose.ALL)


def overdue_conditions(question: Question) -> dict[str, str]:
    """Say whose overdue work is listed, and of which age."""
    band, unit_id = question.member("band", OverdueBand), question.number("department")
    unit = departments.find(unit_id) if unit_id else None
    said = {"承办单位": unit.name if unit else "", "超期时长": band.label if band else ""}
    return {label: text for label, text in said.items() if text}


def overdue_lines(question: Question, limit: int | None) -> Lines:
    """Return the overdue parts behind the numbers of the supervision board."""
    band, unit_id = question.member("band", OverdueBand), question.number("department")
    listed = supervision_board.overdue_parts(overdue_days.bands(question.at), unit_id, band)
    return _walked(listed, question, limit)


def task_conditions(question: Question) -> dict[str, str]:
    """Say whose open tasks are listed, and of which light."""
    light, unit_id = question.member("light", Light), question.number("department")
    unit = departments.find(unit_id) if unit_id else None
    said = {"承办单位": unit.name if unit else "", "时限灯": light.label if light else ""}
    return {label: text for label, text in said.items() if text}


def task_lines(question: Question, limit: int | None) -> Lines:
    """Return the open tasks behind the dashboard's departments by light."""
    return _walked(open_tasks.tasks(question.number("department")), question, limit)


def hazard_conditions(question: Question) -> dict[str, str]:
    """Say whether only the hazards that somebody has taken are listed, or those nobody has."""
    said = hazards.SHOWN.get(question.arguments.get("show", ""))
    return {"接手": said.label} if said else {}


def hazard_lines(question: Question, limit: int | None) -> Lines:
    """Return the open hazards, the newest first."""
    wanted = hazards.SHOWN.get(question.arguments.get("show", ""))
    return Lines(array("q", hazards.ids_of_running(question.scope, wanted=wanted, limit=limit)))


def _walked(worklist: Worklist, question: Question, limit: int | None, whose: Whose = Whose.ALL) -> Lines:
    """Walk a worklist page by page; a line that moved down meanwhile is not told twice."""
    lines, seen, after = Lines(), set[int](), None
    light, scope = question.member("light", Light), question.scope
    size = min(export_ids.BATCH, limit or export_ids.BATCH)
    while limit is None or len(lines) < limit:
        page = worklists.page(
            worklist, question.user, scope, question.at, light=light, whose=whose, after=after, limit=size
        )
        for line in page:
            if line.row_id not in seen:
                seen.add(line.row_id)
                unit = (
                    f"{line.unit}（{line.role.label}）" if line.unit and line.role else line.case.department
                )
                clock = Clock(line.due_at, line.soon_at, line.limit) if line.clock else None
                lines.add(line.case_id, Own({"unit": unit}, clock))
        if len(page) < size:
            break
        after = page[-1].due_at, page[-1].row_id
    return lines


def figure_title(question: Question) -> str:
    """Return what the list behind a number is called."""
    asked = list_asked(question.arguments)
    return f"{asked.value.figure.label}（{asked.member}）" if asked.member else asked.value.figure.label


def figure_conditions(question: Question) -> dict[str, str]:
    """Say what the number counts, of which period, and of a rate which part."""
    asked = list_asked(question.arguments)
    value = asked.value
    said = {"统计周期": value.asked.period.label, "口径": value.figure.formula or value.figure.meaning}
    return said | ({"范围": asked.part.label} if value.has_parts else {})


def figure_lines(question: Question, limit: int | None) -> Lines:
    """Return the lines of the list behind a number."""
    cases = list_asked(question.arguments).cases
    return Lines(export_ids.of_figure(cases, question.scope, limit=limit))
