"""The city's dictionaries (字典): grounds, hazard words, quick replies, triggers, escalation, candidates, reports, grid."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hotline.forms.administration.dictionaries import (
    GROUND_KINDS,
    REPLY_KINDS,
    TOLD,
    CandidateRuleForm,
    GridClassForm,
    GroundForm,
    HazardWordForm,
    HotTopicRuleForm,
    QuickReplyForm,
    ReportSubjectForm,
    StepForm,
    SynonymForm,
    TagForm,
    TriggerForm,
)
from hotline.forms.administration.fields import offer
from hotline.forms.administration.reference import TableForm
from hotline.guards import requires
from hotline.pages.administration.saving import asked, saved, status_of, words_asked
from hotline.pages.administration.users import author
from models.article import Synonym
from models.base import Row
from models.category import Category
from models.dictionary import (
    CandidateRule,
    EscalationStep,
    Ground,
    HazardWord,
    QuickReply,
    SupervisionTrigger,
)
from models.grid import GridClass
from models.hot_topic import HotTopicRule
from models.queries import administration, reference
from models.report_subject import ReportSubject, signs_of
from models.tag import Tag
from models.vocabulary import Permission
from workflows.administration import dictionaries
from workflows.limit import Limit

blueprint = Blueprint("dictionaries", __name__, url_prefix="/administration/dictionaries")


@dataclass(frozen=True)
class Dictionary:
    """One dictionary: its table, its form, and its columns as (label, how a row is shown)."""

    label: str
    table: type[Row]
    form: type[TableForm]
    columns: tuple[tuple[str, Callable[[Any], str]], ...]
    lede: str
    hints: Mapping[str, str]


FOR_GOOD: dict[type[Row], tuple[str, ...]] = {
    Ground: ("kind", "code"),
    QuickReply: ("code",),
    SupervisionTrigger: ("code",),
    EscalationStep: ("step",),
    CandidateRule: ("code",),
    ReportSubject: ("code",),
    GridClass: ("code",),
    HotTopicRule: ("code",),
}
DICTIONARIES = {
    "grounds": Dictionary(
        "理由",
        Ground,
        GroundForm,
        (
            ("名称", lambda row: row.name),
            ("用于", lambda row: GROUND_KINDS.get(row.kind, row.kind)),
            ("代码", lambda row: row.code),
            ("依据", lambda row: row.basis),
        ),
        "不予受理、退单、终止、剔除等须从中选择的理由。",
        {"explanation": "告知诉求人时使用的话。", "position": "小的在前。"},
    ),
    "hazard-words": Dictionary(
        "险情词",
        HazardWord,
        HazardWordForm,
        (
            ("词语", lambda row: row.words),
            ("紧急程度", lambda row: row.urgency.label),
            ("请接线员说", lambda row: row.say),
        ),
        "登记内容中同时出现这些词语时，提示接线员并按险情处理。",
        {"words": "以顿号分隔；全部出现才算，写得越具体误报越少。", "category_id": "识别后建议的分类。"},
    ),
    "quick-replies": Dictionary(
        "常用语",
        QuickReply,
        QuickReplyForm,
        (
            ("标题", lambda row: row.title),
            ("用于", lambda row: REPLY_KINDS.get(row.kind, row.kind)),
            ("正文", lambda row: row.body),
        ),
        "受理、办理、审核和回访时一键插入的文字。",
        {},
    ),
    "supervision-triggers": Dictionary(
        "督办触发",
        SupervisionTrigger,
        TriggerForm,
        (
            ("名称", lambda row: row.name),
            ("条件", lambda row: f"{row.trigger.label}{f'，达到 {row.threshold}' if row.threshold else ''}"),
            ("级别", lambda row: row.level.label),
            ("回复时限", lambda row: Limit.parse(row.reply_limit).label),
            ("方式", lambda row: "立即发出" if row.immediate else "提示后由人确认"),
        ),
        "哪些情形自动发起催办、亮牌或督办。",
        {
            "threshold": "按条件计：天数、次数或人数。",
            "reply_limit": "如 3wd（3 个工作日）、24h（24 小时）。",
        },
    ),
    "escalation": Dictionary(
        "逐级上报",
        EscalationStep,
        StepForm,
        (
            ("级次", lambda row: f"第 {row.step} 级"),
            ("签收前经过", lambda row: f"{row.after_minutes} 分钟"),
            ("通知", lambda row: TOLD.get(row.tell, row.tell)),
            ("说明", lambda row: row.label),
        ),
        "险情工单派出后无人签收，隔多少分钟向上通知谁。",
        {},
    ),
    "candidate-rules": Dictionary(
        "联席会议候选规则",
        CandidateRule,
        CandidateRuleForm,
        (
            ("名称", lambda row: row.name),
            (
                "条件",
                lambda row: f"{row.criterion.label}{f'，达到 {row.threshold}' if row.threshold else ''}",
            ),
            ("代码", lambda row: row.code),
        ),
        "符合任一条规则的在办工单列为联席会议候选议题，并写明原因。",
        {"threshold": "按条件计：单位数、次数、人数或工作日数；不计数的填 0。", "position": "小的在前。"},
    ),
    "report-subjects": Dictionary(
        "专报主题",
        ReportSubject,
        ReportSubjectForm,
        (
            ("名称", lambda row: row.name),
            ("专报标题", lambda row: row.title),
            ("代码", lambda row: row.code),
            ("反映现象", lambda row: "、".join(sign.label for sign in signs_of(row.signs))),
        ),
        "按主题汇总若干事项，编制专报；其他事项可在“通报和专报”页按分类直接编制。",
        {
            "category_ids": "可选大类、小类或事项，包含其下全部事项。",
            "signs": "每种现象一行，如 异味：臭味、有味；按来电内容中的词语统计。",
            "position": "小的在前。",
        },
    ),
    "hot-topic-rules": Dictionary(
        "热点预警规则",
        HotTopicRule,
        HotTopicRuleForm,
        (
            ("名称", lambda row: row.name),
            ("条件", lambda row: f"{row.hours} 小时内 {row.callers} 位不同来电人"),
            ("代码", lambda row: row.code),
        ),
        "同一热点事项的不同来电人在规定时间内达到人数时，通知督办人员；每条规则每日一次。",
        {"category_id": "可选大类、小类或事项；不选为任何事项。", "callers": "按不同来电人计。"},
    ),
    "grid-classes": Dictionary(
        "网格事件类别",
        GridClass,
        GridClassForm,
        (("名称", lambda row: row.name), ("代码", lambda row: row.code)),
        "网格事件按这些类别登记和统计；导入文件的“类别”一列须与名称一致。",
        {"position": "小的在前。"},
    ),
    "synonyms": Dictionary(
        "同义词",
        Synonym,
        SynonymForm,
        (("同义词", lambda row: row.words),),
        "在知识库中查找其中一个词时，也会找到写另外几个词的知识。",
        {"words": "用顿号分隔，如 暖气、供暖、供热、采暖。"},
    ),
    "tags": Dictionary(
        "标签",
        Tag,
        TagForm,
        (("名称", lambda row: row.name),),
        "热线人员给工单加标签，以便查找；承办单位看不到。停用后不能再加，已加的仍在。",
        {"position": "小的在前。"},
    ),
}


def chosen(name: str) -> Dictionary:
    """Return the dictionary of the address, or answer 404."""
    return DICTIONARIES.get(name) or abort(404)


def is_everybodys(row: Row) -> bool:
    """Say whether the row is the city's; a standard text may be one person's own, who keeps it on a page of their own."""
    return getattr(row, "is_shared", True)


def form_for(dictionary: Dictionary, row: Row | None) -> TableForm:
    """Return the dictionary's form; what cases refer to a row by is not in the form of a row that is there."""
    form = dictionary.form(obj=row)
    for name in FOR_GOOD.get(dictionary.table, ()) if row is not None else ():
        del form[name]
    if "category_ids" in form:
        offer(form["category_ids"], administration.rows_of(Category), label="path")
    if "category_id" in form:
        any_kind = dictionary.table is HotTopicRule
        kinds = administration.rows_of(Category) if any_kind else reference.leaves()
        offer(form["category_id"], kinds, empty="（不指定）", label="path")
    return form


