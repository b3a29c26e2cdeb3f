"""The routers (分派模型): what each version learnt, how good it is on cases it never saw, which one suggests."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.guards import requires
from hotline.routing_curve import drawn
from models.queries import people, router_versions
from models.router_version import OPEN_STATES, Purpose, RouterVersion, VersionState
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import routing_versions
from workflows.learning.current import shelf
from workflows.learning.curve import curve

blueprint = Blueprint("routing", __name__, url_prefix="/routing")
TONES = {
    VersionState.WAITING: ("info", "hourglass"),
    VersionState.TRAINING: ("strong", "clock"),
    VersionState.READY: ("info", "check"),
    VersionState.ON: ("good", "check"),
    VersionState.OFF: ("neutral", "cross"),
    VersionState.FAILED: ("bad", "warning"),
}
LABELS_SHOWN = 60


@dataclass(frozen=True)
class Column:
    """One purpose with its versions, the newest first."""

    purpose: Purpose
    versions: list[RouterVersion]

    @property
    def present(self) -> RouterVersion | None:
        """The version that is on."""
        return next((each for each in self.versions if each.state is VersionState.ON), None)

    @property
    def is_unusable(self) -> bool:
        """Whether one is on whose file is missing, was changed, or is of an earlier version of the program."""
        present = self.present
        return present is not None and shelf.predictor(self.purpose, present.stored_name) is None

    @property
    def is_busy(self) -> bool:
        """Whether one waits or is being trained."""
        return any(each.state in OPEN_STATES for each in self.versions)


@blueprint.get("")
@requires(Permission.MANAGE_ROUTING)
def show_routers() -> ResponseReturnValue:
    """Show the versions for each purpose."""
    columns = [Column(purpose, list(router_versions.newest(purpose))) for purpose in Purpose]
    return render_template("routing/index.html", columns=columns, tones=TONES)


@blueprint.post("/train/<string:purpose>")
@requires(Permission.MANAGE_ROUTING)
def train(purpose: str) -> ResponseReturnValue:
    """Ask for a new version; the scheduler has it trained by a process of its own."""
    wanted = next((each for each in Purpose if each.value == purpose), None) or abort(404)
    with unit_of_work():
        routing_versions.ask_training(wanted, by=current_user, at=datetime.now(UTC))
    flash("已提交训练，一分钟内开始，通常需要几分钟；完成后在下表查看，是否启用由您决定。", "success")
    return redirect(url_for("routing.show_routers"), code=303)


@blueprint.get("/<int:version_id>")
@requires(Permission.MANAGE_ROUTING)
def show_version(version_id: int) -> ResponseReturnValue:
    """Show the card of a version: what it learnt from, its figures, and how it compares."""
    version = router_versions.find(version_id) or abort(404)
    if request.headers.get("HX-Request"):
        return underway(version)
    return render_template("routing/version.html", tones=TONES, **card_of(version))


@blueprint.post("/<int:version_id>/switch-on")
@requires(Permission.MANAGE_ROUTING)
def switch_on(version_id: int) -> ResponseReturnValue:
    """Let the version suggest; refused where it is not better than the present one."""
    with unit_of_work():
        version = router_versions.find(version_id) or abort(404)
        routing_versions.switch_on(version, by=current_user, at=datetime.now(UTC))
    flash(f"版本 {version_id} 已启用。", "success")
    return redirect(url_for("routing.show_version", version_id=version_id), code=303)


@blueprint.post("/<int:version_id>/switch-off")
@requires(Permission.MANAGE_ROUTING)
def switch_off(version_id: int) -> ResponseReturnValue:
    """Let no router suggest for this purpose."""
    with unit_of_work():
        version = router_versions.find(version_id) or abort(404)
        routing_versions.switch_off(version, by=current_user, at=datetime.now(UTC))
    flash(f"版本 {version_id} 已停用，不再给出建议。", "success")
    return redirect(url_for("routing.show_version", version_id=version_id), code=303)


def underway(version: RouterVersion) -> ResponseReturnValue:
    """Answer the page that asks how far a training is: the time it took so far, at its end the whole page anew."""
    is_open = version.state in OPEN_STATES
    piece = render_template("routing/_underway.html", version=version, minutes=minutes_of(version))
    return piece, 200, {"Vary": "HX-Request"} | ({} if is_open else {"HX-Refresh": "true"})


def minutes_of(version: RouterVersion) -> int:
    """Return how many whole minutes ago the training was begun."""
    begun = version.started_at
    return 0 if begun is None else (datetime.now(UTC) - begun) // timedelta(minutes=1)


def card_of(version: RouterVersion) -> dict[str, Any]:
    """Return what the page of a version shows; labels by their names."""
    by_class = version.scores.get("by_class", [])
    mistaken = version.scores.get("confusions", [])
    ids = {int(each["label"]) for each in by_class} | {int(one) for pair in mistaken for one in pair[:2]}
    names = router_versions.names_of(version.purpose, ids)
    is_trained = bool(version.stored_name)
    return {
        "version": version,
        "minutes": minutes_of(version),
        "asked_by": people.find_user(version.asked_by_id) if version.asked_by_id else None,
        "switched_by": people.find_user(version.switched_by_id) if version.switched_by_id else None,
        "by_class": [
            {**each, "name": names.get(int(each["label"]), "—")} for each in by_class[:LABELS_SHOWN]
        ],
        "more_labels": max(len(by_class) - LABELS_SHOWN, 0),
        "mistaken": [(names.get(int(a), "—"), names.get(int(b), "—"), count) for a, b, count in mistaken],
        "outcome": routing_versions.outcome_of(version) if is_trained else None,
        "curve": drawn(curve(routing_versions.judgements_of(version))),
        "why_not_on": routing_versions.why_not_on(version, router_versions.in_use(version.purpose)),
    }
