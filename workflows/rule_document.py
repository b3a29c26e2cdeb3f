"""Reads a plain document, as TOML or JSON gives it, into frozen dataclasses; all its faults at once (pure).

A field's Chinese label stands in its metadata (`named`), so that a fault, and a form that edits the
document, can call the field by the name people know. What fields must be to each other a class says
itself, in a static method `faults(given)` over the fields that could be read.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import time
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from models.vocabulary import Labelled
from workflows.counting import END_OF_DATE, day_end
from workflows.errors import Refused
from workflows.limit import Limit
from workflows.working_time import OfficeHours

T = TypeVar("T")


class BadDocument(Refused):
    """A document with faults; `faults` holds one sentence each, in the order of the document."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Text:
    """A value that a document holds as text: whether it is such text, how it is read, how written."""

    fits: Callable[[Any], bool]
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


def is_text(value: Any) -> bool:
    """Say whether the value is a text."""
    return isinstance(value, str)


def are_texts(value: Any) -> bool:
    """Say whether the value is a list of texts."""
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


TEXTS: dict[Any, Text] = {
    str: Text(is_text, str, str),
    Limit: Text(is_text, Limit.parse, str),
    time: Text(is_text, day_end, lambda at: "24:00" if at == END_OF_DATE else f"{at:%H:%M}"),
    OfficeHours: Text(are_texts, OfficeHours.parse, lambda office: list(office.texts)),
}
NUMBERS = {bool: "是或否", int: "不小于 0 的整数", float: "不小于 0 的数"}


def named(label: str, **options: Any) -> Any:
    """Declare a field together with its Chinese label."""
    return field(metadata={"label": label}, **options)


def label_of(declared: Field[Any]) -> str:
    """Return the Chinese label of a field."""
    return str(declared.metadata.get("label", declared.name))


def read_document(kind: type[T], document: Mapping[str, Any]) -> T:
    """Return the dataclass that the document describes; BadDocument names everything that is wrong."""
    faults: list[str] = []
    result: T = read(kind, document, "", faults)
    if faults:
        raise BadDocument(faults)
    return result


def read(kind: Any, value: Any, where: str, faults: list[str]) -> Any:
    """Return the value as the kind says, or None after noting the fault."""
    if get_origin(kind) is UnionType:
        (kind,) = (choice for choice in get_args(kind) if choice is not NoneType)
        return None if value is None else read(kind, value, where, faults)
    if get_origin(kind) is tuple:
        return read_rows(get_args(kind)[0], value, where, faults)
    if is_dataclass(kind) and kind not in TEXTS:
        return read_fields(kind, value, where, faults)
    return read_value(kind, value, where, faults)


def read_rows(kind: Any, value: Any, where: str, faults: list[str]) -> tuple[Any, ...]:
    """Return the rows of a list."""
    if not isinstance(value, list | tuple):
        faults.append(f"{where}：应为列表。")
        return ()
    return tuple(read(kind, row, f"{where}第 {number} 行", faults) for number, row in enumerate(value, 1))


def read_fields(kind: Any, value: Any, where: str, faults: list[str]) -> Any:
    """Return the dataclass made of a table's entries."""
    if not isinstance(value, Mapping):
        faults.append(f"{where}：应为一组栏目。")
        return None
    before = len(faults)
    hints = get_type_hints(kind)
    declared = {one.name: one for one in fields(kind)}
    faults += [f"{within(where, str(name)[:30])}：不认识的栏目。" for name in value if name not in declared]
    given: dict[str, Any] = {}
    for name, one in declared.items():
        place = within(where, label_of(one))
        if name in value:
            known = len(faults)
            result = read(hints[name], value[name], place, faults)
            given |= {name: result} if len(faults) == known else {}
        elif one.default is MISSING and one.default_factory is MISSING:
            faults.append(f"{place}：缺少。")
    if hasattr(kind, "faults"):
        faults += [f"{where}：{fault}" if where else fault for fault in kind.faults(given)]
    return kind(**given) if len(faults) == before else None


def read_value(kind: Any, value: Any, where: str, faults: list[str]) -> Any:
    """Return a single value: a text, a choice, a number, a limit, a time."""
    try:
        if kind in TEXTS and TEXTS[kind].fits(value):
            return TEXTS[kind].read(value)
        if kind in NUMBERS and is_number(kind, value):
            return kind(value)
        if isinstance(value, str) and value in values_of(kind):
            return kind(value)
        faults.append(f"{where}：{expected(kind, value)}")
    except Refused as refusal:
        faults.append(f"{where}：{refusal}")
    return None


def values_of(kind: type) -> set[str]:
    """Return the values of a closed set; none for any other kind."""
    return {one.value for one in kind} if issubclass(kind, Labelled) else set()


def expected(kind: type, value: Any) -> str:
    """Say what should stand where another value stands."""
    if issubclass(kind, Labelled):
        choices = "、".join(f"{one.value} {one.label}" for one in kind)
        return f"“{str(value)[:20]}”不在可选之列（{choices}）。"
    return f"应为{NUMBERS.get(kind, '文字')}。"


def is_number(kind: type, value: Any) -> bool:
    """Say whether the value is a number of the kind, finite and not below zero."""
    if kind is bool or isinstance(value, bool):
        return kind is bool and isinstance(value, bool)
    allowed = int if kind is int else (int, float)
    return isinstance(value, allowed) and math.isfinite(value) and value >= 0


def within(where: str, name: str) -> str:
    """Return the place of a field inside its table."""
    return f"{where}·{name}" if where else name


def write_document(value: Any) -> Any:
    """Return the plain document that `read_document` would read back into the same value."""
    if type(value) in TEXTS:
        return TEXTS[type(value)].write(value)
    if isinstance(value, Labelled):
        return value.value
    if isinstance(value, tuple):
        return [write_document(row) for row in value]
    if is_dataclass(value):
        return {one.name: write_document(getattr(value, one.name)) for one in fields(value)}
    return value
