"""RulePackVersion (规则包): one immutable version of the city's limits and rules; cases keep theirs."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class RulePackVersion(Row):
    """The rules as `workflows/rule_pack.py` reads them; a change makes a new row, never edits one."""

    __tablename__ = "rule_pack_version"
    title: Mapped[str]
    document: Mapped[dict[str, Any]]
    valid_from: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
