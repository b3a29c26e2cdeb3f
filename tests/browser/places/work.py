"""Lists, the desk, the machinery, exports, figures and the citizens' pages."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config import LOCAL_TIMEZONE
from hotline.jobs.schedule import JOBS
from models.base import db
from models.export_order import ExportOrder
from models.import_batch import ImportBatch
from models.intake_draft import IntakeDraft
from models.job_run import JobRun
from models.notice import Notice
from models.queries import worklists
from models.router_policy import RouterPolicy
from models.router_version import VersionState
from models.supervision import Supervision
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import CaseState, ExportState, NoticeChannel, NoticeState
from tests.browser.places.cases import entangled
from tests.browser.places.place import Place
from tests.support.entries import make_entries
from tests.support.factories import make_area, make_category, saved
from tests.support.office import Office
from tests.support.report_templates import make_shipped
from tests.support.routers import make_version
from workflows import saved_views
from workflows.permissions import ROLES

BOARDS = ("", "?wall=1", "/departments", "/tasks", "/hazards")


def work(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the lists, the desk, the machinery, the figures and the citizens' pages, none of them empty."""
    at = datetime.now(LOCAL_TIMEZONE)
    for state in CaseState:
        office.case_in(state, at=at)
    list(entangled(office))
    for role in ("agent", "officer", "supervisor", "administrator"):
        yield Place("/", getattr(office, role))
    for name, worklist in list(worklists.WORKLISTS.items())[::3]:
        yield Place(f"/worklists/{name}", who_may(office, worklist.permission))
    order = db.session.scalars(db.select(Supervision)).first()
    assert order is not None
    lists = f"""cases cases?q=路灯 cases?q=没有这样的 supervision supervision/orders supervision/overdue
        supervision/to-confirm supervision/{order.id}/print requests/pending reminders?case_id={order.case_id}"""
    for place in lists.split():
        yield Place(f"/{place}", office.supervisor)
    for place in ("requests/ours", "supervision/to-answer", "cases"):
        yield Place(f"/{place}", office.officer)
    yield from machinery(office, at)
    yield from exported(office, at)
    for by in ("department", "category", "district", "channel", "trend"):
        yield Place(f"/reports/completion?period=month&on={at:%Y-%m}&by={by}", office.leader)
    yield Place(f"/reports/scorecard?period=month&on={at:%Y-%m}", office.leader)
    yield from (Place(f"/dashboard{place}", office.leader) for place in BOARDS)
    yield Place("/reports/figures", office.leader)
    yield from entered(office)
    yield Place(f"/reports/cases?figure=received&period=month&on={at:%Y-%m}", office.leader)
    yield Place(f"/reports/cases?figure=closed_rate&period=month&on={at:%Y-%m}", office.leader)
    yield Place(f"/reports/products/daily?period={at:%Y-%m-%d}", office.leader)
    yield Place(f"/reports/products/completion?period={at:%Y-%m}", office.leader)
    yield Place("/reports/products", office.leader)
    yield Place(f"/reports/products/monthly?period={at:%Y-%m}", office.leader)
    matter = make_category(name="供气")
    yield Place(f"/reports/products/special-{matter.id}?period={at:%Y-%m}", office.leader)
    template = make_shipped()[0].code
    for place in ("", f"/{template}?period=month&on={at:%Y-%m}", "/new", f"/{template}/design"):
        yield Place(f"/reports/templates{place}", office.supervisor)
    waiting = office.case_in(CaseState.AWAITING_COMPLETION, at=at)
    saved(IntakeDraft(user_id=office.agent.id, token="t" * 24, saved_at=at, case_id=waiting.id))
    for place in ("intake", f"intake/{waiting.id}", f"intake/receipts/{'t' * 24}", "account/password"):
        yield Place(f"/{place}", office.agent)
    for place in ("sign-in", "query", "privacy", "query/progress", "no-such-page"):
        yield Place(f"/{place}", None)


