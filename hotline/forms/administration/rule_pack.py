"""The form of a rule pack: its fields follow from the pack's own declarations, so none is forgotten."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from werkzeug.datastructures import MultiDict

from models.vocabulary import Labelled
from workflows.limit import Limit
from workflows.rule_document import TEXTS, label_of, within, write_document
from workflows.rule_pack import RulePack
from workflows.working_time import OfficeHours

PARTED = re.compile(r"[,，、;；\n]+")
MOST_ROWS = 60
HINTS = {
    Limit: "如 15min、24h、4wh（工作小时）、5wd（工作日）、7d（自然日）",
    OfficeHours: "如 08:30-12:00、14:30-18:00",
}


@dataclass
class Input:
    """One field: `shape` is text, tick, choice or boxes; `place` is what faults call it."""

    name: str
    label: str
    place: str
    shape: str
    value: Any
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    is_needed: bool = False
    faults: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The field's id on the page."""
        return self.name.replace(".", "-")


@dataclass
class Section:
    """A group of fields; with `count_name` a list whose `sections` are its rows, the last one empty."""

    title: str
    place: str
    name: str
    inputs: list[Input] = field(default_factory=list)
    sections: list["Section"] = field(default_factory=list)
    count_name: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The section's id on the page."""
        return f"part-{self.name.replace('.', '-')}"

    def everything(self) -> Iterator["Section | Input"]:
        """Yield the section, its fields, and all below it."""
        yield self
        yield from self.inputs
        for section in self.sections:
            yield from section.everything()


def kind_of(hint: Any) -> tuple[Any, bool]:
    """Return the kind of a field and whether it may be left out."""
    if get_origin(hint) is UnionType:
        (kind,) = (choice for choice in get_args(hint) if choice is not NoneType)
        return kind, True
    return hint, False


def row_kind(kind: Any) -> Any:
    """Return the kind of the rows of a list of groups, or None."""
    inner = get_args(kind)[0] if get_origin(kind) is tuple else None
    return inner if inner is not None and is_group(inner) else None


def is_group(kind: Any) -> bool:
    """Say whether a kind is a group of fields."""
    return is_dataclass(kind) and kind not in TEXTS


def declared(kind: Any) -> Iterator[tuple[Field[Any], Any, bool]]:
    """Yield each field of a group with its kind and whether it may be left out."""
    hints = get_type_hints(kind)
    for one in fields(kind):
        inner, optional = kind_of(hints[one.name])
        yield one, inner, optional


def section_for(
    kind: Any, document: Mapping[str, Any], *, title: str = "规则包", name: str = "", place: str = ""
) -> Section:
    """Return the fields of a group, filled from a document."""
    section = Section(title, place, name)
    for one, inner, optional in declared(kind):
        label = label_of(one)
        sub, where = f"{name}.{one.name}".lstrip("."), within(place, label)
        value = document[one.name] if one.name in document else usual(one, inner, document)
        if row_kind(inner):
            section.sections.append(
                rows_for(row_kind(inner), value or [], title=label, name=sub, place=where)
            )
        elif is_group(inner):
            section.sections.append(section_for(inner, value or {}, title=label, name=sub, place=where))
        else:
            needed = not optional and one.default is MISSING
            section.inputs.append(
                input_for(inner, value, Input(sub, label, where, "text", "", is_needed=needed), optional)
            )
    return section


def usual(one: Field[Any], kind: Any, document: Mapping[str, Any]) -> Any:
    """Return what a field that the document leaves out holds; an empty row to add holds only its choices."""
    is_choice = isinstance(kind, type) and issubclass(kind, Labelled)
    return write_document(one.default) if one.default is not MISSING and (document or is_choice) else None


def rows_for(kind: Any, rows: Any, *, title: str, name: str, place: str) -> Section:
    """Return a list of groups, and an empty one to add."""
    section = Section(title, place, name, count_name=f"{name}.count")
    for number, row in enumerate([*rows, {}], 1):
        given = {
            "title": f"第 {number} 行",
            "name": f"{name}.{number - 1}",
            "place": f"{place}第 {number} 行",
        }
        section.sections.append(section_for(kind, row, **given))
    return section


