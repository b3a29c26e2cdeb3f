"""The parent of every step's form: it carries the version of the case that the person saw."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import wtforms
from flask_wtf.file import MultipleFileField
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from hotline.forms import Form
from hotline.forms.fields import tidy
from models.case import Case
from models.department import Department
from models.queries import departments, reference
from models.user import User
from workflows.errors import BadInput

LONGEST_NOTE = 4000


def whole_number(text: str | None) -> int | None:
    """Read the version; anything else than a number is no version at all."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def tidied(text: Any) -> Any:
    """Tidy a text; a field that was not sent, or holds a value and no text, stays as it is."""
    return tidy(text) if isinstance(text, str) else text


class StepForm(Form):
    """A form that takes a step on a case; its texts are read without characters that nobody can see."""

    class Meta(Form.Meta):
        """Every field of text is tidied, so that no form forgets one."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Put the tidying behind the field's own filters."""
            if issubclass(unbound_field.field_class, StringField):
                own = unbound_field.kwargs.get("filters", ())
                options = {**options, "filters": [*own, tidied]}
            return unbound_field.bind(form=form, **options)

    version = HiddenField()
    # Since when the person has had the case before them: what others did after that they have not seen.
    opened_at = HiddenField()

    def offer(self, case: Case, user: User, at: datetime) -> None:
        """Put the choices into the fields; a form without choices has nothing to do here."""

    def blame(self, error: BadInput) -> str:
        """Put the sentence at the field it is about; return it where it is about none of them."""
        field: Field | None = self._fields.get(error.field)
        if field is None or field is self.version:
            return str(error)
        field.errors = [*field.errors, str(error)]
        return ""

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the version as a number; a form without one has lost its place."""
        fits: bool = super().validate(extra_validators)
        self.version.data = whole_number(self.version.data)
        return fits and self.version.data is not None


class RadioField(wtforms.RadioField):  # type: ignore[misc]
    """A choice by radio buttons that may be left open, which WTForms' own refuses."""

    def pre_validate(self, form: Any) -> None:
        """Check the choice only where one was made."""
        if self.raw_data and self.raw_data[0]:
            super().pre_validate(form)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read nothing as nothing."""
        if valuelist and valuelist[0]:
            super().process_formdata(valuelist)


def long_text(label: str, *, required: str = "", description: str = "", rows: int = 4) -> TextAreaField:
    """Return a field for some lines of text; `required` is what is said where it stays empty."""
    need = InputRequired(required) if required else Optional()
    limit = Length(max=LONGEST_NOTE, message=f"最多 {LONGEST_NOTE} 个字。")
    return TextAreaField(label, [need, limit], description=description, render_kw={"rows": rows})


def unit_field(label: str, *, required: str = "", description: str = "") -> SelectField:
    """Return a field that names a department."""
    return SelectField(
        label,
        [InputRequired(required)] if required else [Optional()],
        coerce=lambda value: int(value) if value not in (None, "", "None") else None,
        description=description,
        render_kw={"data-combobox": "", "data-placeholder": "输入汉字或拼音首字母"},
        validate_choice=True,
    )


def units(rows: Iterable[Department], *, first: str = "") -> list[SelectChoice]:
    """Return departments as choices that can be found by their initials."""
    offered = [SelectChoice(str(unit.id), unit.name, told(unit)) for unit in rows]
    return [SelectChoice("", first), *offered] if first else offered


def told(unit: Department) -> dict[str, str]:
    """Return what a department is found by besides its name."""
    return {"data-initials": unit.initials, "data-keywords": unit.short_name}


def lead_units() -> list[SelectChoice]:
    """Return the departments that may lead, as choices."""
    return units(departments.in_official_order(leads_only=True), first="请选择")


def ground_field(label: str = "事由") -> SelectField:
    """Return a field that names one of the city's grounds."""
    return SelectField(label, [Optional()], validate_choice=True)


def grounds(kind: str) -> list[SelectChoice]:
    """Return the city's grounds of a kind as choices."""
    offered = [SelectChoice(ground.code, ground.name) for ground in reference.grounds(kind)]
    return [SelectChoice("", "请选择"), *offered]


def files_field(label: str = "附件") -> MultipleFileField:
    """Return a field that takes several files."""
    return MultipleFileField(
        label,
        description="图片、文档、录音或视频，一次最多 10 个。",
        render_kw={"multiple": True},
    )
