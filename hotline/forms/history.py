"""The form that hands a history file in."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField


class HandInForm(FlaskForm):  # type: ignore[misc]
    """A file, its mapping where the columns have other names, and whether missing names may be made."""

    file = FileField("历史工单文件", [FileRequired("请选择文件。")])
    mapping = FileField("映射文件")
    creates_missing = BooleanField("自动新建没有的分类、单位和区划")
