"""Address (地名库): a road, estate or public building that callers name, with the area it lies in."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.area import Area
from models.base import Row, one_of
from models.vocabulary import Labelled


class AddressKind(Labelled):
    """What kind of place it is (地名类别)."""

    ROAD = "road", "道路"
    ESTATE = "estate", "小区"
    BUILDING = "building", "公共建筑"
    SCHOOL = "school", "学校"
    HOSPITAL = "hospital", "医院"
    PARK = "park", "公园广场"
    STATION = "station", "车站"
    OTHER = "other_place", "其他地点"


class Address(Row):
    """A place by its name and by what else people call it; `found_by` holds all of that in letters too."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("area_id", "name"),)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    name: Mapped[str]
    kind: Mapped[AddressKind] = mapped_column(one_of(AddressKind))
    aliases: Mapped[list[str]] = mapped_column(default=list)
    found_by: Mapped[str] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    area: Mapped[Area] = relationship()
