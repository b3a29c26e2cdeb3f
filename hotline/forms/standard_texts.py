"""The forms of standard texts and macros."""

from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from hotline.forms import Form
from hotline.forms.administration.dictionaries import REPLY_KINDS
from hotline.forms.fields import Given, LongTextField, TextField, member_of, one_of
from hotline.forms.knowledge import SEARCHED, number
from models.dictionary import QuickReply
from models.macro import Macro, Then
from models.queries import reference
from models.vocabulary import Action, CaseState, FollowUpOutcome
from workflows.macros import NOTE, NOTED, OUTCOMES, Recipe
from workflows.standard_texts import Wording
from workflows.template_words import VARIABLES

VARIABLES_HINT = "可用变量：" + "、".join(f"{{{name}}}" for name in VARIABLES) + "。"


def matters(first: str) -> list[SelectChoice]:
    """Return every matter, branches too, as choices."""
    offered = [
        SelectChoice(str(row.id), row.path.replace("/", " / "), {"data-initials": row.initials})
        for row in reference.every_category()
    ]
    return [SelectChoice("", first), *offered]


class StandardTextForm(Form):
    """What a standard text says and where it is offered."""

    kind = SelectField("用于", choices=[SelectChoice(value, name) for value, name in REPLY_KINDS.items()])
    title = TextField("标题", [Given("请填写标题。")], at_most=60)
    body = LongTextField(
        "正文", [Given("请填写正文。")], at_most=2000, render_kw={"rows": 5}, description=VARIABLES_HINT
    )
    category_id = SelectField(
        "只用于事项", [Optional()], coerce=number, render_kw=dict(SEARCHED), description="含其下各事项。"
    )
    state = SelectField(
        "只用于状态",
        choices=[SelectChoice("", "（不限状态）"), *one_of(CaseState)],
        coerce=member_of(CaseState),
        validate_choice=False,
    )
    is_shared = BooleanField("共享给所有人")
    is_active = BooleanField("启用", default=True)

    def offer(self, *, shares: bool) -> None:
        """Offer the matters, and sharing to who may."""
        self.category_id.choices = matters("（不限事项）")
        if not shares:
            del self.is_shared

    def wording(self) -> Wording:
        """Return what was filled in."""
        return Wording(
            kind=self.kind.data,
            title=self.title.data,
            body=self.body.data,
            category_id=self.category_id.data,
            state=self.state.data,
            is_shared=bool("is_shared" in self and self.is_shared.data),
            is_active=self.is_active.data,
        )


def text_as_filled(row: QuickReply) -> dict[str, Any]:
    """Return a text as the form's fields."""
    names = ("kind", "title", "body", "category_id", "state", "is_shared", "is_active")
    return {name: getattr(row, name) for name in names}


class MacroForm(Form):
    """What a macro does."""

    name = TextField("名称", [Given("请填写名称。")], at_most=20, description="按钮上的字，如“无人接听”。")
    action = SelectField(
        "步骤",
        [InputRequired("请选择步骤。")],
        choices=one_of(NOTED),
        coerce=member_of(Action),
        validate_choice=False,
    )
    outcome = SelectField(
        "回访结果",
        choices=[SelectChoice("", "（不是回访）"), *one_of(OUTCOMES)],
        coerce=member_of(FollowUpOutcome),
        validate_choice=False,
        description="步骤为登记回访时选择；评价只能由诉求人作出。",
    )
    note = LongTextField(
        "文字",
        at_most=2000,
        render_kw={"rows": 4},
        description=VARIABLES_HINT + "有变量未知时，宏不能一键执行。",
    )
    then = SelectField("办完之后", choices=one_of(Then), coerce=member_of(Then), validate_choice=False)
    is_shared = BooleanField("共享给所有人")
    is_active = BooleanField("启用", default=True)

    def offer(self, *, shares: bool) -> None:
        """Offer sharing to who may."""
        if not shares:
            del self.is_shared

    def recipe(self) -> Recipe:
        """Return what was filled in."""
        return Recipe(
            name=self.name.data,
            action=self.action.data,
            outcome=self.outcome.data,
            note=self.note.data,
            then=self.then.data or Then.NEXT,
            is_shared=bool("is_shared" in self and self.is_shared.data),
            is_active=self.is_active.data,
        )


def macro_as_filled(row: Macro) -> dict[str, Any]:
    """Return a macro as the form's fields."""
    names = ("name", "action", "then", "is_shared", "is_active")
    return {name: getattr(row, name) for name in names} | {
        "note": row.given.get(NOTE, ""),
        "outcome": row.given.get("outcome", ""),
    }
