"""The forms of departments, areas, categories and the dispatch catalogue."""

from collections.abc import Iterable
from typing import Any

from wtforms import DateField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from hotline.forms import Form
from hotline.forms.administration.fields import choice, line, offer, row_choice, rows_choice, text, tick
from models.area import Area
from models.category import Category
from models.department import Department
from models.vocabulary import AreaLevel, DepartmentKind, Desk, LimitClass

MOST_TILES = 30
OFF_GRID = f"行、列为 1 至 {MOST_TILES} 的整数。"
BAD_DAY = "日期格式不正确，请写成 2026-01-31。"


class DayField(DateField):  # type: ignore[misc]
    """A day; what is none is refused in Chinese."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(BAD_DAY) from error


class TableForm(Form):
    """A form whose fields are named as the columns of its table."""

    def values(self) -> dict[str, Any]:
        """Return the values by column."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}


class DepartmentForm(TableForm):
    """A unit: where it stands, what it may do, whom to call."""

    code = line("代码", needed=True, longest=40)
    name = line("全称", needed=True, longest=60)
    short_name = line("简称", longest=30)
    parent_id = row_choice("上级单位")
    kind = choice("类别", DepartmentKind)
    area_id = row_choice("所在区划")
    official_order = IntegerField(
        "排序", [InputRequired("请填写排序。"), NumberRange(0, 99999, "排序为 0 至 99999。")], default=0
    )
    can_lead = tick("可以主办工单", default=True)
    identity_visible = tick("可以查看诉求人信息", default=True)
    leader_name = line("负责人", longest=40)
    duty_phone = line("值班电话", longest=40)
    duty_mail = line("值班邮箱", longest=100)

    def __init__(self, unit: Department | None, units: Iterable[Department], areas: Iterable[Area]) -> None:
        super().__init__(obj=unit)
        offer(self.parent_id, (row for row in units if row is not unit), empty="（无上级）")
        offer(self.area_id, areas, empty="（全市）")
        if unit is not None:
            del self.code


class AreaForm(TableForm):
    """A place of the division tree; only a district has a tile on the map of the dashboard."""

    code = line("代码", needed=True, longest=40)
    name = line("名称", needed=True, longest=60)
    short_name = line("简称", longest=30)
    level = choice("级别", AreaLevel)
    valid_from = DayField("生效日期", [Optional()])
    valid_to = DayField("失效日期", [Optional()])
    tile_row = IntegerField("格子行", [Optional(), NumberRange(1, MOST_TILES, OFF_GRID)])
    tile_column = IntegerField("格子列", [Optional(), NumberRange(1, MOST_TILES, OFF_GRID)])

    def __init__(self, place: Area | None, above: Area | None) -> None:
        super().__init__(obj=place)
        if place is not None:
            del self.code, self.level
        level = place.level if place else None
        if level is not AreaLevel.DISTRICT and (place or (above and above.level is not AreaLevel.CITY)):
            del self.tile_row, self.tile_column


class CategoryForm(TableForm):
    """A matter: its limit class, hazard mark, and what helps the agent."""

    code = line("代码", needed=True, longest=40)
    name = line("名称", needed=True, longest=40)
    limit_class = choice("时限类别", LimitClass)
    is_hazard = tick("安全隐患：不经审核直接派出，并自动督办")
    desk = choice("专席", Desk, empty="（普通）")
    keywords = line("关键词", longest=500)
    advice = text("接线提示", longest=2000)

    def __init__(self, row: Category | None) -> None:
        super().__init__(obj=row)
        if row is not None:
            del self.code


class RuleForm(TableForm):
    """A new line of the catalogue."""

    category_id = row_choice("事项分类", needed=True)
    area_id = row_choice("区划")
    lead_id = row_choice("主办单位", needed=True)
    supporting_ids = rows_choice("协办单位")
    legal_basis = line("依据", longest=300)
    source = line("来源", longest=100)
    note = text("说明", longest=500)
    valid_from = DayField("生效日期", [InputRequired("请填写生效日期。")])
    valid_to = DayField("失效日期", [Optional()])

    def fill(
        self, categories: Iterable[Category], areas: Iterable[Area], departments: Iterable[Department]
    ) -> None:
        """Give the fields their rows."""
        units = list(departments)
        offer(self.category_id, categories, empty="请选择", label="path")
        offer(self.area_id, areas, empty="（全市）")
        offer(self.lead_id, (unit for unit in units if unit.can_lead), empty="请选择")
        offer(self.supporting_ids, units)


class RuleWordsForm(TableForm):
    """What may change in a line of the catalogue that is in force."""

    supporting_ids = rows_choice("协办单位")
    legal_basis = line("依据", longest=300)
    source = line("来源", longest=100)
    note = text("说明", longest=500)


class EndRuleForm(Form):
    """Until when a line of the catalogue is valid."""

    valid_to = DayField("最后有效日期", [InputRequired("请填写最后有效日期。")])
