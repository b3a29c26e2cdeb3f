"""What stands in a pack's folder: every file read and every cell checked."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from workflows.administration.report_templates import TemplateDocument, TemplateFile
from workflows.city_pack import checking
from workflows.city_pack.complaints import BadPack, Complaint
from workflows.city_pack.files import CITY_KEYS, NEEDED, TABLES, Column, TableFile
from workflows.city_pack.line import Line
from workflows.errors import BadInput, Refused
from workflows.outlines import Outlines, read_outlines
from workflows.rule_document import BadDocument, read_document
from workflows.rule_pack import RulePack

RULE_PACK_FILE = "rule_pack.toml"
SCRIPT_FILE = "callback_script.toml"
TEMPLATES_FILE = "report_templates.toml"
OUTLINES_FILE = "outlines.geojson"


@dataclass
class CityPack:
    """A city's files: `lines` by file name, `city` is city.toml, `rules` the rule pack or None."""

    directory: Path
    city: dict[str, Any] = field(default_factory=dict)
    rules: dict[str, Any] | None = None
    script: dict[str, Any] | None = None
    lines: dict[str, list[Line]] = field(default_factory=dict)
    templates: tuple[TemplateDocument, ...] = ()
    outlines: Outlines = field(default_factory=lambda: Outlines(()))


def read(directory: Path) -> CityPack:
    """Read and check the whole pack; BadPack names every fault at once."""
    complaints: list[Complaint] = []
    pack = CityPack(directory)
    pack.city = read_city(directory, complaints)
    rule_file = str(pack.city.get("rule_pack") or RULE_PACK_FILE)
    pack.rules = read_toml(directory, rule_file, complaints, needed="rule_pack" in pack.city)
    pack.script = read_toml(directory, SCRIPT_FILE, complaints)
    pack.templates = read_templates(directory, complaints)
    pack.outlines = read_outlines_of(directory, complaints)
    for table in TABLES:
        pack.lines[table.name] = read_table(directory, table, complaints)
    complaints += checking.faults(pack.lines)
    complaints += [Complaint(rule_file, 0, "", fault) for fault in rule_faults(pack.rules)]
    if complaints:
        raise BadPack(complaints)
    return pack


def rule_faults(document: dict[str, Any] | None) -> list[str]:
    """Return a sentence for everything wrong with the rule pack."""
    try:
        RulePack.from_dict(document) if document is not None else None
    except BadDocument as error:
        return error.faults
    return []


def read_templates(directory: Path, complaints: list[Complaint]) -> tuple[TemplateDocument, ...]:
    """Read the templates of reports; none where the pack has no such file."""
    document = read_toml(directory, TEMPLATES_FILE, complaints)
    try:
        return read_document(TemplateFile, document or {}).template
    except BadDocument as error:
        complaints += [Complaint(TEMPLATES_FILE, 0, "", fault) for fault in error.faults]
        return ()


def read_outlines_of(directory: Path, complaints: list[Complaint]) -> Outlines:
    """Read the outlines of the districts; none where the pack has no such file."""
    file = directory / OUTLINES_FILE
    try:
        return read_outlines(file.read_bytes()) if file.is_file() else Outlines(())
    except BadInput as error:
        complaints.append(Complaint(OUTLINES_FILE, 0, "", str(error)))
        return Outlines(())


def read_city(directory: Path, complaints: list[Complaint]) -> dict[str, Any]:
    """Read city.toml; what must be there and is not becomes a complaint."""
    city = read_toml(directory, "city.toml", complaints, needed=True) or {}
    if city:
        complaints += [
            Complaint("city.toml", 0, key, "必填")
            for key in CITY_KEYS
            if not (isinstance(city.get(key), str) and city[key].strip())
        ]
    return city


def read_toml(
    directory: Path, name: str, complaints: list[Complaint], *, needed: bool = False
) -> dict[str, Any] | None:
    """Read a TOML file, or None where there is none."""
    content = read_text(directory, name, complaints, needed=needed)
    if content is None:
        return None
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        complaints.append(Complaint(name, 0, "", f"不是有效的 TOML：{error}"))
        return None


def read_text(directory: Path, name: str, complaints: list[Complaint], *, needed: bool) -> str | None:
    """Read a file of the pack as UTF-8, with or without a byte order mark."""
    file = directory / name
    if file.resolve().parent != directory.resolve():
        complaints.append(Complaint("city.toml", 0, "", f"文件须在城市包目录内：{name}"))
        return None
    if not file.is_file():
        if needed:
            complaints.append(Complaint(name, 0, "", "缺少此文件"))
        return None
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        complaints.append(Complaint(name, 0, "", "编码不是 UTF-8"))
        return None


def read_table(directory: Path, table: TableFile, complaints: list[Complaint]) -> list[Line]:
    """Read a CSV file; lines with a fault are left out, their faults added to the complaints."""
    content = read_text(directory, table.name, complaints, needed=table.needed)
    if content is None:
        return []
    reader = csv.reader(StringIO(content, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if (fault := header_fault(header, table)) is not None:
            complaints.append(fault)
            return []
        return list(read_lines(reader, header, table, complaints))
    except csv.Error as error:
        complaints.append(Complaint(table.name, reader.line_num, "", f"不是有效的 CSV：{error}"))
        return []


def header_fault(header: list[str], table: TableFile) -> Complaint | None:
    """Say which columns are missing, unknown or doubled."""
    missing = [c.name for c in table.columns if c.empty is NEEDED and c.name not in header]
    unknown = [name for name in header if name not in table.by_name]
    parts = [f"缺少列 {'、'.join(missing)}"] if missing else []
    parts += [f"不认识的列 {'、'.join(name or '（空）' for name in unknown)}"] if unknown else []
    parts += ["有重复的列"] if len(set(header)) < len(header) else []
    return Complaint(table.name, 1, "", "；".join(parts)) if parts else None


def read_lines(
    reader: Any, header: list[str], table: TableFile, complaints: list[Complaint]
) -> Iterator[Line]:
    """Read the lines below the header; empty lines are passed over."""
    start = reader.line_num + 1
    for row in reader:
        number, start = start, reader.line_num + 1
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            complaints.append(Complaint(table.name, number, "", f"应有 {len(header)} 列，实有 {len(row)} 列"))
            continue
        values, faults = read_cells(dict(zip(header, row, strict=True)), table)
        complaints += [Complaint(table.name, number, column, reason) for column, reason in faults]
        yield Line(table.name, number, values, is_whole=not faults)


def read_cells(row: dict[str, str], table: TableFile) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return the values of a line, and (column, reason) of every cell that cannot be read."""
    values: dict[str, Any] = {}
    faults = []
    for column in table.columns:
        try:
            values[column.name] = read_cell(row.get(column.name, "").strip(), column)
        except (ValueError, Refused) as error:
            faults.append((column.name, str(error)))
    return values, faults


def read_cell(cell: str, column: Column) -> Any:
    """Read one cell; an empty one is what the column says."""
    if cell:
        return column.read(cell)
    if column.empty is NEEDED:
        raise ValueError("必填")
    return column.empty
