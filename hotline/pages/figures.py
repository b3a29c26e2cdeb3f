"""The registry of figures (指标口径): what every number on reports, papers and workbooks means."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from hotline.asked import figure_of, grid_line_asked, line_asked, list_url
from hotline.guards import requires
from hotline.meeting_lines import meeting_line_asked
from models.vocabulary import Cohort, Permission
from reports import extracts, happenings, told_by_hand
from reports.figures.definitions import COUNTED, FIGURES, MEASURES, SCORES
from reports.figures.figure import COHORT_LABELS, Shape
from reports.figures.grid import GRID, GRID_COUNTED
from reports.figures.happenings import HAPPENED
from reports.figures.meetings import MEETING_COUNTS, MEETING_FIGURES, MEETING_RATES
from reports.figures.registry import OUTSIDE, REGISTRY
from reports.figures.values import Value
from reports.lines import Row
from reports.periods import BadPeriod

blueprint = Blueprint("figures", __name__, url_prefix="/reports")


@blueprint.get("/figures")
@requires(Permission.VIEW_REPORTS, Permission.VIEW_DASHBOARD)
def list_figures() -> ResponseReturnValue:
    """Show every figure: formula, numerator, denominator, exclusions, rounding and source, in words."""
    divided = [f for f in FIGURES.values() if f.is_divided or f.shape is Shape.MEAN]
    outside = [REGISTRY[name] for name in REGISTRY if name in OUTSIDE]
    groups = [("比率", "由件数相除得出，可用于考核的以应办结数为分母。", divided)]
    for cohort in (Cohort.RECEIVED, Cohort.DUE):
        counts = [f for f in MEASURES.values() if f.cohort is cohort]
        groups.append((f"件数：{cohort.label}", f"{COHORT_LABELS[cohort]}。", counts))
    groups.append(
        ("评分", "按规则包的评分表给承办单位计分；点开得分可见每项怎样得来。", list(SCORES.values()))
    )
    groups.append(
        (
            f"网格：{Cohort.GRID.label}",
            f"{COHORT_LABELS[Cohort.GRID]}。与群众诉求分开统计。",
            list(GRID.values()),
        )
    )
    groups.append(
        (f"件次：{Cohort.HAPPENED.label}", f"{COHORT_LABELS[Cohort.HAPPENED]}。", list(HAPPENED.values()))
    )
    groups.append(
        (
            "填报",
            "人工填报的数（电话接入后的话务、知识发布后的知识库更新数由系统统计），和由它们得出的数；点开可见填报记录或统计清单。",
            outside,
        )
    )
    groups.append(
        ("联席会议", f"{COHORT_LABELS[Cohort.MEETING]}。点开可见议题、事项。", list(MEETING_FIGURES.values()))
    )
    return render_template("reports/figures.html", groups=groups, caliber=extracts.caliber(datetime.now(UTC)))


@blueprint.get("/figures.json")
@requires(Permission.VIEW_REPORTS)
def tell_values() -> ResponseReturnValue:
    """Tell the values of figures (`figure`, more than one or none for all of cases) of a period and member as JSON.

    What is told of cases, entered by hand, told of the grid or of joint meetings is asked for apart.
    """
    wanted = request.args.getlist("figure") or list(COUNTED)
    line_of = next((line_of for known, line_of in SOURCES if known.issuperset(wanted)), None)
    if line_of is None:
        unknown = next((name for name in wanted if not any(name in known for known, _ in SOURCES)), "")
        wrong = f"没有指标“{unknown[:40]}”。" if unknown else "工单、填报、网格、联席会议的指标请分开查询。"
        return {"error": wrong}, 404
    try:
        line = line_of(wanted)
    except BadPeriod as error:
        return {"error": str(error)}, 400
    asked = line["asked"]
    return {
        "period": {
            "on": asked.period.on,
            "first": str(asked.period.first_on),
            "last": str(asked.period.last_on),
        },
        "at": asked.at.isoformat(timespec="seconds"),
        "member": {"dimension": asked.dimension, "key": asked.key, "name": line["name"]},
        "figures": [told(figure_of(line, name)) for name in wanted],
    }


def entered_line(names: Sequence[str]) -> Row:
    """Return the line of the member asked for with what was entered of it."""
    return told_by_hand.line(line_asked(), names)


# Which figures there are to ask for together, and how their line is found.
SOURCES: tuple[tuple[frozenset[str], Callable[[Sequence[str]], Row]], ...] = (
    (frozenset(COUNTED), lambda _: line_asked()),
    (frozenset(HAPPENED), lambda _: happenings.line(line_asked())),
    (OUTSIDE, entered_line),
    (frozenset(GRID_COUNTED), lambda _: grid_line_asked()),
    (frozenset({*MEETING_COUNTS, *MEETING_RATES}), lambda names: meeting_line_asked(names)[1]),
)


def told(value: Value) -> dict[str, Any]:
    """Return a value as JSON: percentages as text, so that no digit is lost, and where its cases are listed."""
    figure = value.figure
    return {
        "id": figure.id,
        "label": figure.label,
        "unit": figure.unit,
        "formula": figure.formula,
        "number": str(value.number) if isinstance(value.number, Decimal) else value.number,
        "shown": value.shown,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "list": list_url(value) if value.opens else None,
    }