def input_for(kind: Any, value: Any, plain: Input, optional: bool) -> Input:
    """Give a field its shape, its choices and its value."""
    if kind is bool:
        plain.shape, plain.value = "tick", bool(value)
    elif get_origin(kind) is tuple and issubclass(get_args(kind)[0], Labelled):
        plain.shape, plain.value = "boxes", [str(each) for each in value or ()]
        plain.choices = tuple((member.value, member.label) for member in get_args(kind)[0])
    elif isinstance(kind, type) and issubclass(kind, Labelled):
        plain.shape, plain.value = "choice", str(value or "")
        empty = (("", "（无）"),) if optional else ()
        plain.choices = (*empty, *((member.value, member.label) for member in kind))
    else:
        plain.value = "、".join(map(str, value)) if isinstance(value, list | tuple) else written(value)
        plain.hint = HINTS.get(kind, "") if isinstance(kind, type) else "以顿号分隔"
    return plain


def written(value: Any) -> str:
    """Return a single value as it stands in a field."""
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def document_from(form: MultiDict[str, str], kind: Any = RulePack, name: str = "") -> dict[str, Any]:
    """Return the document that the filled-in fields make; what cannot be read stays as it was written."""
    document: dict[str, Any] = {}
    for one, inner, optional in declared(kind):
        sub = f"{name}.{one.name}".lstrip(".")
        if row_kind(inner):
            document[one.name] = rows_from(form, row_kind(inner), sub)
        elif is_group(inner):
            document[one.name] = document_from(form, inner, sub)
        elif (value := value_from(form, inner, sub)) is not None:
            document[one.name] = value
        elif inner is str and not optional and one.default is not MISSING:
            document[one.name] = ""
    return document


def rows_from(form: MultiDict[str, str], kind: Any, name: str) -> list[dict[str, Any]]:
    """Return the rows of a list without those to be removed and those left empty."""
    given = form.get(f"{name}.count", "0")
    count = min(int(given), MOST_ROWS) if given.isdigit() else 0
    rows = []
    for number in range(count):
        row_name = f"{name}.{number}"
        if not form.get(f"{row_name}.remove") and is_filled(form, kind, row_name):
            rows.append(document_from(form, kind, row_name))
    return rows


def is_filled(form: MultiDict[str, str], kind: Any, name: str) -> bool:
    """Say whether anything was written or ticked in a row; choices always hold something."""
    for one, inner, _ in declared(kind):
        value = value_from(form, inner, f"{name}.{one.name}")
        is_choice = isinstance(inner, type) and issubclass(inner, Labelled)
        if value and not is_choice:
            return True
    return False


def value_from(form: MultiDict[str, str], kind: Any, name: str) -> Any:
    """Return one field's value as documents hold it; None where it is empty."""
    if kind is bool:
        return bool(form.get(name))
    text = form.get(name, "").strip()
    if get_origin(kind) is tuple and issubclass(get_args(kind)[0], Labelled):
        return form.getlist(name)
    if get_origin(kind) is tuple:
        return [number_from(part.strip(), get_args(kind)[0]) for part in PARTED.split(text) if part.strip()]
    if kind is OfficeHours:
        return [part.strip() for part in PARTED.split(text) if part.strip()] or None
    if not text:
        return None
    return number_from(text, kind) if kind in (int, float) else text


def number_from(text: str, kind: type) -> Any:
    """Return a number, or the text as it was written where it is none."""
    try:
        return kind(text)
    except ValueError:
        return text


def put_faults(section: Section, faults: list[str]) -> list[str]:
    """Put each fault at the field or part it names; return those that name none."""
    places = sorted((each for each in section.everything() if each.place), key=lambda each: -len(each.place))
    homeless = []
    for fault in faults:
        home = next((each for each in places if fault.startswith(each.place)), None)
        if home is None:
            homeless.append(fault)
        else:
            home.faults.append(fault.removeprefix(home.place).lstrip("：") or fault)
    return homeless
