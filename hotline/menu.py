"""THE table of the menu: what stands in the navigation for whom; and what the frame of every page shows."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask, request, url_for
from flask_login import current_user

from hotline.alarms import alarms_for
from models.queries import frame as page_frame
from models.queries.request_lists import DECIDED_BY
from models.queries.worklists import WORKLISTS
from models.readings import letters
from models.vocabulary import Permission as P
from workflows.knowledge_gaps import ASKS


@dataclass(frozen=True, eq=False)
class Place:
    """One entry of the menu: shown to whoever holds one of the permissions; `key` follows `g`.

    A place is equal to itself alone, which makes the menu quick to look up among those drawn before.
    """

    label: str
    endpoint: str
    permissions: tuple[P, ...]
    key: str = ""
    icon: str = "right"
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def letters(self) -> str:
        """The initials and the pinyin by which the palette finds it."""
        return letters(self.label)


Sections = tuple[tuple[str, tuple[Place, ...]], ...]

MENU: Sections = (
    (
        "工作",
        (
            Place("工作台", "desk.show_desk", tuple(P), "d", "home"),
            Place("指挥大屏", "dashboard.show_dashboard", (P.VIEW_DASHBOARD,), "b", "chart"),
            Place("消息", "inbox.show_inbox", tuple(P), "i", "bell"),
            Place("受理登记", "intake.show_form", (P.REGISTER_CASE,), "n", "phone"),
            Place("话务", "calls.list_calls", (P.REGISTER_CASE, P.WATCH_CALLS), "t", "phone"),
            Place("通话监看", "call_board.show_board", (P.WATCH_CALLS,), icon="eye"),
            Place("工单查询", "case_list.list_cases", (P.VIEW_CASES,), "c", "search"),
            Place("我的视图", "saved_views.list_views", (P.VIEW_CASES,), "v", "star"),
            Place("知识库", "knowledge.list_articles", (P.VIEW_CASES, P.REVIEW_KNOWLEDGE), "k", "book"),
            Place("公告", "public_notices.list_notices", (P.VIEW_CASES, P.POST_NOTICE), icon="bell"),
            Place(
                "常用语和宏",
                "standard_texts.list_texts",
                (
                    P.REGISTER_CASE,
                    P.REVIEW_CASE,
                    P.HANDLE_CASE,
                    P.REVIEW_REPLY,
                    P.FOLLOW_UP,
                    P.REMIND,
                    P.SHARE_TEXTS,
                ),
                icon="document",
            ),
            Place("热点事项", "hot_topics.list_topics", (P.VIEW_TOPICS,), "o", "flag"),
            Place("事件", "incidents.list_incidents", (P.VIEW_TOPICS, P.MAKE_INCIDENT), icon="merge"),
            Place("网格事件", "grid.list_events", (P.RECORD_GRID,), icon="place"),
        ),
    ),
    (
        "待办",
        (
            *(
                Place(
                    each.title, "worklists.show_worklist", (each.permission,), values=(("name", each.name),)
                )
                for each in WORKLISTS.values()
            ),
            Place("知识求答", "knowledge_gaps.list_gaps", (*sorted(ASKS), P.WRITE_KNOWLEDGE), icon="book"),
            Place("骚扰标记", "caller_flags.list_flags", (P.DECIDE_CALLER_FLAG,), icon="shield"),
            Place("待我审批", "requests.list_pending", tuple(DECIDED_BY), "a", "check"),
            Place("本单位的申请", "requests.list_ours", (P.REQUEST,)),
        ),
    ),
    (
        "督办",
        (
            Place("督办台", "supervision.show_board", (P.SUPERVISE,), "s", "flag"),
            Place("督办清单", "supervision.list_orders", (P.SUPERVISE,)),
            Place("待销号督办", "supervision.list_to_confirm", (P.SUPERVISE,)),
            Place("待回复督办", "supervision.list_to_answer", (P.REPLY_SUPERVISION,), icon="flag"),
            Place("险情提示", "alarms.show_alarms", (P.SUPERVISE,), icon="alarm"),
        ),
    ),
    (
        "联席会议",
        (
            Place("候选议题", "meeting_candidates.list_candidates", (P.CONVENE_MEETING,), icon="flag"),
            Place("会议", "joint_meetings.list_meetings", (P.VIEW_MEETINGS,), icon="users"),
            Place("议定事项台账", "meeting_actions.list_actions", (P.VIEW_MEETINGS,), icon="check"),
            Place("会前意见", "meeting_opinions.list_opinions", (P.GIVE_OPINION,), icon="document"),
            Place(
                "会议情况通报",
                "products.show_product",
                (P.VIEW_REPORTS,),
                icon="chart",
                values=(("product", "joint-meeting"),),
            ),
        ),
    ),
    (
        "统计",
        (
            Place("办结率", "reports.show_completion", (P.VIEW_REPORTS,), "r", "chart"),
            Place("考核评分", "scorecard.show_scorecard", (P.VIEW_REPORTS,), icon="chart"),
            Place(
                "报表模板",
                "report_templates.list_templates",
                (P.VIEW_REPORTS, P.MANAGE_REPORTS),
                icon="document",
            ),
            Place("日报", "products.show_product", (P.VIEW_REPORTS,), values=(("product", "daily"),)),
            Place("网格统计", "products.show_product", (P.VIEW_REPORTS,), values=(("product", "grid"),)),
            Place("通报和专报", "products.list_products", (P.VIEW_REPORTS,), icon="document"),
            Place("我的导出", "exports.list_exports", (P.EXPORT_CASES,), icon="download"),
            Place("报告库", "report_library.list_issues", (P.VIEW_REPORTS, P.READ_ISSUES), icon="document"),
            Place("报告异议", "report_objections.list_windows", (P.REQUEST,), icon="flag"),
            Place("指标填报", "entered_figures.show_sheet", (P.ENTER_FIGURES,), icon="document"),
            Place("指标口径", "figures.list_figures", (P.VIEW_REPORTS, P.VIEW_DASHBOARD), icon="book"),
        ),
    ),
    (
        "管理",
        (
            Place("用户", "users.list_users", (P.MANAGE_USERS,), icon="users"),
            Place("角色", "roles.list_roles", (P.MANAGE_USERS,), icon="shield"),
            Place("承办单位", "departments.list_departments", (P.MANAGE_REFERENCE,), icon="building"),
            Place("事项分类", "categories.list_categories", (P.MANAGE_REFERENCE,), icon="book"),
            Place("区划", "areas.list_areas", (P.MANAGE_REFERENCE,), icon="place"),
            Place("地名库", "addresses.list_addresses", (P.MANAGE_REFERENCE,), icon="place"),
            Place("派单目录", "catalogue.list_rules", (P.MANAGE_REFERENCE,), icon="send"),
            Place("分派模型", "routing.show_routers", (P.MANAGE_ROUTING,), icon="send"),
            Place("免审派单", "routing_release.show_release", (P.MANAGE_ROUTING,), icon="check"),
            Place("分派记录", "routing_decisions.list_decisions", (P.MANAGE_ROUTING,), icon="history"),
            Place("字典", "dictionaries.list_dictionaries", (P.MANAGE_REFERENCE,), icon="document"),
            Place("通知发送", "outbox.list_notices", (P.VIEW_OUTBOX,), icon="send"),
            Place("通知规则", "notice_rules.show_rules", (P.VIEW_OUTBOX, P.MANAGE_RULES), icon="bell"),
            Place("计划任务", "jobs.list_jobs", (P.VIEW_JOBS,), icon="clock"),
            Place("历史导入", "history.show_history", (P.IMPORT_HISTORY,), icon="upload"),
            Place("网格事件导入", "grid.import_file", (P.IMPORT_HISTORY,), icon="upload"),
            Place("规则包", "rules.show_rules", (P.MANAGE_RULES,), icon="settings"),
            Place("电话接入", "exchanges.list_exchanges", (P.MANAGE_TELEPHONE,), icon="phone"),
            Place("工作日历", "work_calendar.show_year", (P.MANAGE_RULES,), icon="calendar"),
            Place("公文格式", "paper_format.edit_format", (P.MANAGE_RULES,), icon="print"),
            Place("报告计划", "report_schedules.list_schedules", (P.MANAGE_REPORTS,), icon="calendar"),
            Place("审计日志", "audit_log.list_entries", (P.VIEW_AUDIT,), icon="history"),
        ),
    ),
)


@cache
def address(place: Place) -> str:
    """Return the place's address, which never changes; the menu stands on every page."""
    return url_for(place.endpoint, **dict(place.values))


