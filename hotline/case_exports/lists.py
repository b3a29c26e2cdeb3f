"""THE table of lists that can be exported: where each is seen, by whom, its columns, its title and its lines.

A list is named by its name and by what its address asks for; both are kept with the export, so that the scheduler's
worker finds the lines that the page would show.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from hotline.asked import with_period
from hotline.case_exports import (
    of_cases,
    of_grid,
    of_incidents,
    of_issues,
    of_meetings,
    of_numbers,
    of_orders,
    of_rows,
    of_topics,
)
from hotline.case_exports.columns import COLUMNS, MORE
from hotline.case_exports.of_orders import Finder
from hotline.case_exports.question import Question
from hotline.list_arguments import kept
from models.queries import request_lists
from models.user import User
from models.vocabulary import Permission as P
from reports import issues
from workflows.errors import NotAllowedForYou
from workflows.permissions import may

LINE = ("number", "title", "marks", "kind", "category", "district")
PARTS = ("lamp", "lamp_due_at", *LINE, "unit", "state", "received_at")
ORDERS = (
    "order_lamp", "order_due_at", "order", "order_level", "number", "title", "marks", "state", "ordered",
    "order_reason", "order_trigger", "order_issued_at", "order_state",
)  # fmt: skip
REQUESTS = (
    "requested_at", "request", "number", "title", "requested_by", "request_reason", "request_state",
    "request_note", "state",
)  # fmt: skip
# The lists kept with an issue of a report: of cases, and by sort of what are none; and these as they are now.
FROZEN, BEHIND = "frozen", "behind"
# The cases of one hot topic, and of one incident.
HOT_TOPIC, INCIDENT = "hot-topic", "incident"


def _nothing(_question: Question) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class CaseList:
    """A list: its page, the columns it shows, who may see it, its title, its conditions in words, its lines.

    `lines` takes how many are wanted at most, None for all; `keeps` gives the arguments to keep with an export.
    Some lists hold no cases but meetings, events, entries.
    """

    name: str
    endpoint: str
    columns: Sequence[str]
    permissions: Callable[[Question], Collection[P]]
    title: Callable[[Question], str]
    lines: Finder
    conditions: Callable[[Question], dict[str, str]] = _nothing
    keeps: Callable[[Mapping[str, str]], dict[str, str]] = dict
    holds_cases: bool = True

    def more_for(self, user: User) -> list[str]:
        """Return the columns that the user may add to the list's own: facts of its cases."""
        more = [name for name in MORE if name not in self.columns] if self.holds_cases else []
        return [name for name in more if COLUMNS[name].is_for(user)]

    def admit(self, question: Question) -> None:
        """Refuse who may not see the list, or may see it and not take it away."""
        seen = any(may(question.user, permission) for permission in self.permissions(question))
        if not (seen and may(question.user, P.EXPORT_CASES)):
            raise NotAllowedForYou("您没有导出这个列表的权限。")

    def kept(self, arguments: Mapping[str, str]) -> dict[str, str]:
        """Return of an address's arguments what the list holds."""
        return self.keeps({name: value for name, value in kept(arguments).items() if name != "list"})


def _simple(
    name: str, endpoint: str, columns: Sequence[str], permissions: Collection[P], title: str, lines: Finder,
    conditions: Callable[[Question], dict[str, str]],
) -> CaseList:  # fmt: skip
    return CaseList(name, endpoint, columns, lambda _: permissions, lambda _: title, lines, conditions)


