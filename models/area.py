"""Area (区划/网格): city, district, street, community, grid."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, one_of
from models.vocabulary import AreaLevel


class Area(Row):
    """A place of the division tree; boundaries change, so a row is valid from and to a day.

    tile_row, tile_column: where a district's tile lies in the grid that stands for a map, counted from 1 at the
    north-west; None where nobody has said.
    """

    __tablename__ = "area"
    code: Mapped[str] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    name: Mapped[str]
    short_name: Mapped[str] = mapped_column(default="")
    level: Mapped[AreaLevel] = mapped_column(one_of(AreaLevel))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)
    tile_row: Mapped[int | None]
    tile_column: Mapped[int | None]
