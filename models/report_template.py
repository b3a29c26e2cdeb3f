"""ReportTemplate (报表模板): a table of figures that a city designed: its rows, columns, order, groups and header."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, one_of
from models.vocabulary import RowGroups, RowsBy


class ReportTemplate(Row):
    """A template; `columns` are {figure, shows, label, group} in their order, ids are those of the registry.

    `unit_kinds` leaves out departments of other kinds, none named: of no kind. `sorted_by` is a figure, or empty for
    the official order; `top` keeps the first so many rows of each group.
    """

    __tablename__ = "report_template"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    title: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    rows_by: Mapped[RowsBy] = mapped_column(one_of(RowsBy))
    name_label: Mapped[str] = mapped_column(default="")
    unit_kinds: Mapped[list[str]] = mapped_column(default=list)
    grouped_by: Mapped[RowGroups] = mapped_column(one_of(RowGroups), default=RowGroups.NONE)
    sorted_by: Mapped[str] = mapped_column(default="")
    is_lowest_first: Mapped[bool] = mapped_column(default=False)
    top: Mapped[int | None]
    has_total: Mapped[bool] = mapped_column(default=True)
    has_rank: Mapped[bool] = mapped_column(default=False)
    columns: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
