"""What an export asks of a list: whose view of it, with which filters; and the lines that answer it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from hotline.list_arguments import row_id
from models.user import User
from models.vocabulary import CaseScope, Labelled
from workflows.permissions import scope_of

L = TypeVar("L", bound=Labelled)


@dataclass(frozen=True)
class Question:
    """Whose view of a list is wanted, at which moment; the arguments are those of the list's address."""

    arguments: Mapping[str, str]
    user: User
    at: datetime

    @property
    def scope(self) -> CaseScope:
        """Which cases the user may see."""
        return scope_of(self.user)

    def member(self, name: str, members: type[L]) -> L | None:
        """Return an argument as a member of a closed set; None where it is none."""
        return next((each for each in members if each.value == self.arguments.get(name)), None)

    def number(self, name: str) -> int | None:
        """Return an argument as a row's id; None where it is none."""
        return row_id(self.arguments, name)


class Clock(NamedTuple):
    """The clock a line shows: the case's nearest one, or that of a department's part."""

    due_at: datetime | None
    soon_at: datetime | None
    limit: str | None


class Own(NamedTuple):
    """What a list says in its lines besides the case, by column; and the line's clock where it has its own."""

    cells: dict[str, Any]
    clock: Clock | None = None


BARE = Own({})


class Lines:
    """The lines of a list in its order: the case of each, and what the list says of it besides."""

    def __init__(self, case_ids: array[int] | None = None) -> None:
        self.case_ids = array("q") if case_ids is None else case_ids
        self._own: list[Own] = []

    def __len__(self) -> int:
        return len(self.case_ids)

    def add(self, case_id: int, own: Own) -> None:
        """Add a line that says more than its case does."""
        self.case_ids.append(case_id)
        self._own.append(own)

    def batches(self, size: int) -> Iterator[list[tuple[int, Own]]]:
        """Yield the lines in pieces, each with its case's id."""
        for start in range(0, len(self), size):
            ids = self.case_ids[start : start + size]
            own = self._own[start : start + size] or [BARE] * len(ids)
            yield list(zip(ids, own, strict=True))


# The case of a line that is about none.
NO_CASE = 0
Tell = Callable[[Sequence[Any]], Sequence[tuple[int, Own]]]


class ToldLines:
    """The lines of a list that knows what it holds, each told only when its turn comes."""

    def __init__(self, found: Sequence[Any], tell: Tell) -> None:
        self._found = found
        self._tell = tell

    def __len__(self) -> int:
        return len(self._found)

    def batches(self, size: int) -> Iterator[Sequence[tuple[int, Own]]]:
        """Yield the lines in pieces, each with its case's id."""
        for start in range(0, len(self), size):
            yield self._tell(self._found[start : start + size])


def filled(form: Any) -> dict[str, str]:
    """Say in words what a filter form asks for; the order of the lines is no condition."""
    said = {}
    for field in form:
        if field.data and field.name != "order":
            choices = field.iter_choices() if hasattr(field, "iter_choices") else ()
            labels = {choice[0]: choice[1] for choice in choices}
            said[str(field.label.text)] = str(labels.get(field.data, field.data))
    return said
