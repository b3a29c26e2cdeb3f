"""The filters above the list of cases, as they stand in its address."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from wtforms import DateField, Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from models.queries.case_lists import Filter
from models.vocabulary import CaseState, Channel, Kind, Labelled, Light, Urgency

Names = Sequence[tuple[int, str]]
ALL = SelectChoice("", "全部")


def choices(members: type[Labelled]) -> list[SelectChoice]:
    """Return an enum as choices, with 全部 first."""
    return [ALL, *(SelectChoice(member.value, member.label) for member in members)]


def named(rows: Names) -> list[SelectChoice]:
    """Return rows as choices, with 全部 first."""
    return [ALL, *(SelectChoice(str(row_id), name) for row_id, name in rows)]


class CaseListForm(Form):  # type: ignore[misc]
    """Words, or a number, or a telephone number; and what the list is narrowed to."""

    q = StringField("关键词或工单编号", [Optional(), Length(max=100, message="最多 100 个字。")])
    phone = StringField("来电号码或后四位", [Optional(), Length(max=20, message="号码过长。")])
    state = SelectField("状态", [Optional()], choices=choices(CaseState))
    kind = SelectField("类型", [Optional()], choices=choices(Kind))
    channel = SelectField("渠道", [Optional()], choices=choices(Channel))
    urgency = SelectField("紧急程度", [Optional()], choices=choices(Urgency))
    branch = SelectField("分类", [Optional()])
    district = SelectField("区县", [Optional()])
    department = SelectField("主办单位", [Optional()])
    tag = SelectField("标签", [Optional()])
    light = SelectField("时限灯", [Optional()], choices=choices(Light))
    order = SelectField(
        "排序", [Optional()], choices=[SelectChoice("", "最新受理"), SelectChoice("due", "时限最近")]
    )
    since = DateField("受理自", [Optional()])
    until = DateField("受理至", [Optional()])

    def offer(self, branches: Names, districts: Names, departments: Names, tags: Names | None) -> None:
        """Fill the lists of choices that are rows; without tags for who does not see them."""
        self.branch.choices = named(branches)
        self.district.choices = named(districts)
        self.department.choices = named(departments)
        if tags is None:
            del self.tag
        else:
            self.tag.choices = named(tags)

    def wanted(self, at: datetime) -> Filter:
        """Return what was asked for; a filled-in field that makes no sense asks for nothing."""
        data: Mapping[str, str] = {name: value for name, value in self.data.items() if value}
        return Filter(
            words=(data.get("q") or "").strip(),
            phone=(data.get("phone") or "").strip(),
            state=CaseState(data["state"]) if "state" in data else None,
            kind=Kind(data["kind"]) if "kind" in data else None,
            channel=Channel(data["channel"]) if "channel" in data else None,
            urgency=Urgency(data["urgency"]) if "urgency" in data else None,
            branch_id=int(data["branch"]) if "branch" in data else None,
            district_id=int(data["district"]) if "district" in data else None,
            department_id=int(data["department"]) if "department" in data else None,
            tag_id=int(data["tag"]) if "tag" in data else None,
            light=Light(data["light"]) if "light" in data else None,
            by_due=data.get("order") == "due",
            at=at,
            received_from=self.since.data,
            received_to=self.until.data,
        )
