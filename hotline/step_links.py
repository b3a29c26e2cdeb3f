"""THE table of the buttons on the case page: where each step's form is, and how its button looks."""

from dataclasses import dataclass

from models.vocabulary import Action as A


@dataclass(frozen=True)
class StepLink:
    """Where a step is taken; `tone` primary for what usually comes next; long forms are pages."""

    endpoint: str
    tone: str = "secondary"
    in_dialog: bool = True


STEP_LINKS: dict[A, StepLink] = {
    A.SUBMIT: StepLink("intake.show_completion", "primary", in_dialog=False),
    A.DISPATCH: StepLink("dispatch_steps.dispatch_case", "primary"),
    A.RECALL_DISPATCH: StepLink("dispatch_steps.recall_dispatch", "danger"),
    A.ADD_SUPPORTING: StepLink("dispatch_steps.add_supporting"),
    A.CORRECT: StepLink("dispatch_steps.correct_case"),
    A.MERGE: StepLink("dispatch_steps.merge_case"),
    A.UNMERGE: StepLink("dispatch_steps.unmerge_case"),
    A.SEND_BACK_TO_AGENT: StepLink("dispatch_steps.send_back_to_agent"),
    A.NOT_ACCEPT: StepLink("dispatch_steps.not_accept", "danger"),
    A.DECIDE_NON_ACCEPTANCE: StepLink("dispatch_steps.decide_non_acceptance", "primary"),
    A.REOPEN: StepLink("dispatch_steps.reopen_case"),
    A.SIGN_FOR: StepLink("department_steps.sign_for_case", "primary"),
    A.RESPOND: StepLink("department_steps.respond_to_case"),
    A.RECORD_CONTACT: StepLink("department_steps.record_contact"),
    A.NOTE_PROGRESS: StepLink("department_steps.note_progress"),
    A.PASS_DOWN: StepLink("department_steps.pass_down"),
    A.SUPPORT_REPLY: StepLink("department_steps.reply_to_lead", "primary"),
    A.REPLY: StepLink("department_steps.reply_to_case", "primary", in_dialog=False),
    A.SEND_BACK: StepLink("return_steps.send_back"),
    A.ACCEPT_RETURN: StepLink("return_steps.accept_return", "primary"),
    A.REJECT_RETURN: StepLink("return_steps.reject_return"),
    A.RULE_BY_PANEL: StepLink("return_steps.rule_by_panel", "primary"),
    A.APPROVE_REPLY: StepLink("reply_steps.approve_reply", "primary", in_dialog=False),
    A.RETURN_REPLY: StepLink("reply_steps.return_reply", in_dialog=False),
    A.ATTEMPT_FOLLOW_UP: StepLink("reply_steps.attempt_follow_up", "primary", in_dialog=False),
    A.REQUEST_EXTENSION: StepLink("request_steps.request_extension"),
    A.DECIDE_EXTENSION: StepLink("request_steps.decide_extension", "primary"),
    A.REQUEST_DEFERRAL: StepLink("request_steps.request_deferral"),
    A.DECIDE_DEFERRAL: StepLink("request_steps.decide_deferral", "primary"),
    A.RESUME: StepLink("request_steps.resume_case", "primary"),
    A.REQUEST_TERMINATION: StepLink("request_steps.request_termination"),
    A.DECIDE_TERMINATION: StepLink("request_steps.decide_termination", "primary"),
    A.REQUEST_EXCLUSION: StepLink("request_steps.request_exclusion"),
    A.DECIDE_EXCLUSION: StepLink("request_steps.decide_exclusion", "primary"),
    A.WITHDRAW_REQUEST: StepLink("request_steps.withdraw_request", "quiet"),
    A.TAKE_HAZARD: StepLink("supervision_steps.take_hazard", "primary"),
    A.REMIND: StepLink("supervision_steps.remind_case"),
    A.ORDER_SUPERVISION: StepLink("supervision_steps.order_supervision"),
    A.REPLY_SUPERVISION: StepLink("supervision_steps.reply_to_order", "primary"),
    A.CONFIRM_SUPERVISION: StepLink("supervision_steps.confirm_order", "primary"),
    A.RETURN_SUPERVISION: StepLink("supervision_steps.return_order"),
}

# What takes a step back; offered as soon as it is taken.
UNDONE_BY: dict[A, A] = {A.MERGE: A.UNMERGE}
