"""What a citizen fills in: number and code to look a case up, and the rating."""

from wtforms import RadioField

from hotline.forms import Form
from hotline.forms.fields import Given, LongTextField, TextField, member_of, one_of
from models.vocabulary import Rating, Solved


class QueryForm(Form):
    """Case number, query code, and the end of the number the citizen called from."""

    number = TextField("工单编号", [Given("请填写工单编号。")], at_most=40)
    code = TextField("查询码", [Given("请填写查询码。")], at_most=40, description="16 位字母数字，不分大小写")
    tail = TextField("手机号后四位", at_most=10, description="登记了联系电话的需要填写")


class RatingForm(Form):
    """Two ratings of five grades, whether it is solved, and why not."""

    result_rating = RadioField(
        "对办理结果", choices=one_of(Rating), coerce=member_of(Rating), validate_choice=False
    )
    hotline_rating = RadioField(
        "对热线服务", choices=one_of(Rating), coerce=member_of(Rating), validate_choice=False
    )
    solved = RadioField(
        "问题解决了吗", choices=one_of(Solved), coerce=member_of(Solved), validate_choice=False
    )
    reason = LongTextField("意见或不满意的原因", at_most=1_000)
