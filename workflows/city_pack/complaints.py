"""What is wrong with a city pack: every fault with its file, line, column and reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.errors import Refused

MOST_SHOWN = 100


@dataclass(frozen=True)
class Complaint:
    """One fault; line 0 means the whole file, an empty column the whole line."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file} 第 {self.line} 行" if self.line else self.file
        return f"{place}{f' {self.column} 列' if self.column else ''}：{self.reason}"


class BadPack(Refused):
    """The pack cannot be loaded; str() says all faults, one a line, and nothing of it was loaded."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        self.complaints = tuple(complaints)
        lines = [f"城市包有 {len(complaints)} 处错误，没有载入任何内容："]
        lines += [str(complaint) for complaint in complaints[:MOST_SHOWN]]
        if len(complaints) > MOST_SHOWN:
            lines.append(f"……另有 {len(complaints) - MOST_SHOWN} 处未列出。")
        super().__init__("\n".join(lines))
