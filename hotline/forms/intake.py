"""The intake form (受理登记): what the agent asks, in the order in which callers tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from config import LOCAL_TIMEZONE
from hotline.forms import Form
from hotline.forms.cites import CitesField
from hotline.forms.fields import (
    UNSTORABLE,
    Given,
    LongTextField,
    MomentField,
    TextField,
    WholeNumberField,
    member_of,
    one_of,
)
from hotline.forms.matter_fields import AmountField, CoordinatesField, coordinate_system_field
from hotline.forms.steps import files_field, units
from models.queries import departments, reference
from models.vocabulary import Channel, Confidentiality, Kind, Urgency
from workflows.caller_details import read_id_number, read_phone
from workflows.errors import BadInput
from workflows.intake import Request

PLEASE_CHOOSE = SelectChoice("", "请选择")
LEFT_TO_CATALOGUE = SelectChoice("", "按派单目录")
URGENCIES = (Urgency.NORMAL, Urgency.URGENT, Urgency.CRITICAL)
GENDERS = ("男", "女")
IDENTITIES = ("个人", "企业", "个体工商户", "社会组织", "机关事业单位")
REPLIES = ("电话", "短信", "微信", "邮件", "信函")
CARE = ("老年人", "残障人士", "未成年人", "外籍人士", "需方言服务")
RISKS = ("人身安全", "群体", "舆情", "扬言", "涉未成年", "涉心理")
PLACES = ("district_id", "street_id", "community_id", "grid_id")
TITLE_AT_MOST = 100
TITLE_FROM_CONTENT = 30
CLOCKS_DIFFER_BY = timedelta(minutes=5)
SENTENCE_ENDS = "。！？!?；;\n"


def same(words: Iterable[str]) -> list[SelectChoice]:
    """Return words as choices that are stored as they are shown."""
    return [SelectChoice(word) for word in words]


def row_id(value: Any) -> int | None:
    """Read the id of a row; what cannot be one reads as nothing."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def ticks(label: str, words: Iterable[str]) -> SelectMultipleField:
    """Return a field of several boxes."""
    return SelectMultipleField(
        label, choices=same(words), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


def place(label: str) -> SelectField:
    """Return the field of one step of the division tree; the page fills in its choices."""
    return SelectField(label, coerce=row_id, choices=[PLEASE_CHOOSE], validate_choice=False)


def dictionary(label: str) -> SelectField:
    """Return the field of one of the city's grounds; the page fills in its choices."""
    return SelectField(label, choices=[], coerce=ground_code, validate_choice=False, default="")


def ground_code(value: Any) -> str:
    """Read the code of a ground; what cannot be one reads as nothing."""
    text = str(value or "")
    return "" if UNSTORABLE.search(text) else text[:40]


class IntakeForm(Form):
    """Caller, matter, place, assessment, wishes and the answer on the spot."""

    token = HiddenField()
    related_case_id = HiddenField()
    phone_call_id = HiddenField()
    # Cases that the agent has judged to be another matter, by id; and which window writes the draft since when.
    not_same = HiddenField()
    draft_window = HiddenField()
    draft_version = HiddenField()

    phone = TextField("联系电话", at_most=30)
    name = TextField("姓名", at_most=50)
    gender = SelectField("性别", default="", choices=[SelectChoice("", "未说明"), *same(GENDERS)])
    channel = SelectField(
        "来源渠道",
        [Given("请选择来源渠道。")],
        choices=one_of(Channel),
        coerce=member_of(Channel),
        validate_choice=False,
        default=Channel.PHONE,
    )

    kind = RadioField(
        "诉求类型",
        [Given("请选择诉求类型。")],
        choices=one_of(Kind),
        coerce=member_of(Kind),
        validate_choice=False,
    )
    content = LongTextField("诉求内容", [Given("请填写诉求内容。")])
    title = TextField("标题", at_most=TITLE_AT_MOST)
    category_id = SelectField(
        "诉求分类", [Given("请选择诉求分类。")], coerce=row_id, choices=[], validate_choice=False
    )
    wish = TextField("诉求目的", at_most=500)

    district_id = place("区县")
    street_id = place("街道乡镇")
    community_id = place("社区村")
    grid_id = place("网格")
    address = TextField("详细地址", at_most=200)
    place_name = TextField("小区、路段或涉事单位", at_most=100)
    occurred_at = MomentField("发生时间")
    is_ongoing = BooleanField("仍在持续")
    coordinates = CoordinatesField("地图坐标（经度,纬度）")
    coordinate_system = coordinate_system_field()

    confidentiality = RadioField(
        "保密方式",
        [Given("请选择保密方式。")],
        choices=one_of(Confidentiality),
        coerce=member_of(Confidentiality),
        validate_choice=False,
        default=Confidentiality.OPEN,
    )
    lead_id = SelectField("拟派单位", coerce=row_id, choices=[], validate_choice=False)
    urgency = RadioField(
        "紧急程度",
        choices=one_of(URGENCIES),
        coerce=lambda value: member_of(Urgency)(value) or Urgency.NORMAL,
        validate_choice=False,
        default=Urgency.NORMAL,
    )
    risk_tags = ticks("风险标签", RISKS)
    is_repeat = BooleanField("重复反映（以前反映过同一事项）")
    people_affected = WholeNumberField("涉及人数")
    amount_fen = AmountField("涉及金额（元）")
    not_hazard_reason = TextField("不是险情的理由", at_most=200)

    wants_reply = BooleanField("要求回复", default=True)
    reply_by = SelectField("回复方式", choices=same(REPLIES), default=REPLIES[0])
    call_window = TextField("方便接听的时段", at_most=50)
    other_phone = TextField("备用电话", at_most=30)
    identity = SelectField("身份类别", choices=same(IDENTITIES), default=IDENTITIES[0])
    organisation = TextField("单位名称", at_most=100)
    id_number = TextField("证件号码", at_most=30)
    home_address = TextField("诉求人住址", at_most=200)
    care = ticks("特殊群体", CARE)
    call_id = TextField("通话编号", at_most=64)

    transfer_code = dictionary("转接去向")
    transfer_note = TextField("转接情况", at_most=500)
    refusal_code = dictionary("建议不予受理的事由")
    refusal_note = TextField("不予受理的理由", at_most=500)

    files = files_field()

    answer = LongTextField("直接答复内容", at_most=5_000)
    answer_basis = TextField("答复依据", at_most=200)
    cites = CitesField()

    def __init__(
        self, *args: Any, area_code: str = "", known: Mapping[str, str] | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.area_code = area_code
        # What is known already and was shown masked: left as it stands it stays what it is.
        self.known = known or {}

    def fits(self, step: str) -> bool:
        """Say whether the form may be handed in by this button; answering on the spot needs an answer."""
        fits: bool = self.validate()
        if step == "answer" and not self.answer.data:
            self.answer.errors = ["请填写直接答复内容，或改按“提交派单”。"]
        if step != "answer" and self.answer.data:
            self.answer.errors = ["已写了直接答复：请按“直接答复并办结”；要派单的，请先清空答复。"]
        if self.answer_basis.data and not self.answer.data:
            self.answer_basis.errors = ["已写了答复依据：请同时填写直接答复内容；要派单的，请先清空依据。"]
        return fits and not self.answer.errors and not self.answer_basis.errors

    def validate_phone(self, field: TextField) -> None:
        """Read the number as digits."""
        self.read(field, lambda text: read_phone(text, self.area_code))

    def validate_other_phone(self, field: TextField) -> None:
        """Read the second number as digits."""
        self.read(field, lambda text: read_phone(text, self.area_code))

    def validate_id_number(self, field: TextField) -> None:
        """Check the identity number."""
        self.read(field, lambda text: read_id_number(text, datetime.now(LOCAL_TIMEZONE).date()))

    def read(self, field: TextField, reader: Callable[[str], str]) -> None:
        """Put what was read into the field, or the sentence at it; a masked value is left alone."""
        if field.data and field.data == self.known.get(f"masked {field.name}"):
            return
        try:
            field.data = reader(field.data or "")
        except BadInput as error:
            raise ValidationError(str(error)) from error

    def validate_occurred_at(self, field: MomentField) -> None:
        """Refuse what is yet to happen, or happened before anybody who calls was born."""
        if field.data is None:
            return
        if field.data > datetime.now(UTC) + CLOCKS_DIFFER_BY:
            raise ValidationError("发生时间不能晚于现在。")
        if field.data.year < 1949:
            raise ValidationError("请核对发生时间的年份。")

    def request(self) -> Request:
        """Return what was asked for, as the workflow takes it."""
        plain = (
            "channel", "kind", "content", "category_id", "address", "place_name", "urgency", "confidentiality",
            "gender", "identity", "organisation", "wants_reply", "reply_by", "call_window", "wish", "is_ongoing",
            "people_affected", "risk_tags", "call_id", "not_hazard_reason", "is_repeat", "amount_fen",
            "transfer_code", "transfer_note", "refusal_code", "refusal_note", "answer_basis",
        )  # fmt: skip
        given: dict[str, Any] = {name: self[name].data for name in plain}
        for name in ("name", "phone", "other_phone", "id_number", "home_address"):
            given[name] = self.kept(name)
        return Request(
            **given,
            title=self.title.data or title_from(self.content.data),
            area_id=next((self[name].data for name in reversed(PLACES) if self[name].data), None),
            occurred_at=self.occurred_at.data,
            point=self.coordinates.data,
            coordinate_system=self.coordinate_system.data if self.coordinates.data else None,
            care="、".join(self.care.data),
            related_case_id=row_id(self.related_case_id.data),
        )

    def kept(self, name: str) -> str:
        """Return the field's value, or what was known where its masked form was left as it stood."""
        value: str = self[name].data or ""
        return self.known[name] if value and value == self.known.get(f"masked {name}") else value


def offer_places(form: IntakeForm) -> None:
    """Put the choices of each step of the division tree into the form: what lies in the one chosen above."""
    parent_id: int | None = None
    for name in PLACES:
        inside = reference.areas_below(parent_id) if parent_id or name == PLACES[0] else ()
        form[name].choices = [PLEASE_CHOOSE, *(SelectChoice(str(area.id), area.name) for area in inside)]
        parent_id = form[name].data


def offer_units(form: IntakeForm, *, every: bool = False) -> None:
    """Put the department that is chosen into the form, or all that may lead; scripts fetch the others themselves."""
    chosen = departments.find(form.lead_id.data) if form.lead_id.data else None
    if every:
        form.lead_id.choices = [LEFT_TO_CATALOGUE, *units(departments.in_official_order(leads_only=True))]
    else:
        form.lead_id.choices = [LEFT_TO_CATALOGUE, *units([chosen] if chosen else ())]


def title_from(content: str) -> str:
    """Return the first sentence of the content as a title, cut where it runs on."""
    first = content.strip()
    for end in SENTENCE_ENDS:
        first = first.split(end, 1)[0]
    return first[:TITLE_FROM_CONTENT].strip("，,、 ") or content.strip()[:TITLE_FROM_CONTENT]


def refill(fields: Mapping[str, list[str]]) -> MultiDict[str, str]:
    """Return a draft's fields as a form takes them."""
    return MultiDict([(name, value) for name, values in fields.items() for value in values])
