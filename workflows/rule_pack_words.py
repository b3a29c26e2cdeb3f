"""A rule pack as people read it: sections of names and values, and what differs between two packs (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, get_args, get_type_hints

from models.vocabulary import Labelled
from workflows.limit import Limit
from workflows.rule_document import TEXTS, label_of, within, write_document
from workflows.rule_pack import RulePack

ANY = "不限"
LIMITS = "时限规则"
NOTHING = "—"


@dataclass(frozen=True)
class Part:
    """A part of a pack: names with values, or rows below headings."""

    title: str
    pairs: tuple[tuple[str, str], ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def said(value: Any) -> str:
    """Return one value in Chinese: 5个工作日, 是, 次日起算, 签收、办结."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Labelled | Limit):
        return value.label
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return "、".join(said(each) for each in in_order(value)) or ANY
    if type(value) in TEXTS:
        written = write_document(value)
        return "、".join(written) if isinstance(written, list) else str(written)
    return str(value)


def in_order(values: tuple[Any, ...]) -> list[Any]:
    """Return words in the order of their vocabulary, since their order in a rule means nothing."""
    if values and isinstance(values[0], Labelled):
        return sorted(values, key=list(type(values[0])).index)
    return list(values)


def is_table(value: Any) -> bool:
    """Say whether a value is a group of named values of its own."""
    return is_dataclass(value) and type(value) not in TEXTS


def row_kind(table: Any, name: str) -> Any:
    """Return the kind of the rows that a field lists, or None where it lists no groups of values."""
    inner = get_args(get_type_hints(type(table))[name])
    return inner[0] if inner and is_dataclass(inner[0]) and inner[0] not in TEXTS else None


def parts(pack: RulePack) -> list[Part]:
    """Return the pack part by part: the limits, which people look for, then its plain values, then the rest."""
    plain: list[tuple[str, str]] = []
    found: list[Part] = []
    for one in fields(pack):
        value, label = getattr(pack, one.name), label_of(one)
        if kind := row_kind(pack, one.name):
            found.append(rows_part(label, kind, value))
        elif is_table(value):
            found += table_parts(label, value)
        else:
            plain.append((label, said(value)))
    limits = [part for part in found if part.title == LIMITS]
    return [*limits, Part("计时", tuple(plain)), *(part for part in found if part not in limits)]


def rows_part(title: str, kind: Any, rows: tuple[Any, ...]) -> Part:
    """Return a part that is a table of rows."""
    headings = tuple(label_of(one) for one in fields(kind))
    cells = tuple(tuple(said(getattr(row, one.name)) for one in fields(row)) for row in rows)
    return Part(title, headings=headings, rows=cells)


def table_parts(title: str, table: Any) -> Iterator[Part]:
    """Yield a group of named values, then the rows it may hold."""
    values = [(label_of(one), row_kind(table, one.name), getattr(table, one.name)) for one in fields(table)]
    yield Part(title, tuple((label, said(value)) for label, kind, value in values if not kind))
    yield from (rows_part(f"{title}·{label}", kind, value) for label, kind, value in values if kind)


def entries(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield every single value of a pack with its place: (退单规则·退单期限, 1个工作日)."""
    if not is_table(value):
        yield where, said(value)
        return
    for one in fields(value):
        inner, place = getattr(value, one.name), within(where, label_of(one))
        if row_kind(value, one.name):
            for number, row in enumerate(inner, 1):
                yield from entries(row, f"{place}第 {number} 行")
        else:
            yield from entries(inner, place)


def differences(old: RulePack, new: RulePack) -> list[tuple[str, str, str]]:
    """Return (place, before, after) of everything that differs, in the order of the new pack."""
    before, after = dict(entries(old)), dict(entries(new))
    places = [*after, *(place for place in before if place not in after)]
    return [
        (place, before.get(place, "（无）"), after.get(place, "（无）"))
        for place in places
        if before.get(place) != after.get(place)
    ]
