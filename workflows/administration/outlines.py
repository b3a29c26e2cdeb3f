"""Outlines of districts (区划轮廓): brought from a file in place of what was there, and taken away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.area_outline import AreaOutline
from models.base import db
from models.queries import area_outlines
from workflows import audit
from workflows.errors import BadInput
from workflows.outlines import Outline, Outlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from models.area import Area
    from models.user import User


def match(
    outlines: Sequence[Outline], districts: Iterable[Area]
) -> tuple[list[tuple[Area, Outline]], list[str]]:
    """Return each outline with the district it is of, by code, else by name; and what the others are called.

    Raises BadInput where two outlines are of one district.
    """
    known = list(districts)
    by_code = {place.code: place for place in known}
    by_name = {name: place for place in known for name in (place.short_name, place.name) if name}
    pairs: dict[int, tuple[Area, Outline]] = {}
    strangers = []
    for outline in outlines:
        place = by_code.get(outline.code) or by_name.get(outline.name)
        if place is None:
            strangers.append(outline.name or outline.code or "（无名称）")
        elif place.id in pairs:
            raise BadInput(f"文件中有两个图形是“{place.name}”，请合并为一个 MultiPolygon。", "file")
        else:
            pairs[place.id] = place, outline
    return list(pairs.values()), strangers


def bring(
    given: Outlines,
    districts: Iterable[Area],
    *,
    source: str,
    approval_number: str,
    by: User | None,
    at: datetime,
) -> list[str]:
    """Replace all outlines by those of the file; return what has no district. BadInput where nothing has one."""
    pairs, strangers = match(given.outlines, districts)
    if not pairs:
        raise BadInput("文件中没有一个图形的代码或名称与本市区县相同。", "file")
    area_outlines.remove(list(area_outlines.by_area()))
    db.session.add_all(row_of(place.id, outline, source, approval_number, at) for place, outline in pairs)
    db.session.flush()
    names = "、".join(place.name for place, _ in pairs)
    _write("bring_outlines", f"{len(pairs)} 个区县：{names}", source, approval_number, by=by, at=at)
    return strangers


def row_of(area_id: int, outline: Outline, source: str, approval_number: str, at: datetime) -> AreaOutline:
    """Return the row that keeps an outline."""
    longitude, latitude = outline.label
    return AreaOutline(
        area_id=area_id,
        polygons=list(outline.polygons),
        label_longitude=longitude,
        label_latitude=latitude,
        source=source,
        approval_number=approval_number,
        loaded_at=at,
    )


def remove_all(*, by: User, at: datetime) -> int:
    """Take all outlines away, so that tiles stand for the districts again; return how many there were."""
    known = area_outlines.by_area()
    area_outlines.remove(list(known))
    if known:
        _write("remove_outlines", f"{len(known)} 个区县", "", "", by=by, at=at)
    return len(known)


def _write(
    kind: str, summary: str, source: str, approval_number: str, *, by: User | None, at: datetime
) -> None:
    said = {"source": source, "approval_number": approval_number}
    audit.write(
        kind,
        by=by,
        user_name="命令行",
        at=at,
        object_type="outlines",
        object_id="",
        summary=summary,
        changes={name: [None, value] for name, value in said.items() if value},
    )
