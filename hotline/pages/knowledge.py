"""The knowledge base (知识库): searched and listed, one article with its versions, its steps, and the picks beside an answer."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from config import LOCAL_TIMEZONE
from hotline.article_picks import found_by, words_typed
from hotline.cursors import read_cursor, write_cursor
from hotline.forms.intake import PLACES, row_id
from hotline.forms.knowledge import (
    ArticleFilterForm,
    FeedbackForm,
)
from hotline.guards import requires
from hotline.list_arguments import kept
from models.article import Article, Feedback, VersionState
from models.queries import article_lists, articles, people
from models.queries.article_lists import Wanted
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import citing
from workflows.knowledge import may_keep
from workflows.knowledge_gaps import may_ask
from workflows.permissions import may
from workflows.wording_differences import differences

blueprint = Blueprint("knowledge", __name__, url_prefix="/knowledge")
PAGE, MOST_FOUND = 50, 30
NEAR_END = timedelta(days=30)
WRITE, REVIEW = Permission.WRITE_KNOWLEDGE, Permission.REVIEW_KNOWLEDGE


def today() -> date:
    """Return the city's day."""
    return datetime.now(LOCAL_TIMEZONE).date()


def keeps() -> bool:
    """Say whether the user writes or reviews articles."""
    return may(current_user, WRITE) or may(current_user, REVIEW)


def sees_all(article: Article) -> bool:
    """Say whether the user sees what is not published of the article."""
    return may(current_user, REVIEW) or may_keep(current_user, article.department_id)


def article_for(number: str) -> Article:
    """Return the article, if the user may see it, else 404; one that was never published is its keepers'."""
    article = article_lists.find_by_number(number.upper()) or abort(404)
    return article if article.published or sees_all(article) else abort(404)


@blueprint.get("")
@requires(Permission.VIEW_CASES, REVIEW)
def list_articles() -> ResponseReturnValue:
    """Find articles by words, or list them, what changed last first."""
    form = ArticleFilterForm(request.args)
    form.offer(keeps=keeps())
    usable = form.validate()
    words = (form.q.data or "").strip()[:200]
    at = datetime.now(UTC)
    found = articles.find(words, area_id=form.area.data, at=at, limit=MOST_FOUND) if words and usable else []
    wanted = form.wanted(current_user, keeps=keeps(), today=today()) if usable else Wanted(owner_id=-1)
    after = read_cursor(request.args.get("after"))
    rows = () if words else article_lists.page(wanted, after=after, limit=PAGE + 1)
    here = "knowledge.list_articles"
    given: dict[str, Any] = kept(request.args)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return render_template(
        "knowledge/list.html",
        form=form,
        words=words,
        found=found,
        rows=rows[:PAGE],
        is_filtered=any(given.values()),
        today=today(),
        keeps=keeps(),
        writes=may(current_user, WRITE),
        reviews=may(current_user, REVIEW),
        asks=may_ask(current_user),
        waiting=article_lists.count_in_review() if may(current_user, REVIEW) else 0,
        mine=len(attention()) if may(current_user, WRITE) else 0,
        first=url_for(here, **given) if after else None,
        further=url_for(here, **given, after=write_cursor(last.changed_at, last.id)) if last else None,
    ), 200 if usable else 422


def attention() -> list[tuple[Article, str]]:
    """Return what of the user's own articles needs them, each with the reason: agents' complaints, and days that end."""
    soon = today() + NEAR_END
    rated = article_lists.page(Wanted(owner_id=current_user.id, needs_review=True), after=None, limit=PAGE)
    ending = article_lists.page(Wanted(owner_id=current_user.id, lapses_by=soon), after=None, limit=PAGE)
    found = {article.id: (article, article.review_reason) for article in rated}
    for article in ending:
        over = article.valid_to is not None and article.valid_to < today()
        why = f"{'已于' if over else '将于'} {article.valid_to} {'过期' if over else '到期'}"
        known = found.get(article.id)
        found[article.id] = (article, f"{known[1]}；{why}" if known else why)
    return list(found.values())


