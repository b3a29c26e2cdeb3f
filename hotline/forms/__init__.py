"""What people fill in: the forms, their limits and their sentences."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms.meta import DefaultMeta


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose messages are Chinese."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """WTForms' own Chinese messages."""

        locales = ("zh", "zh_CN")

        def get_translations(self, form: Any) -> Any:
            """Return WTForms' own catalogue; Flask-WTF would ask Flask-Babel, which is not here."""
            return DefaultMeta.get_translations(self, form)
