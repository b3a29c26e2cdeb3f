"""The registry of figures (指标口径): what every number on reports, papers and workbooks means."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from hotline.guards import requires
from models.vocabulary import Cohort, Permission
from reports.figures.definitions import COHORT_LABELS, FIGURES, Shape

blueprint = Blueprint("figures", __name__, url_prefix="/reports/figures")


@blueprint.get("")
@requires(Permission.VIEW_REPORTS)
def list_figures() -> ResponseReturnValue:
    """Show every figure: formula, numerator, denominator, exclusions, rounding and source, in words."""
    rates = [figure for figure in FIGURES.values() if figure.shape is Shape.RATE]
    groups = [("比率", "由件数相除得出，可用于考核的以应办结数为分母。", rates)]
    for cohort in Cohort:
        counts = [f for f in FIGURES.values() if f.cohort is cohort and f.shape is not Shape.RATE]
        groups.append((f"件数：{cohort.label}", f"{COHORT_LABELS[cohort]}。", counts))
    return render_template("reports/figures.html", groups=groups)
