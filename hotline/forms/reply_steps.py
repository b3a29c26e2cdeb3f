"""The forms of reviewing a reply and of asking the citizen."""

from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from hotline.forms.department_steps import YES_NO, choices
from hotline.forms.steps import RadioField, StepForm, long_text
from models.vocabulary import FollowUpOutcome, Rating, Solved
from workflows.follow_up import Asked

WAYS = [SelectChoice(way) for way in ("电话", "短信", "微信", "上门")]


class ApproveForm(StepForm):
    """A remark on a good reply."""

    note = long_text("审核意见", rows=2)


class ReturnReplyForm(StepForm):
    """What a poor reply lacks."""

    note = long_text(
        "退回意见", required="请填写退回意见。", description="写明哪一项不合要求、应当怎样补充。"
    )


class AttemptForm(StepForm):
    """What came of one attempt to ask the citizen."""

    by = SelectField("回访方式", choices=WAYS)
    outcome = RadioField("回访结果", [InputRequired("请选择回访结果。")], choices=choices(FollowUpOutcome))
    was_contacted = RadioField("承办单位是否联系过", [Optional()], choices=YES_NO)
    solved = RadioField("是否解决", [Optional()], choices=choices(Solved))
    result_rating = RadioField("对办理结果的评价", [Optional()], choices=choices(Rating))
    hotline_rating = RadioField("对热线服务的评价", [Optional()], choices=choices(Rating))
    reason = long_text("不满意的原因", description="不满意或非常不满意的，须填写。", rows=2)
    wants_redo = BooleanField("交承办单位重办", description="不满意而不重办的，须在备注中说明办结理由。")
    note = long_text("备注", rows=2)

    def asked(self) -> Asked:
        """Return the attempt as the workflow takes it."""
        rated = self.result_rating.data
        thanked = self.hotline_rating.data
        return Asked(
            outcome=FollowUpOutcome(self.outcome.data),
            was_contacted={"yes": True, "no": False}.get(self.was_contacted.data or ""),
            solved=Solved(self.solved.data) if self.solved.data else None,
            result_rating=Rating(rated) if rated else None,
            hotline_rating=Rating(thanked) if thanked else None,
            reason=self.reason.data or "",
            note=self.note.data or "",
            by=self.by.data,
            wants_redo=self.wants_redo.data,
        )