LISTS: dict[str, CaseList] = {
    each.name: each
    for each in (
        _simple(
            "cases",
            "case_list.list_cases",
            (*LINE, "department", "state", "lamp", "lamp_due_at", "received_at"),
            (P.VIEW_CASES,),
            "工单查询",
            of_cases.case_lines,
            of_cases.case_conditions,
        ),
        CaseList(
            "worklist",
            "worklists.show_worklist",
            PARTS,
            lambda question: (of_cases.worklist_of(question).permission,),
            lambda question: of_cases.worklist_of(question).title,
            of_cases.worklist_lines,
            of_cases.worklist_conditions,
        ),
        CaseList(
            "figure",
            "reports.list_cases",
            ("number", "title", "category", "department", "received_at", "due_at", "ended_at", "state"),
            lambda _: (P.VIEW_REPORTS,),
            of_cases.figure_title,
            of_cases.figure_lines,
            of_cases.figure_conditions,
            with_period,
        ),
        CaseList(
            FROZEN,
            "report_issues.list_cases",
            (
                "number",
                "title",
                "category",
                "held_department",
                "received_at",
                "held_due_at",
                "held_ended_at",
                "state",
            ),
            lambda _: (P.VIEW_REPORTS,),
            of_issues.issue_title,
            of_issues.issue_lines,
            of_issues.issue_conditions,
        ),
        *(
            CaseList(
                f"{FROZEN}-{sort}",
                "report_issues.list_cases",
                columns,
                lambda _: (P.VIEW_REPORTS,),
                of_issues.issue_title,
                of_rows.frozen_rows(sort),
                of_issues.issue_conditions,
                holds_cases=sort in of_rows.OF_CASES,
            )
            for sort, columns in of_rows.COLUMNS_OF.items()
        ),
        CaseList(
            "happened",
            "happenings.list_happened",
            of_rows.COLUMNS_OF["happened"],
            lambda _: (P.VIEW_REPORTS,),
            of_rows.happened_title,
            of_rows.happened_lines,
            of_rows.happened_conditions,
            with_period,
        ),
        *(
            CaseList(
                f"{BEHIND}-{sort}",
                endpoint,
                of_rows.COLUMNS_OF[sort],
                lambda _: (P.VIEW_REPORTS,),
                behind.title,
                behind.lines,
                behind.conditions,
                with_period,
                holds_cases=sort in of_rows.OF_CASES,
            )
            for sort, (endpoint, behind) in of_numbers.BEHIND.items()
        ),
        CaseList(
            "grid-events",
            "grid.list_events",
            of_rows.COLUMNS_OF[issues.GRID],
            lambda _: (P.RECORD_GRID, P.VIEW_REPORTS),
            lambda _: "网格事件",
            of_grid.event_lines,
            of_grid.event_conditions,
            holds_cases=False,
        ),
        CaseList(
            HOT_TOPIC,
            "hot_topics.show_topic",
            ("number", "title", "marks", "district", "department", "state", "received_at"),
            lambda _: (P.VIEW_TOPICS,),
            of_topics.topic_title,
            of_topics.topic_lines,
            of_topics.topic_conditions,
        ),
        CaseList(
            INCIDENT,
            "incidents.show_incident",
            ("number", "title", "part", "department", "state", "called_back"),
            lambda _: (P.VIEW_TOPICS, P.MAKE_INCIDENT),
            of_incidents.incident_title,
            of_incidents.incident_lines,
            of_incidents.incident_conditions,
        ),
        _simple(
            "overdue",
            "supervision.list_overdue",
            PARTS,
            (P.SUPERVISE,),
            "超期任务",
            of_cases.overdue_lines,
            of_cases.overdue_conditions,
        ),
        _simple(
            "tasks",
            "dashboard.list_tasks",
            PARTS,
            (P.VIEW_DASHBOARD,),
            "在办任务",
            of_cases.task_lines,
            of_cases.task_conditions,
        ),
        _simple(
            "hazards",
            "dashboard.list_hazards",
            (*LINE, "department", "state", "received_at"),
            (P.VIEW_DASHBOARD,),
            "未了险情",
            of_cases.hazard_lines,
            of_cases.hazard_conditions,
        ),
        *(
            _simple(
                name,
                f"supervision.{view}",
                ORDERS,
                (permission,),
                title,
                of_orders.lines_of_orders(orders),
                of_orders.order_conditions,
            )
            for name, view, permission, title, orders in (
                ("orders", "list_orders", P.SUPERVISE, "督办清单", of_orders.open_orders),
                (
                    "orders-to-confirm",
                    "list_to_confirm",
                    P.SUPERVISE,
                    "待销号督办",
                    of_orders.orders_to_confirm,
                ),
                (
                    "orders-to-answer",
                    "list_to_answer",
                    P.REPLY_SUPERVISION,
                    "待回复督办",
                    of_orders.orders_to_answer,
                ),
            )
        ),
        _simple(
            "candidates",
            "meeting_candidates.list_candidates",
            (
                "number",
                "state",
                "title",
                "category",
                "district",
                "candidate_reasons",
                "department",
                "received_at",
            ),
            (P.CONVENE_MEETING,),
            "候选议题",
            of_meetings.candidate_lines,
            of_meetings.candidate_conditions,
        ),
        _simple(
            "requests",
            "requests.list_pending",
            REQUESTS,
            tuple(request_lists.DECIDED_BY),
            "待我审批",
            of_orders.lines_of_requests(request_lists.to_decide, oldest_first=True),
            of_orders.request_conditions,
        ),
        _simple(
            "own-requests",
            "requests.list_ours",
            REQUESTS,
            (P.REQUEST,),
            "本单位的申请",
            of_orders.lines_of_requests(request_lists.of_departments, oldest_first=False),
            of_orders.request_conditions,
        ),
    )
}
