"""THE table of a pack's files: the columns of each, what they hold, what names a row, what it refers to."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.address import AddressKind
from models.vocabulary import (
    AreaLevel,
    CaseState,
    Criterion,
    DepartmentKind,
    Desk,
    LimitClass,
    SupervisionLevel,
    Trigger,
    Urgency,
)
from workflows.city_pack import cells
from workflows.city_pack.cells import Reader, member_of

NEEDED = object()
BEGINNING = date(2000, 1, 1)


@dataclass(frozen=True)
class Column:
    """A column: how a cell is read, and what an empty cell or a missing column means."""

    name: str
    read: Reader = cells.text
    empty: Any = NEEDED
    # The file in which the code (or each of the codes) must stand.
    refers_to: str = ""


@dataclass(frozen=True)
class TableFile:
    """A CSV file of the pack; `key` names a row, `tree` says that parent_code makes it one."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("code",)
    tree: bool = False
    needed: bool = True
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name.update({column.name: column for column in self.columns})


AREAS = TableFile(
    "areas.csv",
    (
        Column("code"),
        Column("parent_code", empty="", refers_to="areas.csv"),
        Column("name"),
        Column("level", member_of(AreaLevel)),
        Column("short_name", empty=""),
        Column("valid_from", cells.day, None),
        Column("valid_to", cells.day, None),
        Column("tile_row", cells.whole_number, None),
        Column("tile_column", cells.whole_number, None),
    ),
    tree=True,
)
DEPARTMENTS = TableFile(
    "departments.csv",
    (
        Column("code"),
        Column("parent_code", empty="", refers_to="departments.csv"),
        Column("name"),
        Column("short_name", empty=""),
        Column("level", cells.whole_number),
        Column("kind", member_of(DepartmentKind)),
        Column("area_code", empty="", refers_to="areas.csv"),
        Column("can_lead", cells.yes_or_no, True),
        Column("identity_visible", cells.yes_or_no, True),
        Column("official_order", cells.whole_number, 0),
    ),
    tree=True,
)
CATEGORIES = TableFile(
    "categories.csv",
    (
        Column("code"),
        Column("parent_code", empty="", refers_to="categories.csv"),
        Column("name"),
        Column("limit_class", member_of(LimitClass), LimitClass.NORMAL),
        Column("is_hazard", cells.yes_or_no, False),
        Column("desk", member_of(Desk), None),
        Column("keywords", empty=""),
        Column("advice", empty=""),
        Column("retired", cells.yes_or_no, False),
    ),
    tree=True,
)
CATALOGUE = TableFile(
    "dispatch_catalogue.csv",
    (
        Column("category_code", refers_to="categories.csv"),
        Column("area_code", empty="", refers_to="areas.csv"),
        Column("lead_code", refers_to="departments.csv"),
        Column("supporting_codes", cells.codes, (), refers_to="departments.csv"),
        Column("legal_basis", empty=""),
        Column("source", empty=""),
        Column("note", empty=""),
        Column("valid_from", cells.day, BEGINNING),
        Column("valid_to", cells.day, None),
    ),
    key=("category_code", "area_code", "valid_from"),
)
HAZARD_WORDS = TableFile(
    "hazard_words.csv",
    (
        Column("words"),
        Column("category_code", empty="", refers_to="categories.csv"),
        Column("urgency", member_of(Urgency)),
        Column("say", empty=""),
        Column("do", empty=""),
    ),
    key=("words",),
    needed=False,
)
GROUNDS = TableFile(
    "grounds.csv",
    (
        Column("kind"),
        Column("code"),
        Column("name"),
        Column("basis", empty=""),
        Column("explanation", empty=""),
    ),
    key=("kind", "code"),
    needed=False,
)
QUICK_REPLIES = TableFile(
    "quick_replies.csv",
    (
        Column("code"),
        Column("kind"),
        Column("title"),
        Column("body"),
        Column("category_code", empty="", refers_to="categories.csv"),
        Column("state", member_of(CaseState), None),
    ),
    needed=False,
)
TRIGGERS = TableFile(
    "supervision_triggers.csv",
    (
        Column("code"),
        Column("name"),
        Column("trigger", member_of(Trigger)),
        Column("threshold", cells.whole_number, 0),
        Column("level", member_of(SupervisionLevel)),
        Column("reply_limit", cells.limit, "3wd"),
        Column("immediate", cells.yes_or_no, False),
        Column("is_active", cells.yes_or_no, True),
    ),
    needed=False,
)
LADDER = TableFile(
    "escalation_ladder.csv",
    (
        Column("step", cells.whole_number),
        Column("after_minutes", cells.whole_number),
        Column("tell"),
        Column("label", empty=""),
    ),
    key=("step",),
    needed=False,
)
CANDIDATES = TableFile(
    "joint_meeting_rules.csv",
    (
        Column("code"),
        Column("name"),
        Column("criterion", member_of(Criterion)),
        Column("threshold", cells.whole_number, 0),
        Column("is_active", cells.yes_or_no, True),
    ),
    needed=False,
)
SUBJECTS = TableFile(
    "report_subjects.csv",
    (
        Column("code"),
        Column("name"),
        Column("title"),
        Column("category_codes", cells.codes, refers_to="categories.csv"),
        Column("signs", cells.signs, ""),
        Column("is_active", cells.yes_or_no, True),
    ),
    needed=False,
)
GRID_CLASSES = TableFile(
    "grid_classes.csv",
    (Column("code"), Column("name"), Column("is_active", cells.yes_or_no, True)),
    needed=False,
)
SYNONYMS = TableFile(
    "synonyms.csv",
    (Column("words"), Column("is_active", cells.yes_or_no, True)),
    key=("words",),
    needed=False,
)
ADDRESSES = TableFile(
    "addresses.csv",
    (
        Column("area_code", refers_to="areas.csv"),
        Column("name"),
        Column("kind", member_of(AddressKind)),
        Column("aliases", cells.codes, ()),
        Column("is_active", cells.yes_or_no, True),
    ),
    key=("area_code", "name"),
    needed=False,
)
TOPIC_RULES = TableFile(
    "hot_topic_rules.csv",
    (
        Column("code"),
        Column("name"),
        Column("category_code", empty="", refers_to="categories.csv"),
        Column("callers", cells.whole_number),
        Column("hours", cells.whole_number),
        Column("is_active", cells.yes_or_no, True),
    ),
    needed=False,
)
TAGS = TableFile(
    "tags.csv",
    (Column("name"), Column("is_active", cells.yes_or_no, True)),
    key=("name",),
    needed=False,
)
TABLES = (
    AREAS, DEPARTMENTS, CATEGORIES, CATALOGUE, HAZARD_WORDS, GROUNDS, QUICK_REPLIES, TRIGGERS, LADDER, CANDIDATES,
    SUBJECTS, GRID_CLASSES, SYNONYMS, ADDRESSES, TOPIC_RULES, TAGS,
)  # fmt: skip
CITY_KEYS = ("name", "code", "hotline_name", "number_prefix", "document_prefix")