def entered(office: Office) -> Iterator[Place]:
    """Give the pages of figures that are entered by hand."""
    make_area(name="东城区")
    make_entries(by=office.supervisor)
    for place in ("", "?sheet=常住人口&grain=year", "/list?figure=connect_rate&period=month&on=2026-03"):
        yield Place(f"/reports/entered{place}", office.supervisor)


def machinery(office: Office, at: datetime) -> Iterator[Place]:
    """Give the pages of notices, jobs, the outbox and the import of history."""
    keeper = office.administrator
    moments = {"created_at": at, "try_at": at}
    for state in (NoticeState.FAILED, NoticeState.WAITING):
        failed = {"address": "13800000000", "last_error": "号码有误", "state": state, **moments}
        saved(Notice(channel=NoticeChannel.SMS, title="督办", body="请登录系统查看。", **failed))
    for urgent in (True, False):
        tray = {"title": "险情", "body": "楼道煤气味很重", "is_urgent": urgent, **moments}
        saved(Notice(channel=NoticeChannel.INBOX, user_id=keeper.id, **tray))
    for error in ("", "7: ValueError: x"):
        ended = {"started_at": at, "ended_at": at, "lease_until": at, "error": error, "failed": bool(error)}
        saved(JobRun(job=JOBS[0].name, due_at=datetime.now(UTC), runner="here:1", **ended))
    for state in ("waiting", "running", "refused", "done"):
        batch = saved(ImportBatch(file_name="历史.csv", state=state, started_at=at, started_by_id=keeper.id))
        yield Place(f"/history/{batch.id}", keeper)
    places = f"history inbox inbox/read jobs jobs/{JOBS[0].name} jobs/{JOBS[-1].name} outbox outbox/retry notice-rules"
    for place in places.split():
        yield Place(f"/{place}", keeper)
    versions = (
        make_version(),
        make_version(state=VersionState.FAILED, stored_name="", sentence="训练数据不足。"),
    )
    on = make_version(state=VersionState.ON)
    threshold = {
        "version_id": on.id,
        "threshold": 9_000,
        "is_released": True,
        "count": 90,
        "right": 88,
        "total": 100,
    }
    saved(RouterPolicy(reason="试行", set_at=at, **threshold))
    places = f"""routing routing/release routing/release/threshold routing/release/end routing/decisions
        routing/release/categories/{office.category.id} routing/release/categories/{office.category.id}/end"""
    for address in (*places.split(), *(f"routing/{version.id}" for version in versions)):
        yield Place(f"/{address}", keeper)


def exported(office: Office, at: datetime) -> Iterator[Place]:
    """Give the pages of exports: the form, one's own, and one in every state."""
    taker = office.supervisor
    facts = {
        "list_name": "cases",
        "title": "工单查询",
        "wanted": {},
        "columns": ["number"],
        "stored_name": "0" * 32,
    }
    for state in ExportState:
        order = ExportOrder(
            user_id=taker.id,
            state=state,
            conditions={"状态": "待签收"},
            reason="向市政府报送",
            asked_at=at,
            **facts,
        )
        order.rows_total, order.expires_at = 20_000, at + timedelta(days=1)
        yield Place(f"/exports/{saved(order).id}", taker)
    yield Place("/exports", taker)
    yield Place("/exports/new?list=cases&state=dispatched", taker)
    with unit_of_work():
        wish = saved_views.Wish("待签收件", is_shared=True)
        view = saved_views.save("cases", {"state": "dispatched"}, wish, by=taker, at=at)
        view_id = view.id
    for path in (
        "/views",
        "/views/new?list=cases&kind=help",
        f"/views/{view_id}",
        f"/views/{view_id}/removal",
    ):
        yield Place(path, taker)
    yield Place("/cases?state=dispatched", taker)
    yield Place("/go?q=工", taker)
    for code in ("dispatch", "merge", "approval"):
        yield Place(f"/bulk/{code}?case=1&case=2", office.dispatcher)
    yield Place("/reports/happened?figure=orders_issued&period=year&on=2026-01-01", taker)


def who_may(office: Office, permission: object) -> User:
    """Return someone with the permission."""
    return next(user for seed in ROLES if permission in (user := getattr(office, seed.code)).permissions)
