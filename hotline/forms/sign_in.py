"""The forms of signing in and of changing a password."""

from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from hotline.forms import Form
from workflows import accounts
from workflows.errors import BadInput


class SignInForm(Form):
    """Name and password."""

    name = StringField("用户名", [InputRequired("请输入用户名。"), Length(max=64, message="用户名过长。")])
    password = PasswordField("密码", [InputRequired("请输入密码。"), Length(max=128, message="密码过长。")])


class ChangePasswordForm(Form):
    """The old password once, the new one twice."""

    current = PasswordField("当前密码", [InputRequired("请输入当前密码。"), Length(max=128)])
    new = PasswordField(
        "新密码", [InputRequired("请输入新密码。"), Length(max=128, message="密码最多 128 个字符。")]
    )
    again = PasswordField("再输一次新密码", [EqualTo("new", "两次输入的新密码不一致。")])

    def validate_new(self, field: PasswordField) -> None:
        """Refuse a weak password with the rule's sentence."""
        try:
            accounts.check_password_strength(field.data)
        except BadInput as error:
            raise ValidationError(str(error)) from error
