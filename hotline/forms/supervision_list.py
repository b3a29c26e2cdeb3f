"""The filters above the list of open supervision orders, as they stand in its address."""

from collections.abc import Sequence

from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from models.department import Department
from models.queries.supervision_board import Wanted
from models.vocabulary import Labelled, Light, OrderAge, SupervisionLevel, SupervisionState

OPEN_STATES = (SupervisionState.OPEN, SupervisionState.REPLIED)


def choices(members: Sequence[Labelled]) -> list[SelectChoice]:
    """Return members as choices, with 全部 first."""
    return [SelectChoice("", "全部"), *(SelectChoice(member.value, member.label) for member in members)]


class OrderListForm(Form):  # type: ignore[misc]
    """What the list is narrowed to."""

    department = SelectField("督办对象", [Optional()], render_kw={"data-combobox": ""})
    level = SelectField("级别", [Optional()])
    state = SelectField("状态", [Optional()], choices=choices(OPEN_STATES))
    light = SelectField("回复时限", [Optional()], choices=choices(tuple(Light)))

    def offer(self, departments: Sequence[Department]) -> None:
        """Fill the lists of choices."""
        units = [
            SelectChoice(str(unit.id), unit.name, {"data-initials": unit.initials}) for unit in departments
        ]
        self.department.choices = [SelectChoice("", "全部"), *units]
        self.level.choices = [
            SelectChoice("", "全部"),
            *(SelectChoice(level.value, f"{level.value} 级 {level.label}") for level in SupervisionLevel),
        ]

    def wanted(self, age: OrderAge | None) -> Wanted:
        """Return what was asked for."""
        return Wanted(
            department_ids=frozenset({int(self.department.data)}) if self.department.data else None,
            level=SupervisionLevel(self.level.data) if self.level.data else None,
            state=SupervisionState(self.state.data) if self.state.data else None,
            age=age,
            light=Light(self.light.data) if self.light.data else None,
        )
