"""The form that takes a list away: its columns, and what for."""

from collections.abc import Sequence
from typing import Any

from wtforms.fields.choices import SelectChoice

from hotline.case_exports.columns import COLUMNS
from hotline.case_exports.lists import CaseList
from hotline.forms import Form
from hotline.forms.administration.fields import boxes
from hotline.forms.fields import Given, TextField
from models.user import User


class ExportForm(Form):
    """The columns of the list, further ones, and the reason that the log keeps."""

    columns = boxes("列表的列")
    more = boxes("可加的列")
    reason = TextField(
        "导出用途",
        [Given("请写明导出用途。")],
        at_most=200,
        render_kw={"autocomplete": "off", "maxlength": "200"},
    )

    def __init__(self, listed: CaseList, user: User, **options: Any) -> None:
        super().__init__(**options)
        self.columns.choices = offered(listed.columns)
        self.more.choices = offered(listed.more_for(user))
        if not self.is_submitted():
            self.columns.data = list(listed.columns)

    @property
    def chosen(self) -> list[str]:
        """The names of the columns ticked: the list's own first, in their order."""
        return [*(self.columns.data or ()), *(self.more.data or ())]


def offered(names: Sequence[str]) -> list[SelectChoice]:
    """Return columns as choices."""
    return [SelectChoice(name, COLUMNS[name].label) for name in names]
