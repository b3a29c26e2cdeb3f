"""Who may import whom: hotline -> workflows, reports -> models -> config; no cycles, no hidden imports."""

from graphlib import TopologicalSorter

from tests.house.source_tree import imports, modules

MAY_IMPORT = {
    "config": set(),
    "models": {"config", "models"},
    "workflows": {"config", "models", "workflows"},
    "reports": {"config", "models", "reports"},
    "hotline": {"config", "models", "workflows", "reports", "hotline"},
    "app": {"config", "models", "hotline"},
}
PAPER = {"docx", "typst", "icalendar", "lxml"}
WEB = {"flask", "flask_login", "flask_wtf", "flask_limiter", "wtforms", "werkzeug", "jinja2"}
NEVER = {
    "config": {*WEB, "sqlalchemy", "flask_sqlalchemy", "pandas"},
    "models": {*WEB, *PAPER, "pandas", "openpyxl", "apscheduler"},
    "workflows": {*WEB, *PAPER, "pandas", "openpyxl", "apscheduler", "flask_sqlalchemy"},
    "reports": {*WEB, "apscheduler", "flask_sqlalchemy"},
    "hotline": {*PAPER, "sqlalchemy", "flask_sqlalchemy", "pandas", "openpyxl", "psycopg", "sqlite3"},
    "app": {"sqlalchemy", "pandas"},
}
LEARNING = {"sklearn", "scipy", "rjieba"}
NEVER = {floor: {*never, *LEARNING} for floor, never in NEVER.items()}
EXCUSED = {
    ("models.base", "flask_sqlalchemy"),  # ties the session to the request
    ("hotline.errors", "sqlalchemy"),  # answers 503 where the database is away
    ("workflows.history.workbook", "openpyxl"),  # reads a stranger\'s workbook where its rows are judged
    ("workflows.learning.words", "rjieba"),  # cuts Chinese into words
    ("workflows.learning.corpus", "scipy"),  # texts as sparse matrices, in the process that fits
    ("workflows.learning.folds", "scipy"),
    ("workflows.learning.members", "scipy"),
    ("workflows.learning.members", "sklearn"),
    ("workflows.learning.fitting", "scipy"),
    ("workflows.learning.fitting", "sklearn"),
    ("workflows.learning.growing", "sklearn"),
    ("workflows.learning.alike", "scipy"),  # messages as vectors, in the process that finds topics
    ("workflows.learning.topics", "scipy"),
}
# Rules take values and give values: of the house they know words and each other, never a table.
PURE = {
    "workflows.lifecycle",
    "workflows.merging_rules",
    "workflows.routing",
    "workflows.working_time",
    "workflows.limit",
    "workflows.counting",
    "workflows.due_steps",
    "workflows.deadlines",
    "workflows.duplicates",
    "workflows.permissions",
    "workflows.rule_document",
    "workflows.limit_rules",
    "workflows.process_rules",
    "workflows.rule_pack",
    "workflows.rule_pack_preview",
    "workflows.lights",
    "workflows.hazards",
    "workflows.notice_rules",
    "workflows.joint_meeting.candidates",
}
DOORS = ("hotline.pages", "hotline.api", "hotline.jobs", "hotline.commands")
# An operator starts the clock, and starts a job by hand; the page of jobs shows THE table of jobs.
THROUGH = {
    ("hotline.commands.jobs", "hotline.jobs"),
    ("hotline.commands.scheduler", "hotline.jobs"),
    ("hotline.pages.jobs", "hotline.jobs"),
}


def _door(module: str) -> str | None:
    return next((door for door in DOORS if module == door or module.startswith(door + ".")), None)


def _fault(name: str, target: str, *, hidden: bool) -> str | None:
    layer, top = name.split(".")[0], target.split(".")[0]
    if top in MAY_IMPORT and top not in MAY_IMPORT[layer]:
        return f"{layer} may not know {top}"
    if top in NEVER[layer] and (name, top) not in EXCUSED:
        return f"{top} does not belong in {layer}"
    if hidden and top in MAY_IMPORT:
        return "hidden in a function"
    if name in PURE and top == "models" and target != "models.vocabulary":
        return "a rule may know only models.vocabulary"
    if top == "models" and target.startswith("models.queries") and _is_table(name):
        return "tables may not know the queries over them"
    other = _door(target)
    if _door(name) and other and _door(name) != other and (name, other) not in THROUGH:
        return "goes through another door"
    return None


def _is_table(name: str) -> bool:
    return name.startswith("models.") and not name.startswith("models.queries")


def test_every_import_goes_down_the_house() -> None:
    faults = [
        f"{name} imports {target}: {fault}"
        for name, file in modules().items()
        for target, hidden in imports(file)
        if (fault := _fault(name, target, hidden=hidden))
    ]
    assert not faults


def test_there_are_no_import_cycles() -> None:
    graph = {
        name: {target for target, _ in imports(file) if target in modules() and target != name}
        for name, file in modules().items()
    }
    TopologicalSorter(graph).prepare()  # raises CycleError, naming the cycle


def test_a_breach_would_be_seen() -> None:
    breaches = {
        ("workflows.intake", "flask"): False,
        ("workflows.intake", "hotline.guards"): False,
        ("models.case", "workflows.lifecycle"): False,
        ("models.case", "models.queries.cases"): False,
        ("hotline.pages.cases", "sqlalchemy.orm"): False,
        ("hotline.pages.cases", "hotline.jobs.schedule"): False,
        ("hotline.pages.cases", "workflows.intake"): True,
        ("workflows.routing", "models.routing_rule"): False,
        ("reports.extracts", "workflows.deadlines"): False,
    }
    assert all(_fault(name, target, hidden=hidden) for (name, target), hidden in breaches.items())
    assert _fault("hotline.pages.cases", "workflows.intake", hidden=False) is None