@blueprint.get("/mine")
@requires(WRITE)
def list_mine() -> ResponseReturnValue:
    """Show what waits for the user as owner, and their drafts and returned versions."""
    return render_template(
        "knowledge/mine.html",
        attention=attention(),
        drafts=article_lists.drafts_of(current_user.id, limit=PAGE),
        today=today(),
    )


@blueprint.get("/review")
@requires(REVIEW)
def list_reviews() -> ResponseReturnValue:
    """Show what waits for review, what has waited longest first."""
    waiting = article_lists.in_review(PAGE)
    rows = [
        {"number": article.number, "title": version.title, "article": article, "version": version}
        for article, version in waiting
    ]
    names = people.full_names(version.written_by_id for _, version in waiting)
    count = article_lists.count_in_review()
    return render_template("knowledge/review.html", rows=rows, names=names, count=count)


@blueprint.post("/picks")
@requires(Permission.VIEW_CASES)
def show_picks() -> ResponseReturnValue:
    """Show the articles that fit what is typed beside an answer; the words go by POST, since they may name a caller."""
    words = words_typed()
    area_id = next((row_id(request.form[name]) for name in reversed(PLACES) if request.form.get(name)), None)
    return render_template("knowledge/_picks.html", **found_by(words, area_id=area_id, at=datetime.now(UTC)))


@blueprint.get("/<string:number>")
@requires(Permission.VIEW_CASES, REVIEW)
def show_article(number: str) -> ResponseReturnValue:
    """Show the version that agents read; to its keepers also what is being written."""
    article = article_for(number)
    return page(article, article.published or None)


@blueprint.get("/<string:number>/versions/<int:version>")
@requires(Permission.VIEW_CASES, REVIEW)
def show_version(number: str, version: int) -> ResponseReturnValue:
    """Show one version, and what it changed."""
    return page(article_for(number), version)


def page(article: Article, number: int | None, form: FeedbackForm | None = None) -> ResponseReturnValue:
    """Return the article's page at the version of this number, the newest where None."""
    everything = article_lists.versions(article.id)
    open_states = (VersionState.PUBLISHED, VersionState.REPLACED)
    seen = [each for each in everything if sees_all(article) or each.state in open_states]
    version = next((each for each in seen if number in (None, each.number)), None) or abort(404)
    before = next((each for each in seen if each.number < version.number), None)
    own = article_lists.feedback_of(version.id, current_user.id)
    return render_template(
        "knowledge/article.html",
        article=article,
        version=version,
        versions=seen,
        newest=everything[0],
        before=before,
        changes=differences(before, version) if before else (),
        names=people.full_names(who for each in seen for who in (each.written_by_id, each.reviewed_by_id)),
        own=own,
        said=article_lists.newest_feedback(article.id, 20) if sees_all(article) else (),
        form=form or FeedbackForm(data={"feedback": own.feedback.value, "note": own.note} if own else None),
        today=today(),
        is_valid=article.is_valid(today()),
        writes=may_keep(current_user, article.department_id),
        reviews=may(current_user, REVIEW),
    ), 422 if form is not None and form.errors else 200


@blueprint.post("/<string:number>/feedback")
@requires(Permission.VIEW_CASES)
def rate_article(number: str) -> ResponseReturnValue:
    """Keep what the agent says of the version in use."""
    article, form = article_for(number), FeedbackForm()
    version = article_lists.version(article.id, article.published) or abort(404)
    if not form.validate():
        return page(article, version.number, form)
    with unit_of_work():
        article = article_for(number)
        feedback = Feedback(form.feedback.data)
        citing.rate(article, version, feedback, form.note.data, by=current_user, at=datetime.now(UTC))
    flash("谢谢，您的评价已记下。", "success")
    return redirect(url_for("knowledge.show_article", number=article.number), code=303)
