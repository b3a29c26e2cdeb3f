"""What a report template (报表模板) shows: its rows scored, sorted, ranked, shared out, and cut to the first so many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from models.report_template import ReportTemplate
from models.vocabulary import ColumnShows, Dimension, RowGroups, RowsBy
from reports import extracts, happenings, lines, told_by_hand
from reports.figures.asked import Asked
from reports.figures.definitions import SCORES
from reports.figures.ranking import Tier, rank
from reports.figures.rounding import shares
from reports.figures.scorecard import lines_of, score
from reports.template_rows import Column, Group, Member, Tables, kinds_of_unit, parts

ON_TIME = "on_time_rate"
# Where size decides nothing, all are compared with all.
TOGETHER = Tier(1, "", 0, None, is_ranked=True)


@dataclass(frozen=True)
class Gathered:
    """Everything a template shows of a period; `idle` names units that were sent nothing."""

    template: ReportTemplate
    asked: Asked
    columns: tuple[Column, ...]
    groups: list[Group]
    idle: list[str]

    @property
    def unknown(self) -> list[str]:
        """The headings of the columns whose figure the registry does not have."""
        return [column.label for column in self.columns if column.figure is None]


def gather(template: ReportTemplate, asked: Asked) -> Gathered:
    """Count everything that the template shows."""
    columns = tuple(Column.of(given) for given in template.columns)
    names = {column.id for column in columns} | {template.sorted_by}
    if template.rows_by in told_by_hand.CLASSES:
        group = told_by_hand.classes(names, template.rows_by, asked)
        groups = told_by_hand.filled([group] if group.members else [], names, template.rows_by)
        return Gathered(template, asked, columns, [_finished(group, template) for group in groups], [])
    tables = Tables(template, asked, columns)
    if template.rows_by is RowsBy.UNIT_KIND:
        groups = [kinds_of_unit(tables)]
    else:
        filled = [part for part in parts(tables) if part.rows]
        groups = [Group(part.title, tables.members(part.rows), tables.total(part)) for part in filled]
    groups = told_by_hand.filled(groups, names, template.rows_by)
    groups = happenings.filled(groups, names, template.rows_by)
    groups = _shared_out(_scored(groups, template, columns, asked), columns, asked)
    return Gathered(template, asked, columns, [_finished(group, template) for group in groups], _idle(tables))


def _idle(tables: Tables) -> list[str]:
    """Name the units that were sent nothing."""
    if tables.dimension is not Dimension.DEPARTMENT:
        return []
    return lines.idle_units(tables.now, lines.sent_units(tables.now, tables.asked))


def _scored(
    groups: list[Group], template: ReportTemplate, columns: Sequence[Column], asked: Asked
) -> list[Group]:
    """Give each unit its score, where the template tells any."""
    named = {column.id for column in columns} | {template.sorted_by}
    if template.rows_by is not RowsBy.DEPARTMENT or named.isdisjoint(SCORES):
        return groups
    score_lines, _ = lines_of(extracts.score_rows(asked.at))
    scored = []
    for group in groups:
        members = []
        for member in group.members:
            sheet = score(member.now, score_lines)
            told = {"score": sheet.score.number, "points_lost": sheet.lost.number}
            told["on_time_lost"] = next((s.lost for s in sheet.lines if s.line.figure.id == ON_TIME), None)
            members.append(replace(member, now=member.now | told))
        scored.append(replace(group, members=members))
    return scored


def _finished(group: Group, template: ReportTemplate) -> Group:
    """Sort and rank the rows, and keep the first so many."""
    members, figure = group.members, template.sorted_by
    if figure:
        results = [member.now.get(figure) for member in members]
        tiers = [_tier_of(member, template) for member in members]
        low = template.is_lowest_first
        places = rank(results, tiers, low_is_good=low) if template.has_rank else [None] * len(members)
        members = [replace(member, rank=place) for member, place in zip(members, places, strict=True)]
        told = [member for member in members if member.now.get(figure) is not None]
        untold = [member for member in members if member.now.get(figure) is None]
        members = sorted(told, key=lambda member: member.now[figure], reverse=not low) + untold
    kept = members[: template.top]
    return replace(group, members=kept, left_out=len(members) - len(kept))


def _tier_of(member: Member, template: ReportTemplate) -> Tier:
    """Return among whom the row is ranked: too small units nowhere."""
    tier: Tier | None = member.now.get("tier")
    if tier is None or (tier.is_ranked and template.grouped_by is not RowGroups.TIER):
        return TOGETHER
    return tier


def _shared_out(groups: list[Group], columns: Sequence[Column], asked: Asked) -> list[Group]:
    """Tell each row its share of the rows of all groups together, of each count that is to be shared out."""
    names = [column.id for column in columns if column.shows is ColumnShows.SHARE and column.figure]
    members = [member for group in groups for member in group.members]
    told: list[dict[str, Decimal | None]] = [{} for _ in members]
    for name in names:
        counts = [member.now.get(name) or 0 for member in members]
        for own, share in zip(told, shares(counts, asked.caliber.rounding), strict=True):
            own[name] = share
    given = iter(told)
    return [
        replace(group, members=[replace(member, shares=next(given)) for member in group.members])
        for group in groups
    ]
