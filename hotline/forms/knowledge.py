"""The forms of the knowledge base: an article, its review, what agents say of it, a question to a department, a file."""

from datetime import date
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import Form as PlainForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from hotline.forms import Form
from hotline.forms.administration.reference import DayField
from hotline.forms.fields import Given, LongTextField, TextField, member_of, one_of
from hotline.forms.joint_meetings import VersionedForm
from hotline.forms.steps import RadioField, unit_field, units, whole_number
from models.article import Article, ArticleState, ArticleVersion, Feedback
from models.department import Department
from models.queries import departments, people, reference
from models.queries.article_lists import Wanted
from models.user import User
from models.vocabulary import AreaLevel, Permission
from workflows.knowledge import Filing, Wording, may_keep
from workflows.permissions import works_at_hotline

SEARCHED = {"data-combobox": "", "data-placeholder": "输入汉字或拼音首字母"}


def number(value: Any) -> int | None:
    """Read the id of a choice."""
    return whole_number(str(value))


def row_field(label: str, **options: Any) -> SelectField:
    """Return a choice of one row, searched by letters; it may be left open."""
    return SelectField(label, [Optional()], coerce=number, render_kw=dict(SEARCHED), **options)


def matters(first: str) -> list[SelectChoice]:
    """Return the matters a case may carry, as choices."""
    offered = [
        SelectChoice(
            str(row.id),
            row.path.replace("/", " / "),
            {"data-initials": row.initials, "data-keywords": row.keywords},
        )
        for row in reference.leaf_choices()
    ]
    return [SelectChoice("", first), *offered]


def places(first: str) -> list[SelectChoice]:
    """Return the districts and streets as choices."""
    chosen = (AreaLevel.DISTRICT, AreaLevel.STREET)
    areas = [area for area in reference.all_areas() if area.level in chosen]
    names = {area.id: area.name for area in areas}
    offered = [
        SelectChoice(str(area.id), " / ".join(filter(None, (names.get(area.parent_id or 0), area.name))))
        for area in areas
    ]
    return [SelectChoice("", first), *offered]


def own_units(user: User) -> list[Department]:
    """Return the departments whose knowledge the user may write."""
    return [unit for unit in departments.in_official_order() if may_keep(user, unit.id)]


class ArticleForm(VersionedForm):
    """What an article says, whose it is and until when."""

    department_id = unit_field("所属单位", required="请选择所属单位。")
    title = TextField(
        "标题", [Given("请填写标题。")], at_most=100, description="诉求人会怎样说，如“供暖费怎么退”。"
    )
    question = TextField("常见问法", at_most=500, description="同一件事的其他问法，可写几种。")
    short_answer = LongTextField(
        "简要答复",
        [Given("请填写简要答复。")],
        at_most=1000,
        render_kw={"rows": 4},
        description="接线员照读并插入工单的话，不写个人信息。",
    )
    long_answer = LongTextField(
        "详细答复", at_most=20_000, render_kw={"rows": 8}, description="条件、材料、流程、地点、电话。"
    )
    document_number = TextField("政策文号", at_most=200, description="没有文件依据的留空，不要编写。")
    keywords = TextField("关键词", at_most=300, description="用顿号分隔，如 暖气费、退费、停供。")
    category_id = row_field("事项")
    area_id = row_field("适用区域")
    owner_id = row_field("责任人", description="到期和评价提醒发给责任人；不选则为您本人。")
    valid_from = DayField("有效期起", [InputRequired("请填写有效期起。")])
    valid_to = DayField("有效期止", [Optional()], description="长期有效的留空。")

    def offer(self, user: User, department_id: int | None = None) -> None:
        """Offer the user's departments, matters, places and those who may keep the article."""
        if department_id is None:
            self.department_id.choices = units(own_units(user), first="请选择")
        self.category_id.choices = matters("（不限事项）")
        self.area_id.choices = places("（全市）")
        unit_id = department_id or user.department_id
        writers = people.names_with(Permission.WRITE_KNOWLEDGE, unit_id) if unit_id else ()
        names = [SelectChoice(str(id_), name) for id_, name in writers if id_ != user.id]
        self.owner_id.choices = [SelectChoice("", "（本人）"), *names]
        if self.owner_id.data not in {id_ for id_, _ in writers}:
            self.owner_id.data = None

    def wording(self) -> Wording:
        """Return what the article says."""
        return Wording(
            title=self.title.data,
            question=self.question.data,
            short_answer=self.short_answer.data,
            long_answer=self.long_answer.data,
            document_number=self.document_number.data,
            keywords=self.keywords.data,
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
        )

    def filing(self) -> Filing:
        """Return where it belongs."""
        return Filing(
            category_id=self.category_id.data, area_id=self.area_id.data, owner_id=self.owner_id.data
        )


