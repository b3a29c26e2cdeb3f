"""The forms of the reviewer: dispatch, add a department, correct, not accept, merge, send back."""

from datetime import datetime, timedelta

from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from hotline.forms.fields import TextField
from hotline.forms.matter_fields import CoordinatesField, coordinate_system_field
from hotline.forms.steps import (
    RadioField,
    StepForm,
    ground_field,
    grounds,
    lead_units,
    long_text,
    unit_field,
    units,
)
from models.area import Area
from models.case import Case
from models.category import Category
from models.queries import departments, reference, related, unit_proposals
from models.user import User
from models.vocabulary import AreaLevel, CoordinateSystem, Urgency
from workflows import catalogue_lines
from workflows.headlines import line_of, reader_of
from workflows.merging_rules import why_not
from workflows.permissions import scope_of
from workflows.routing_advice import unit_for

MERGE_DAYS = 30
SEARCHED = {"data-combobox": "", "data-placeholder": "输入汉字或拼音首字母"}


class DispatchForm(StepForm):
    """To whom the case goes, and what they are told."""

    lead_id = unit_field("主办单位", required="请选择主办单位。")
    supporting_ids = SelectMultipleField("协办单位", [Optional()], coerce=int, render_kw=SEARCHED)
    copied_ids = SelectMultipleField(
        "抄送单位", [Optional()], coerce=int, description="只告知、可查看，不办理。", render_kw=SEARCHED
    )
    note = long_text("派单说明", description="给承办单位看的要求；可不填。", rows=3)
    is_complex = BooleanField("疑难工单", description="按疑难事项的办结时限计；只用于一般紧急程度。")

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer the departments, those of the catalogue chosen already."""
        self.lead_id.choices = lead_units()
        self.supporting_ids.choices = units(departments.in_official_order())
        self.copied_ids.choices = self.supporting_ids.choices
        suggestion = catalogue_lines.suggest(case, at=at)
        if not self.is_submitted():
            proposal = None if suggestion.lead else unit_proposals.of_case(case.id)
            advised = suggestion.lead or (proposal.department if proposal else None)
            advised = advised or getattr(unit_for(case), "lead", None)
            self.lead_id.data = advised.id if advised else None
            self.supporting_ids.data = [unit.id for unit in suggestion.supporting]
        if case.urgency is not Urgency.NORMAL:
            del self.is_complex


class AddSupportingForm(StepForm):
    """Which other department helps."""

    department_id = unit_field("协办单位", required="请选择协办单位。")
    note = long_text("要求", rows=3)

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer every department."""
        self.department_id.choices = units(departments.in_official_order(), first="请选择")


class NoteForm(StepForm):
    """A step that needs a reason in words."""

    note = long_text("说明", required="请填写说明。")


class RemarkForm(StepForm):
    """A step that may carry a remark."""

    note = long_text("备注", rows=2)


class CorrectForm(StepForm):
    """What the case is about, and where."""

    category_id = unit_field("诉求分类", required="请选择诉求分类。")
    area_id = unit_field("事发地")
    address = TextField("详细地址", at_most=200)
    place_name = TextField("小区、路段或涉事单位", at_most=100)
    coordinates = CoordinatesField("地图坐标（经度,纬度）")
    coordinate_system = coordinate_system_field()
    note = long_text("更正说明", rows=2)

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer the leaves of the matters and all places, the case's own chosen already."""
        self.category_id.choices = [told_leaf(leaf) for leaf in reference.leaves()]
        self.area_id.choices = [SelectChoice("", "未知"), *told_areas(reference.all_areas())]
        if not self.is_submitted():
            self.category_id.data, self.area_id.data = case.category_id, case.area_id
            self.address.data, self.place_name.data = case.address, case.place_name
            self.coordinates.data = case.point
            self.coordinate_system.data = case.coordinate_system or CoordinateSystem.GCJ02


def told_leaf(leaf: Category) -> SelectChoice:
    """Return a matter as a choice."""
    found_by = {"data-initials": leaf.initials, "data-keywords": leaf.keywords}
    return SelectChoice(str(leaf.id), leaf.path, found_by)


def told_areas(areas: list[Area]) -> list[SelectChoice]:
    """Return places as choices, each named with what contains it."""
    by_id = {area.id: area for area in areas}

    def named(area: Area) -> str:
        above = by_id.get(area.parent_id or 0)
        inside = f"{named(above)} / " if above and above.level is not AreaLevel.CITY else ""
        return inside + area.name

    return [SelectChoice(str(area.id), named(area)) for area in areas if area.level is not AreaLevel.CITY]


class NotAcceptForm(StepForm):
    """On which ground the case is not accepted."""

    ground_code = ground_field("不予受理事由")
    reason = long_text("理由", required="请填写不予受理的理由。", description="理由会告知诉求人。")

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Offer the city's grounds, what the agent advised chosen and written already."""
        self.ground_code.choices = grounds("not_accepted")
        if not self.is_submitted():
            self.ground_code.data, self.reason.data = case.refusal_code, case.refusal_note


class MergeForm(StepForm):
    """Into which earlier case this one goes: one of the candidates, or any by its number."""

    candidate = RadioField("可能重复的工单", [Optional()])
    number = StringField(
        "或主单编号",
        [Optional(), Length(max=40, message="工单编号过长。")],
        render_kw={"autocomplete": "off"},
    )
    note = long_text("并单说明", rows=2)

    def offer(self, case: Case, user: User, at: datetime) -> None:
        """Offer open cases of the last month by the same caller, or of the same matter and place."""
        if self.candidate is None:  # a refused form is shown again, and nothing was found before
            return
        since = at - timedelta(days=MERGE_DAYS)
        alike, reader = related.merge_candidates(case, scope_of(user), since=since), reader_of(user)
        found = [row for row in alike if not why_not(case, row)]
        self.candidate.choices = [
            SelectChoice(
                row.number, f"{row.number} {line_of(row, reader)}（{row.category.name}，{row.state.label}）"
            )
            for row in found
        ]
        if not found:
            del self.candidate
            self.number.label.text = "主单编号"

    @property
    def into(self) -> str:
        """The number of the case to merge into; what was typed goes before what was ticked."""
        picked = self.candidate.data if "candidate" in self else ""
        return (self.number.data or "").strip().upper() or picked or ""


class UnmergeForm(StepForm):
    """Why a merged case is handled on its own again."""

    note = long_text(
        "说明", required="请填写撤销并单的说明。", description="撤销后本单恢复待审核，单独办理。", rows=3
    )

    def offer(self, case: Case, user: User, at: datetime) -> None:  # noqa: ARG002
        """Write down what is usually meant, so that a mistake is taken back by one key."""
        if not self.is_submitted():
            self.note.data = "并单有误，恢复单独办理。"


class DecideForm(StepForm):
    """Yes or no to what was asked, with a note."""

    verdict = RadioField(
        "审批意见",
        [InputRequired("请选择同意或不同意。")],
        choices=[SelectChoice("yes", "同意"), SelectChoice("no", "不同意")],
    )
    note = long_text("说明", description="不同意的，须说明理由。", rows=3)

    @property
    def approves(self) -> bool:
        """Say whether the answer is yes."""
        return bool(self.verdict.data == "yes")