@blueprint.get("")
@requires(Permission.MANAGE_REFERENCE)
def list_dictionaries() -> ResponseReturnValue:
    """Go to the first dictionary."""
    return redirect(url_for("dictionaries.list_entries", name=next(iter(DICTIONARIES))), code=303)


@blueprint.get("/<string:name>")
@requires(Permission.MANAGE_REFERENCE)
def list_entries(name: str) -> ResponseReturnValue:
    """Show the rows of a dictionary; they are few, so they are searched as they are shown."""
    dictionary, words = chosen(name), words_asked()
    cells = [
        (row, [show(row) for _, show in dictionary.columns])
        for row in administration.rows_of(dictionary.table)
        if is_everybodys(row)
    ]
    rows = [
        {"id": row.id, "cells": texts, "is_active": getattr(row, "is_active", True)}
        for row, texts in cells
        if words.casefold() in " ".join(texts).casefold()
    ]
    return render_template(
        "administration/dictionary.html",
        name=name,
        dictionary=dictionary,
        dictionaries=DICTIONARIES,
        rows=rows,
        filters=asked("q"),
        has_state="is_active" in dictionary.table.__mapper__.columns,
    )


@blueprint.route("/<string:name>/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_REFERENCE)
def create_entry(name: str) -> ResponseReturnValue:
    """Make a row of a dictionary."""
    dictionary = chosen(name)
    form = form_for(dictionary, None)

    def create() -> None:
        dictionaries.create_entry(dictionary.table, form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, create):
        flash("已新增。", "success")
        return redirect(url_for("dictionaries.list_entries", name=name), code=303)
    context = {"form": form, "row": None, "name": name, "dictionary": dictionary}
    return render_template("administration/dictionary_entry.html", **context), status_of(form)


@blueprint.route("/<string:name>/<int:row_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_REFERENCE)
def edit_entry(name: str, row_id: int) -> ResponseReturnValue:
    """Change a row of a dictionary, or switch it off."""
    dictionary = chosen(name)

    def found() -> Row:
        row = administration.find(dictionary.table, row_id) or abort(404)
        return row if is_everybodys(row) else abort(404)

    form = form_for(dictionary, found())

    def change() -> None:
        dictionaries.change_entry(found(), form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, change):
        flash("已保存。", "success")
        return redirect(url_for("dictionaries.list_entries", name=name), code=303)
    context = {"form": form, "row": found(), "name": name, "dictionary": dictionary}
    return render_template("administration/dictionary_entry.html", **context), status_of(form)