def as_filled(article: Article, version: ArticleVersion) -> dict[str, Any]:
    """Return an article as the form's fields, for a revision."""
    words = ("title", "question", "short_answer", "long_answer", "document_number", "keywords")
    filed = ("category_id", "area_id", "owner_id")
    return (
        {name: getattr(version, name) for name in (*words, "valid_from", "valid_to")}
        | {name: getattr(article, name) for name in filed}
        | {"version": str(article.version)}
    )


class ConfirmForm(VersionedForm):
    """A step on an article that is only confirmed."""


class ReviewForm(VersionedForm):
    """What the reviewer decides."""

    verdict = RadioField(
        "审核结论",
        [InputRequired("请选择通过或退回。")],
        choices=[SelectChoice("publish", "通过，发布"), SelectChoice("return", "退回修改")],
    )
    note = LongTextField("审核意见", at_most=1000, render_kw={"rows": 3}, description="退回的须写明。")


class WithdrawForm(VersionedForm):
    """Why an article is taken out of use."""

    note = LongTextField("下架原因", [Given("请填写下架原因。")], at_most=500, render_kw={"rows": 3})


class FeedbackForm(Form):
    """What an agent says of an article."""

    feedback = RadioField("这条知识", [InputRequired("请选择有用或没用。")], choices=one_of(Feedback))
    note = TextField("哪里不好用", at_most=200, description="选填，供责任人改进；请勿写诉求人的信息。")


class ArticleFilterForm(PlainForm):  # type: ignore[misc]
    """What the list is narrowed to, or the words looked for."""

    q = StringField("查找", [Optional()])
    area = SelectField("区域", [Optional()], coerce=number, render_kw=dict(SEARCHED))
    department = SelectField("单位", [Optional()], coerce=number, render_kw=dict(SEARCHED))
    state = SelectField(
        "状态",
        [Optional()],
        coerce=member_of(ArticleState),
        validate_choice=False,
    )

    def offer(self, *, keeps: bool) -> None:
        """Offer places and units; the states only to those who write or review."""
        self.area.choices = places("不限")
        self.department.choices = units(departments.in_official_order(), first="不限")
        self.state.choices = one_of(ArticleState)
        self.state.data = self.state.data or ArticleState.PUBLISHED
        if not keeps:
            del self.state

    def wanted(self, user: User, *, keeps: bool, today: date) -> Wanted:  # noqa: ARG002
        """Return what was asked for: what is in use, or to those who keep articles any state."""
        state = (self.state.data if keeps else None) or ArticleState.PUBLISHED
        unit = self.department.data
        within: frozenset[int] | None = departments.with_descendants(unit) if unit else None
        if state is not ArticleState.PUBLISHED and not (
            works_at_hotline(user) or Permission.REVIEW_KNOWLEDGE in user.permissions
        ):
            within = user.department_ids if within is None else within & user.department_ids
        return Wanted(state=state, department_ids=within)


class AskForm(Form):
    """A question for which no article was found."""

    question = LongTextField(
        "问题",
        [Given("请填写问题。")],
        at_most=500,
        render_kw={"rows": 3},
        description="写成一般的问题，请勿写诉求人的姓名、电话和住址。",
    )
    department_id = unit_field("请哪个单位答复", required="请选择单位。")
    category_id = row_field("事项")

    def offer(self) -> None:
        """Offer the units and matters."""
        self.department_id.choices = units(departments.in_official_order(), first="请选择")
        self.category_id.choices = matters("（不限事项）")


class AnswerGapForm(VersionedForm):
    """Which article answers a question."""

    article_number = TextField(
        "知识编号", [Given("请填写知识编号。")], at_most=20, description="在用的知识，如 ZS000012。"
    )


class RefuseGapForm(VersionedForm):
    """Why no article is written."""

    note = LongTextField(
        "理由",
        [Given("请填写理由。")],
        at_most=1000,
        render_kw={"rows": 3},
        description="或应向哪个单位了解。",
    )


class ArticleFileForm(Form):
    """A file of articles."""

    file = FileField("知识文件", [FileRequired("请选择文件。")])
