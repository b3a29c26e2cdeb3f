"""The forms in which figures are entered: which sheet, of whom and for which time; and a file of many lines."""

from __future__ import annotations

from datetime import date

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from hotline.forms import Form
from models.entries import SHEETS
from models.vocabulary import EntryGrain


class SheetForm(PlainForm):  # type: ignore[misc]
    """What is to be entered, as it stands in the address."""

    sheet = SelectField("填报内容", choices=[SelectChoice(name, name) for name in SHEETS])
    grain = SelectField("周期", choices=[SelectChoice(grain.value, grain.label) for grain in EntryGrain])
    on = DateField("其中任一日", [Optional()])

    def chosen(self, today: date) -> tuple[str, EntryGrain, date]:
        """Return what was chosen; what makes no sense is as if it were not."""
        sheet = self.sheet.data if self.sheet.data in SHEETS else next(iter(SHEETS))
        grain = EntryGrain(self.grain.data) if self.grain.data in set(EntryGrain) else EntryGrain.MONTH
        return sheet, grain, self.on.data or today


class EntryFileForm(Form):
    """A CSV file of entries."""

    file = FileField("CSV 文件", [FileRequired("请选择文件。")])


class EntriesForm(Form):
    """The numbers themselves stand in fields of the table; this carries the token alone."""
