"""How another system's export becomes a history file: a TOML file that renames, translates and fills in.

source = "haikou"                      # whose numbers these are; a second import of them adds nothing
[columns]                              # our column = theirs
"工单编号" = "case_no"
"诉求分类" = {join = ["l1", "l2"]}      # several of theirs joined by /
"承办单位" = {first = ["dept", "unit"]} # the first of theirs that is not empty
[values."诉求类型"]                    # their word = ours
"投诉举报" = "投诉"
[defaults]                             # where theirs is empty or not there
"来源渠道" = "其他"
[formats]                              # how their moments are written
"受理时间" = "%d.%m.%Y %H:%M"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import Any

from workflows.errors import Refused
from workflows.history.columns import BY_HEADER

PARTS = {"source", "columns", "values", "defaults", "formats"}
LONGEST_SOURCE = 40
OWN_SOURCE = "history"


class BadMapping(Refused):
    """A mapping file that cannot be used; str() says why."""


@dataclass(frozen=True)
class Origin:
    """Which of the file's columns fill one of ours: joined by /, or the first that is not empty."""

    headers: tuple[str, ...]
    is_joined: bool = False


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says, checked; all keys are headers of ours."""

    source: str = OWN_SOURCE
    origins: dict[str, Origin] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)

    def origin(self, header: str) -> Origin:
        """Return where our column comes from; by itself it is the column of the same name."""
        return self.origins.get(header, Origin((header,)))


def read_mapping(toml: str) -> Mapping:
    """Read a mapping file; empty text is the mapping that changes nothing. BadMapping says what is wrong."""
    try:
        given = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BadMapping(f"映射文件不是有效的 TOML：{error}。") from error
    if strange := sorted(set(given) - PARTS):
        raise BadMapping(f"映射文件中有不认识的部分：{'、'.join(strange)}。")
    source = given.get("source", OWN_SOURCE)
    if not isinstance(source, str) or not source.strip() or len(source) > LONGEST_SOURCE:
        raise BadMapping(f"映射文件的 source 应为 1 到 {LONGEST_SOURCE} 个字的名称。")
    return Mapping(
        source=source.strip(),
        origins={header: origin_of(header, theirs) for header, theirs in part(given, "columns").items()},
        values={header: words_of(header, words) for header, words in part(given, "values").items()},
        defaults=words_of("defaults", part(given, "defaults")),
        formats=formats_of(part(given, "formats")),
    )


def part(given: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a part of the file whose keys are our headers."""
    found = given.get(name, {})
    if not isinstance(found, dict):
        raise BadMapping(f"映射文件的 [{name}] 应为表。")
    if strange := [header for header in found if header not in BY_HEADER]:
        raise BadMapping(f"映射文件的 [{name}] 中有不认识的列：{'、'.join(strange)}。")
    return found


def origin_of(header: str, theirs: object) -> Origin:
    """Read the right side of one line of [columns]."""
    if isinstance(theirs, str):
        return Origin((theirs,))
    if isinstance(theirs, dict) and len(theirs) == 1:
        ((how, headers),) = theirs.items()
        if how in ("join", "first") and headers and is_words(headers):
            return Origin(tuple(headers), is_joined=how == "join")
    raise BadMapping(f'映射文件中“{header}”应写成 "列名"、{{join = [...]}} 或 {{first = [...]}}。')


def words_of(name: str, words: object) -> dict[str, str]:
    """Read a table of words."""
    if not isinstance(words, dict) or not is_words(list(words.values())):
        raise BadMapping(f"映射文件中“{name}”的值应为文字。")
    return dict(words)


def is_words(found: object) -> bool:
    """Say whether this is a list of texts."""
    return isinstance(found, list) and all(isinstance(word, str) for word in found)


def formats_of(formats: dict[str, Any]) -> dict[str, str]:
    """Read the forms of moments."""
    found = words_of("formats", formats)
    for header in found:
        if not BY_HEADER[header].is_moment:
            raise BadMapping(f"映射文件的 [formats] 中“{header}”不是时间列。")
    return found
