"""City (城市): whose hotline this is, how its cases and papers are numbered. One row."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class City(Row):
    """The city this installation serves; `settings` holds the rest of its city.toml."""

    __tablename__ = "city"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    hotline_name: Mapped[str]
    number_prefix: Mapped[str]
    document_prefix: Mapped[str]
    area_code: Mapped[str] = mapped_column(default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
