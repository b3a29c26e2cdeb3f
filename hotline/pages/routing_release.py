"""Release from review (免审派单): the threshold from the curve, the categories released, and who set what when."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import form_page
from hotline.forms.routing_release import ReasonForm, ThresholdForm
from hotline.guards import requires
from hotline.routing_curve import drawn
from models.category import Category
from models.queries import reference, router_policies, router_versions, routing_decisions
from models.router_policy import RouterPolicy
from models.router_version import Purpose
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import release_rules, routing_policy
from workflows.learning.curve import Judgement, Reached, by_matter, curve, reached, told
from workflows.routing_versions import judgements_of

blueprint = Blueprint("routing_release", __name__, url_prefix="/routing/release")
HERE = "routing_release.show_release"
PAGE = 20


@dataclass(frozen=True)
class Line:
    """A category with what its kept-out cases show at the threshold, what use shows, and its release."""

    category: Category
    shown: Reached
    right: int
    wrong: int
    release: RouterPolicy | None

    @property
    def why_not(self) -> str:
        """Why it may not be released."""
        return release_rules.why_not_released(self.shown)


def trail() -> tuple[str, str]:
    """Return the page that the forms belong to."""
    return "免审派单", url_for(HERE)


def kept_out() -> list[Judgement]:
    """Return what the router of departments that is on said of its kept-out cases."""
    version = router_versions.in_use(Purpose.DEPARTMENT)
    return judgements_of(version) if version else []


def lines_of(judgements: list[Judgement], threshold: int) -> list[Line]:
    """Return the categories of the kept-out cases and those released, those with the most sure cases first."""
    found, released = by_matter(judgements), router_policies.released()
    matters = reference.categories_by_id([*{*found, *released}])
    rows = [
        Line(
            category,
            reached(found.get(key, ()), threshold),
            *(routing_decisions.record(key, release_rules.WATCHED) if key in released else (0, 0)),
            released.get(key),
        )
        for key, category in matters.items()
    ]
    shown = [row for row in rows if row.release or row.shown.count]
    return sorted(shown, key=lambda row: (row.release is None, -row.shown.count, row.category.path))


@blueprint.get("")
@requires(Permission.MANAGE_ROUTING)
def show_release() -> ResponseReturnValue:
    """Show the threshold in force with what it rests on, the categories, and the history."""
    version, judgements = router_versions.in_use(Purpose.DEPARTMENT), kept_out()
    standing = router_policies.newest(None)
    terms = routing_policy.terms()
    is_in_force = version is not None and terms is not None and terms.version_id == version.id
    before = request.args.get("before", type=int)
    history = router_policies.history(PAGE + 1, before)
    lines = lines_of(judgements, terms.threshold) if terms and is_in_force else []
    open_lines = [line for line in lines if line.release or not line.why_not]
    every = "every" in request.args
    return render_template(
        "routing/release.html",
        version=version,
        standing=standing,
        is_in_force=is_in_force,
        needs_setting=terms is not None and not is_in_force,
        threshold=told(terms.threshold) if terms else "",
        lines=lines if every else open_lines,
        hidden=0 if every else len(lines) - len(open_lines),
        curve=drawn(curve(judgements)),
        history=history[:PAGE],
        told=told,
        first=url_for(HERE) if before else None,
        further=url_for(HERE, before=history[PAGE - 1].policy.id) if len(history) > PAGE else None,
    )


@blueprint.route("/threshold", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROUTING)
def set_threshold() -> ResponseReturnValue:
    """Set the threshold from the points of the curve."""
    points = curve(kept_out())
    form = ThresholdForm([point for point in points if point.threshold >= release_rules.LEAST_THRESHOLD])

    def step() -> str:
        with unit_of_work():
            ended = routing_policy.set_threshold(
                form.threshold.data, reason=form.reason.data, by=current_user, at=datetime.now(UTC)
            )
        if ended:
            flash(f"{len(ended)} 个分类在该门限下依据不足，免审已停止，见历次设定。", "warning")
        return url_for(HERE)

    return form_page.ask(
        form,
        step,
        trail=trail(),
        title="设定免审门限",
        label="设定门限",
        done="免审门限已设定。",
        back=url_for(HERE),
        page="routing/threshold.html",
        lede="精确率低于 95%，或留出集上达到门限的工单不足 50 件的，不能设定。",
        beside=lambda: {"curve": drawn(points)},
    )


@blueprint.route("/end", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROUTING)
def end_all() -> ResponseReturnValue:
    """End release for all categories at once."""
    form = ReasonForm()

    def step() -> str:
        with unit_of_work():
            routing_policy.end_all(reason=form.reason.data, by=current_user, at=datetime.now(UTC))
        return url_for(HERE)

    return form_page.ask(
        form,
        step,
        trail=trail(),
        title="停止全部免审",
        label="停止全部免审",
        done="已停止全部免审，新登记的工单都转审核派单。",
        back=url_for(HERE),
        tone="danger",
        lede="已派出的工单不受影响；重新设定门限后，已选的分类恢复免审。",
    )


@blueprint.route("/categories/<int:category_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROUTING)
def release_category(category_id: int) -> ResponseReturnValue:
    """Spare review for a category."""
    return asked_of(category_id, releases=True)


@blueprint.route("/categories/<int:category_id>/end", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROUTING)
def end_category(category_id: int) -> ResponseReturnValue:
    """Review the cases of a category again."""
    return asked_of(category_id, releases=False)


def asked_of(category_id: int, *, releases: bool) -> ResponseReturnValue:
    """Ask for the reason, and release the category or end its release."""
    category = reference.find_category(category_id) or abort(404)
    form, name = ReasonForm(), category.path.replace("/", " / ")

    def step() -> str:
        decide = routing_policy.release if releases else routing_policy.withdraw
        with unit_of_work():
            decide(category_id, reason=form.reason.data, by=current_user, at=datetime.now(UTC))
        return url_for(HERE)

    return form_page.ask(
        form,
        step,
        trail=trail(),
        title="分类免审" if releases else "停止分类免审",
        label="免审" if releases else "停止免审",
        done=f"“{name}”已免审。" if releases else f"“{name}”已恢复审核。",
        back=url_for(HERE),
        tone="primary" if releases else "danger",
        lede=name,
    )
