"""One line of a pack's table, as it was read."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """Values by column; `is_whole` is False where a cell could not be read and is missing."""

    file: str
    number: int
    values: dict[str, Any]
    is_whole: bool = True

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)