@cache
def sections_for(held: frozenset[P]) -> Sections:
    """Return the sections and places that whoever holds these permissions sees."""
    seen = ((title, tuple(p for p in places if not held.isdisjoint(p.permissions))) for title, places in MENU)
    return tuple((title, places) for title, places in seen if places)


def place_of_page(sections: Sections) -> Place | None:
    """Return the place this page is, or below which it stands in an administrators' list."""
    is_below = request.path.startswith("/administration/")
    for place in (place for _, places in sections for place in places):
        if is_below and place.endpoint.split(".")[0] == request.blueprint:
            return place
        if address(place) == request.path:
            return place
    return None


def frame() -> dict[str, Any]:
    """Return what `layout.html` reads: the hotline's name for all, the rest for who is signed in."""
    if not current_user.is_authenticated:
        return {"hotline_name": page_frame.hotline_name() or "民情通"}
    sections = sections_for(current_user.permissions)
    name, unread = page_frame.name_and_unread(current_user.id)
    return {
        "hotline_name": name or "民情通",
        "menu": sections,
        "menu_place": place_of_page(sections),
        "menu_url": address,
        "user_name": current_user.full_name,
        # On a case the palette knows which: without scripts its steps and macros stand on the palette's page.
        "go_url": url_for("go.go", case=(request.view_args or {}).get("case_id")),
        "search_url": url_for("case_list.list_cases"),
        "user_unit": current_user.department.name if current_user.department else "",
        "sign_out_url": url_for("sign_in.sign_out"),
        "account_url": url_for("sign_in.change_password"),
        "inbox_url": url_for("inbox.show_inbox"),
        "inbox_count_url": url_for("inbox.show_bell"),
        "unread_count": unread,
        "events_url": url_for("events.stream_events"),
        "call_url": url_for("calls.show_current") if P.REGISTER_CASE in current_user.permissions else "",
    } | alarm_banner()


def alarm_banner() -> dict[str, Any]:
    """Return what the banner of hazards reads, for who supervises."""
    if P.SUPERVISE not in current_user.permissions:
        return {}
    return {
        "alarms": alarms_for(current_user),
        "alarms_url": url_for("alarms.show_alarms"),
    }


def init_app(app: Flask) -> None:
    """Give the frame to every template."""
    app.context_processor(frame)
