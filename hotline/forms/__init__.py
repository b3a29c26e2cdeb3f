"""What people fill in: the forms, their limits and their sentences."""

from flask_wtf import FlaskForm


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose messages are Chinese."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """WTForms' own Chinese messages."""

        locales = ("zh", "zh_CN")
