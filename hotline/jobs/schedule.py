"""THE table of jobs: name, what it does, when it is due in local time, how it works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Protocol

from apscheduler.triggers.cron import CronTrigger

from config import LOCAL_TIMEZONE
from hotline.jobs import (
    clock_jobs,
    digest_jobs,
    export_jobs,
    figure_jobs,
    follow_up_jobs,
    history_jobs,
    housekeeping,
    knowledge_jobs,
    meeting_jobs,
    outbox_jobs,
    report_jobs,
    routing_jobs,
    supervision_jobs,
    topic_jobs,
)


class Find(Protocol):
    """Returns the ids of the things there is something to do about."""

    def __call__(self, at: datetime, /) -> Sequence[int]:
        """Look for them."""


class Act(Protocol):
    """Does what is to be done about one thing; says whether anything was, or to how many."""

    def __call__(self, thing_id: int, /, *, at: datetime) -> int:
        """Do it inside the runner's transaction."""


@dataclass(frozen=True)
class Job:
    """What runs, and when: cron fields in local time, a sixth one in front for seconds where needed.

    `catch_up`: how far back missed due times are still run. `lease`: how long one batch may take before
    the run counts as abandoned. `own_transactions`: it acts outside the runner's transaction and opens its
    own, since it talks to the network or holds the database for long.
    """

    name: str
    title: str
    when: str
    find: Find
    act: Act
    catch_up: timedelta = timedelta(minutes=10)
    lease: timedelta = timedelta(seconds=60)
    own_transactions: bool = False

    @cached_property
    def trigger(self) -> CronTrigger:
        """Return the due times as APScheduler understands them."""
        fields = self.when.split()
        second = fields.pop(0) if len(fields) == 6 else "0"
        minute, hour, day, month, weekday = fields
        return CronTrigger(
            second=second,
            minute=minute,
            hour=hour,
            day=day,
            month=month,
            day_of_week=weekday,
            timezone=LOCAL_TIMEZONE,
        )


DAY = timedelta(days=1)

