"""The pages people see: one module for each place in the menu."""

from flask import Flask

from hotline.pages import (
    alarms,
    case_list,
    cases,
    department_steps,
    desk,
    dispatch_steps,
    entered_figures,
    exports,
    figures,
    history,
    inbox,
    intake,
    intake_aids,
    jobs,
    notice_rules,
    outbox,
    products,
    public,
    reminders,
    reply_steps,
    report_differences,
    report_drafts,
    report_issues,
    report_library,
    report_objections,
    report_templates,
    reports,
    request_steps,
    requests,
    return_steps,
    scorecard,
    sign_in,
    supervision,
    supervision_steps,
    worklists,
)
from hotline.pages.administration import places as administration
from hotline.pages.joint_meetings import places as joint_meetings

PLACES = (
    sign_in,
    desk,
    inbox,
    intake,
    intake_aids,
    alarms,
    public,
    worklists,
    case_list,
    requests,
    supervision,
    exports,
    reminders,
    *joint_meetings.PLACES,
    reports,
    scorecard,
    report_templates,
    figures,
    entered_figures,
    products,
    report_library,
    report_issues,
    report_drafts,
    report_differences,
    report_objections,
    *administration.PLACES,
    outbox,
    notice_rules,
    jobs,
    history,
    cases,
    dispatch_steps,
    department_steps,
    return_steps,
    request_steps,
    reply_steps,
    supervision_steps,
)


def init_app(app: Flask) -> None:
    """Register every place."""
    for place in PLACES:
        app.register_blueprint(place.blueprint)
