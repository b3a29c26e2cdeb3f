"""The steps on an article (知识): written, revised, handed in, reviewed one by one or several at once, taken out of use."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import form_page
from hotline.forms.intake import row_id
from hotline.forms.joint_meetings import VersionedForm
from hotline.forms.knowledge import ArticleForm, ConfirmForm, ReviewForm, WithdrawForm, as_filled
from hotline.guards import requires
from hotline.pages.knowledge import PAGE, REVIEW, WRITE, article_for, today
from models.article import Article
from models.queries import article_lists, knowledge_gaps
from models.transaction import SomeoneWasFaster, unit_of_work
from workflows import knowledge
from workflows.errors import Refused
from workflows.knowledge import may_keep
from workflows.permissions import works_at_hotline

blueprint = Blueprint("knowledge_steps", __name__, url_prefix="/knowledge")


@blueprint.post("/review")
@requires(REVIEW)
def publish_several() -> ResponseReturnValue:
    """Publish the picked ones, each in a transaction of its own, and name those that could not be."""
    numbers = list(dict.fromkeys(request.form.getlist("article")))[:PAGE]
    done, refused = 0, dict[str, str]()
    for number in numbers:
        try:
            with unit_of_work():
                knowledge.publish(article_for(number), by=current_user, at=datetime.now(UTC))
            done += 1
        except (Refused, SomeoneWasFaster) as error:
            refused[number] = str(error)
    return render_template("knowledge/published.html", done=done, refused=refused)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(WRITE)
def write_article() -> ResponseReturnValue:
    """Begin an article; `gap` names the question it answers."""
    gap_id = row_id(request.args.get("gap"))
    gap = knowledge_gaps.find(gap_id, None) if gap_id else None
    if gap is not None and not may_keep(current_user, gap.department_id):
        gap = None
    own = current_user.department_id if not works_at_hotline(current_user) else None
    given: dict[str, Any] = {"valid_from": today(), "department_id": own}
    if gap is not None:
        given |= {
            "title": gap.question[:100],
            "category_id": gap.category_id,
            "department_id": gap.department_id,
        }
    form = ArticleForm(data=given if request.method == "GET" else None)
    form.offer(current_user)
    chosen = gap.id if gap else None

    def step() -> str:
        article = knowledge.write(
            form.wording(),
            form.filing(),
            form.department_id.data,
            by=current_user,
            at=datetime.now(UTC),
            gap_id=chosen,
        )
        return url_for("knowledge.show_article", number=article.number)

    return ask(form, step, title="新建知识", label="保存草稿", done="草稿已保存，核对后请提交审核。")


def step_on(
    number: str, form: VersionedForm, take: Callable[[Article, datetime], object], **words: Any
) -> ResponseReturnValue:
    """Take a step on the article and go back to it."""
    article = article_for(number)
    back = url_for("knowledge.show_article", number=article.number)
    if not form.is_submitted():
        form.version.data = str(article.version)

    def step() -> str:
        fresh = article_for(number)
        form.check(fresh)
        take(fresh, datetime.now(UTC))
        return back

    return ask(form, step, back=back, lede=f"{article.number} {article.title}", **words)


def ask(form: Any, step: Callable[[], str], *, back: str = "", **words: Any) -> ResponseReturnValue:
    """Show the form, or take the step in one unit of work."""
    there = url_for("knowledge.list_articles")

    def in_one_go() -> str:
        with unit_of_work():
            return step()

    return form_page.ask(form, in_one_go, trail=("知识库", there), back=back or there, **words)


@blueprint.route("/<string:number>/revision", methods=["GET", "POST"])
@requires(WRITE)
def revise_article(number: str) -> ResponseReturnValue:
    """Change the draft, or write a new version."""
    article = article_for(number)
    newest = article_lists.versions(article.id)[0]
    form = ArticleForm(data=as_filled(article, newest) if request.method == "GET" else None)
    del form.department_id
    form.offer(current_user, article.department_id)

    def take(fresh: Article, at: datetime) -> None:
        knowledge.revise(fresh, form.wording(), form.filing(), by=current_user, at=at)

    return step_on(
        number, form, take, title="修改知识", label="保存草稿", done="草稿已保存，核对后请提交审核。"
    )


@blueprint.route("/<string:number>/submission", methods=["GET", "POST"])
@requires(WRITE)
def submit_article(number: str) -> ResponseReturnValue:
    """Hand the draft in for review."""

    def take(fresh: Article, at: datetime) -> None:
        knowledge.send_for_review(fresh, by=current_user, at=at)

    return step_on(number, ConfirmForm(), take, title="提交审核", label="提交审核", done="已提交审核。")


@blueprint.route("/<string:number>/review", methods=["GET", "POST"])
@requires(REVIEW)
def review_article(number: str) -> ResponseReturnValue:
    """Publish the version under review, or send it back."""
    form = ReviewForm()

    def take(fresh: Article, at: datetime) -> None:
        decide = knowledge.publish if form.verdict.data == "publish" else knowledge.return_version
        decide(fresh, form.note.data, by=current_user, at=at)

    return step_on(number, form, take, title="审核知识", label="提交结论", done="审核结论已提交。")


@blueprint.route("/<string:number>/withdrawal", methods=["GET", "POST"])
@requires(WRITE, REVIEW)
def withdraw_article(number: str) -> ResponseReturnValue:
    """Take the article out of use."""
    form = WithdrawForm()

    def take(fresh: Article, at: datetime) -> None:
        knowledge.withdraw(fresh, form.note.data, by=current_user, at=at)

    return step_on(number, form, take, title="下架知识", label="下架", tone="danger", done="知识已下架。")


@blueprint.route("/<string:number>/confirmation", methods=["GET", "POST"])
@requires(WRITE)
def confirm_article(number: str) -> ResponseReturnValue:
    """Say that the article stands as it is."""

    def take(fresh: Article, at: datetime) -> None:
        knowledge.confirm(fresh, by=current_user, at=at)

    return step_on(number, ConfirmForm(), take, title="复核无误", label="复核无误", done="已复核。")