JOBS: tuple[Job, ...] = (
    Job(
        "mark-clocks",
        "临期与超期标记",
        "* * * * *",
        clock_jobs.find_clocks_to_mark,
        clock_jobs.mark_clock,
    ),
    Job(
        "recount-clocks",
        "按新日历重算时限",
        "30 * * * * *",
        clock_jobs.find_recounts,
        clock_jobs.recount_case,
    ),
    Job(
        "import-history",
        "历史导入",
        "* * * * *",
        history_jobs.find_waiting_imports,
        history_jobs.start_import,
    ),
    Job(
        "make-exports",
        "生成导出文件",
        "*/10 * * * * *",
        export_jobs.find_waiting_exports,
        export_jobs.start_export,
        catch_up=timedelta(seconds=20),
        own_transactions=True,
    ),
    Job(
        "expire-exports",
        "清理过期导出文件",
        "25 * * * *",
        export_jobs.find_expired_exports,
        export_jobs.expire_export,
        catch_up=timedelta(hours=2),
        own_transactions=True,
    ),
    Job(
        "escalate-hazards",
        "险情逐级上报",
        "*/15 * * * * *",
        supervision_jobs.find_hazards,
        supervision_jobs.escalate_hazard,
        # A missed quarter of a minute is made good by the next one.
        catch_up=timedelta(seconds=30),
    ),
    Job(
        "watch-overdue-days",
        "超期工作日督办",
        "5 * * * *",
        supervision_jobs.find_long_overdue,
        supervision_jobs.act_on_overdue_days,
        catch_up=timedelta(hours=2),
    ),
    Job(
        "watch-same-matters",
        "同一事项集中反映",
        "*/10 * * * *",
        supervision_jobs.find_same_matters,
        supervision_jobs.act_on_same_matter,
        catch_up=timedelta(minutes=20),
    ),
    Job(
        "find-topics",
        "发现热点事项",
        "20 * * * * *",
        topic_jobs.find_new_cases,
        topic_jobs.look_at_case,
        lease=timedelta(minutes=5),
    ),
    Job(
        "rejoin-topics",
        "每夜重新归并热点",
        "15 3 * * *",
        topic_jobs.find_topics,
        topic_jobs.start_rejoining,
        catch_up=timedelta(hours=3),
    ),
    Job(
        "watch-meeting-actions",
        "联席会议议定事项超期督办",
        "10 * * * *",
        meeting_jobs.find_late_actions,
        meeting_jobs.supervise_action,
        catch_up=timedelta(hours=2),
    ),
    Job(
        "remind-meeting-actions",
        "联席会议议定事项到期提醒",
        "0 9 * * *",
        meeting_jobs.find_due_actions,
        meeting_jobs.remind_of_action,
        catch_up=DAY,
    ),
    Job(
        "remind-opinions",
        "联席会议意见提醒",
        "5 9 * * *",
        meeting_jobs.find_due_opinions,
        meeting_jobs.remind_of_opinion,
        catch_up=DAY,
    ),
    Job(
        "remind-articles",
        "知识到期提醒",
        "10 9 * * *",
        knowledge_jobs.find_ending_articles,
        knowledge_jobs.remind_of_article,
        catch_up=DAY,
    ),
    Job(
        "watch-knowledge-gaps",
        "知识求答超期提醒",
        "*/5 * * * *",
        knowledge_jobs.find_late_gaps,
        knowledge_jobs.tell_late_gap,
        catch_up=timedelta(minutes=20),
    ),
    Job(
        "build-reports",
        "按计划编制报告",
        "*/10 * * * *",
        report_jobs.find_due_schedules,
        report_jobs.build_reports,
        catch_up=timedelta(minutes=20),
        lease=timedelta(minutes=30),
        own_transactions=True,
    ),
    Job(
        "recount-drafts",
        "异议成立后重新统计报告草稿",
        "*/5 * * * *",
        report_jobs.find_drafts_to_recount,
        report_jobs.recount_draft,
        lease=timedelta(minutes=10),
        own_transactions=True,
    ),
    Job(
        "close-objections",
        "报告异议期结束提醒",
        "20 * * * *",
        report_jobs.find_closed_windows,
        report_jobs.see_window_closed,
        catch_up=timedelta(hours=2),
        lease=timedelta(minutes=10),
        own_transactions=True,
    ),
    Job(
        "close-unreachable",
        "未能回访办结",
        "15 7 * * *",
        follow_up_jobs.find_unreachable,
        follow_up_jobs.close_unreachable,
        catch_up=DAY,
    ),
    Job(
        "count-figures",
        "统计数字更新",
        "* * * * *",
        figure_jobs.find_stale_days,
        figure_jobs.count_day,
        lease=timedelta(minutes=10),
        own_transactions=True,
    ),
    Job(
        "count-calls",
        "话务统计更新",
        "* * * * *",
        figure_jobs.find_stale_call_days,
        figure_jobs.count_call_day,
        lease=timedelta(minutes=10),
        own_transactions=True,
    ),
    Job(
        "add-months-up",
        "统计数字按月汇总",
        "*/5 * * * *",
        figure_jobs.find_months,
        figure_jobs.add_month_up,
        lease=timedelta(minutes=10),
        own_transactions=True,
    ),
    Job(
        "count-cuts",
        "专题统计数字更新",
        "*/5 * * * *",
        figure_jobs.find_cut_months,
        figure_jobs.count_cut_month,
        lease=timedelta(minutes=10),
        own_transactions=True,
    ),
    Job(
        "ask-for-routers",
        "每周重新训练分派模型",
        "30 2 * * sun",
        routing_jobs.find_purposes,
        routing_jobs.ask_for,
        catch_up=DAY,
    ),
    Job(
        "train-routers",
        "训练分派模型",
        "* * * * *",
        routing_jobs.find_waiting,
        routing_jobs.start_training,
    ),
    Job(
        "settle-routing",
        "核对分派建议的结果",
        "*/5 * * * *",
        routing_jobs.find_decisions,
        routing_jobs.settle_decision,
        catch_up=timedelta(minutes=20),
        lease=timedelta(minutes=5),
    ),
    Job(
        "send-outbox",
        "发送短信、邮件与接口推送",
        "*/10 * * * * *",
        outbox_jobs.find_waiting,
        outbox_jobs.send_notice,
        catch_up=timedelta(seconds=20),
        lease=timedelta(minutes=5),
        own_transactions=True,
    ),
    Job(
        "morning-digest",
        "工作日晨报",
        "0 8 * * *",
        digest_jobs.find_readers,
        digest_jobs.send_digest,
        catch_up=timedelta(hours=3),
    ),
    Job(
        "warn-unknown-calendar",
        "节假日安排缺失提醒",
        "0 9 * * *",
        digest_jobs.find_keepers_of_an_unknown_calendar,
        digest_jobs.warn_keeper,
        catch_up=DAY,
    ),
    Job(
        "expire-drafts",
        "清理过期草稿",
        "20 * * * *",
        housekeeping.everything,
        housekeeping.expire_drafts,
        catch_up=timedelta(hours=1),
    ),
    Job(
        "forget-call-events",
        "清理话务事件和在看记录",
        "45 3 * * *",
        housekeeping.everything,
        housekeeping.forget_call_events,
        catch_up=DAY,
    ),
    Job(
        "sweep-uploads",
        "清理无主附件",
        "40 3 * * *",
        housekeeping.everything,
        housekeeping.sweep_uploads,
        catch_up=DAY,
        lease=timedelta(minutes=10),
        own_transactions=True,
    ),
    Job(
        "prune-job-runs",
        "清理执行记录",
        "50 3 * * *",
        housekeeping.find_old_runs,
        housekeeping.remove_run,
        catch_up=DAY,
    ),
)
