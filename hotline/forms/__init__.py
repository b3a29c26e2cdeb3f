"""What people fill in: the forms, their limits and their sentences."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms.meta import DefaultMeta

from workflows.errors import BadInput, NotAllowedNow


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose messages are Chinese."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """WTForms' own Chinese messages."""

        locales = ("zh", "zh_CN")

        def get_translations(self, form: Any) -> Any:
            """Return WTForms' own catalogue; Flask-WTF would ask Flask-Babel, which is not here."""
            return DefaultMeta.get_translations(self, form)

    def complain(self, error: BadInput | NotAllowedNow) -> Any:
        """Put the refusal's sentence at the field it is about, else over the form."""
        field = self._fields.get(getattr(error, "field", ""))
        if field is None:
            self.form_errors: list[str] = [*self.form_errors, str(error)]
        else:
            field.errors = [*field.errors, str(error)]
