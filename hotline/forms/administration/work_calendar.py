"""The forms of the work calendar: one day, or a file of days."""

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from hotline.forms import Form
from hotline.forms.administration.fields import line
from hotline.forms.administration.reference import DayField
from workflows.administration.work_calendar import SOURCES

WORKS = [SelectChoice("yes", "上班"), SelectChoice("no", "休息")]
ORIGINS = [SelectChoice(source, source) for source in SOURCES]


class DayForm(Form):
    """One day that counts otherwise than nationally."""

    day = DayField("日期", [InputRequired("请填写日期。")])
    works = RadioField("这一天", [InputRequired("请选择上班或休息。")], choices=WORKS)
    name = line("说明", longest=40)
    source = SelectField("来源", choices=ORIGINS)


class ImportDaysForm(Form):
    """A file of days."""

    file = FileField("文件", [FileRequired("请选择文件。")])
    origin = SelectField("来源", choices=ORIGINS)
