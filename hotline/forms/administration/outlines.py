"""The form that brings outlines of districts, and the one that takes them away."""

from flask_wtf.file import FileField, FileRequired

from hotline.forms import Form
from hotline.forms.administration.fields import line


class OutlinesForm(Form):
    """A GeoJSON file, where it is from, and under which number its map was approved."""

    file = FileField("GeoJSON 文件", [FileRequired("请选择文件。")])
    source = line("来源", needed=True, longest=200)
    approval_number = line("审图号", longest=60)


class RemoveForm(Form):
    """Nothing but the press of the button."""
