"""Making an issue (编制与签发): the draft, its texts, counting anew, publishing, giving up, correcting."""

from datetime import UTC, datetime

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import report_making
from hotline.forms.administration.report_schedules import ReadersForm, named
from hotline.forms.report_issues import CorrectForm, DraftForm, StepForm, WithdrawForm, texts_form
from hotline.guards import requires
from hotline.report_making import issue_for, of_version, report_of
from hotline.report_page import ask, seen
from models.queries import report_schedules as schedules
from models.transaction import unit_of_work
from models.vocabulary import Permission
from reports import catalogue
from reports.catalogue import types
from reports.documents.typesetting import why_not
from reports.periods import parse
from workflows import report_issues as steps
from workflows import report_schedules as scheduling

blueprint = Blueprint("report_drafts", __name__, url_prefix="/reports/issues")


def page_of(issue_id: int) -> str:
    """Return the address of the issue."""
    return url_for("report_issues.show_issue", issue_id=issue_id)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MAKE_REPORTS)
def create_draft() -> ResponseReturnValue:
    """Make a draft of a report and period."""
    form = DraftForm(data={name: request.args.get(name, "") for name in ("product", "period")})
    form.offer(request.values.get("product", ""))

    def step() -> str:
        report = catalogue.find(form.product.data) or abort(404)
        at = datetime.now(UTC)
        return page_of(report_making.make(report, parse(form.period.data), by=current_user, at=at))

    return ask(
        form,
        step,
        title="编制一期报告",
        label="编制草稿",
        done="草稿已编制，数字截至此刻。",
        back=url_for("report_library.list_issues"),
        lede="草稿的数字和工单清单固定在编制的时刻，可以重新统计；发布后不再变化。",
    )


@blueprint.route("/<int:issue_id>/texts", methods=["GET", "POST"])
@requires(Permission.MAKE_REPORTS)
def edit_texts(issue_id: int) -> ResponseReturnValue:
    """Write into the places that the report has for texts."""
    issue = issue_for(issue_id)
    report = report_of(issue)
    if not report.slots:
        abort(404)
    form = texts_form(report, report_making.texts_of(issue), issue.version)

    def step() -> str:
        steps.check_open(issue)
        texts = {slot.name: form[slot.name].data or "" for slot in report.slots}
        report_making.write(issue_id, texts, by=current_user, at=datetime.now(UTC), version=seen(form))
        return page_of(issue_id)

    lede = f"{issue.title}。文字写入正文，数字不变。"
    return ask(
        form, step, title="填写文字", label="保存", done="已写入草稿。", back=page_of(issue_id), lede=lede
    )


@blueprint.route("/<int:issue_id>/recount", methods=["GET", "POST"])
@requires(Permission.MAKE_REPORTS)
def recount_draft(issue_id: int) -> ResponseReturnValue:
    """Count the draft anew from the cases as they are now."""
    issue = issue_for(issue_id)
    form = StepForm(data={"version": issue.version})

    def step() -> str:
        report_making.count_anew(issue_id, by=current_user, at=datetime.now(UTC), version=seen(form))
        return page_of(issue_id)

    return ask(
        form,
        step,
        title="重新统计",
        label="重新统计",
        done="已重新统计。",
        back=page_of(issue_id),
        lede=f"{issue.title}：按现在的工单重新统计，填写的文字保留。",
    )


@blueprint.route("/<int:issue_id>/publication", methods=["GET", "POST"])
@requires(Permission.PUBLISH_REPORTS)
def publish_issue(issue_id: int) -> ResponseReturnValue:
    """Publish the draft with its number; it is frozen from then on."""
    issue = issue_for(issue_id)
    form = StepForm(data={"version": issue.version})

    def step() -> str:
        report_making.publish(issue_id, by=current_user, at=datetime.now(UTC), version=seen(form))
        return page_of(issue_id)

    number = steps.next_number(issue)
    without_pdf = why_not(types())
    return ask(
        form,
        step,
        title="发布",
        label="发布",
        done="已发布。",
        back=page_of(issue_id),
        lede=f"{issue.title}：将编为{issue.year}年第{number.number}期（总第{number.running_number}期）。"
        "发布后正文、数字、工单清单和文件都不再变化，如有差错只能另出一期更正。"
        + (f"不生成 PDF：{without_pdf}" if without_pdf else ""),
    )


@blueprint.route("/<int:issue_id>/withdrawal", methods=["GET", "POST"])
@requires(Permission.MAKE_REPORTS)
def withdraw_draft(issue_id: int) -> ResponseReturnValue:
    """Give a draft up."""
    issue = issue_for(issue_id)
    form = WithdrawForm(data={"version": issue.version})

    def step() -> str:
        with unit_of_work():
            fresh = of_version(issue_id, seen(form))
            steps.withdraw(fresh, by=current_user, at=datetime.now(UTC), note=form.note.data)
        return url_for("report_library.list_issues")

    return ask(
        form,
        step,
        title="作废草稿",
        label="作废",
        done="草稿已作废。",
        back=page_of(issue_id),
        tone="danger",
        lede=issue.title,
    )


@blueprint.route("/<int:issue_id>/readers", methods=["GET", "POST"])
@requires(Permission.MAKE_REPORTS)
def edit_readers(issue_id: int) -> ResponseReturnValue:
    """Say whom the issue is for."""
    issue = issue_for(issue_id)
    form = ReadersForm(data=named(schedules.readers_of(issue_id=issue_id)))
    form.offer_readers()

    def step() -> str:
        with unit_of_work():
            at = datetime.now(UTC)
            scheduling.name_readers(issue_for(issue_id), form.readers(), by=current_user, at=at)
        return page_of(issue_id)

    told = "本期已发布，新加的对象保存后立即收到通知。" if issue.was_published else "发布时通知。"
    return ask(
        form,
        step,
        title="报送对象",
        label="保存",
        done="报送对象已保存。",
        back=page_of(issue_id),
        lede=f"{issue.title}：{told}",
    )


@blueprint.route("/<int:issue_id>/correction", methods=["GET", "POST"])
@requires(Permission.MAKE_REPORTS)
def correct_issue(issue_id: int) -> ResponseReturnValue:
    """Make a draft that corrects a published issue and says so."""
    issue = issue_for(issue_id)
    form = CorrectForm()

    def step() -> str:
        steps.check_correctable(issue, form.reason.data)
        made = report_making.make(
            report_of(issue),
            parse(issue.period),
            by=current_user,
            at=datetime.now(UTC),
            corrects=issue,
            reason=form.reason.data,
        )
        return page_of(made)

    return ask(
        form,
        step,
        title="编制更正",
        label="编制更正草稿",
        done="更正草稿已编制，数字截至此刻。",
        back=page_of(issue_id),
        lede=f"{issue.number_label}《{issue.title}》不变；更正另编新的一期，发布后原期标为已更正。",
    )
