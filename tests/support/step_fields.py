"""What a person fills into the form of each step, with nothing left out."""

from datetime import datetime, timedelta
from typing import Any

from config import LOCAL_TIMEZONE
from models.vocabulary import Action as A
from tests.support.office import GROUND, Office

YES = {"verdict": "yes", "note": "同意"}


def fields_for(office: Office, action: A) -> dict[str, Any]:
    """Return the fields of the step's form as they are sent."""
    now = datetime.now(LOCAL_TIMEZONE)
    asked = {"ground_code": GROUND, "reason": "情况属实"}
    given: dict[A, dict[str, Any]] = {
        A.DISPATCH: {"lead_id": office.bureau.id},
        A.ADD_SUPPORTING: {"department_id": office.helper.id},
        A.CORRECT: {"category_id": office.category.id, "address": f"{now:%H%M%S%f}号"},
        A.MERGE: {"number": "20200101000001"},
        A.RECALL_DISPATCH: {"note": "派错单位"},
        A.UNMERGE: {"note": "并单有误"},
        A.SEND_BACK_TO_AGENT: {"note": "请补充地址"},
        A.NOT_ACCEPT: asked,
        A.DECIDE_NON_ACCEPTANCE: YES,
        A.REOPEN: {"note": "诉求人要求继续"},
        A.RECORD_CONTACT: {"outcome": "reached", "contacted_at": f"{now:%Y-%m-%dT%H:%M}"},
        A.NOTE_PROGRESS: {"note": "已到现场"},
        A.PASS_DOWN: {"department_id": office.street.id, "days": "2"},
        A.SUPPORT_REPLY: {"note": "已查清"},
        A.REPLY: {
            "is_true": "yes",
            "is_ours": "yes",
            "contact": "reached",
            "contacted_at": f"{now:%Y-%m-%dT%H:%M}",
            "solved": "yes",
            "internal_record": "已换灯。",
            "public_answer": "路灯已修复。",
        },
        A.SEND_BACK: asked | {"basis": "三定规定", "proposed_department_id": office.other.id},
        A.ACCEPT_RETURN: {"lead_id": office.other.id},
        A.REJECT_RETURN: {"note": "属本单位职责"},
        A.RULE_BY_PANEL: {"department_id": office.bureau.id, "note": "归城管"},
        A.RETURN_REPLY: {"note": "未写结果"},
        A.ATTEMPT_FOLLOW_UP: {"by": "电话", "outcome": "rated", "result_rating": "4", "hotline_rating": "5"},
        A.REQUEST_EXTENSION: asked | {"days": "3"},
        A.DECIDE_EXTENSION: YES,
        A.REQUEST_DEFERRAL: asked | {"plan": "三月施工", "review_on": f"{now + timedelta(days=30):%Y-%m-%d}"},
        A.DECIDE_DEFERRAL: YES,
        A.REQUEST_TERMINATION: asked | {"basis": "条例"},
        A.DECIDE_TERMINATION: YES,
        A.REQUEST_EXCLUSION: asked | {"evidence": "照片"},
        A.DECIDE_EXCLUSION: YES,
        A.ORDER_SUPERVISION: {
            "basis": "manual",
            "level": "3",
            "department_id": office.bureau.id,
            "days": "3",
            "reason": "久拖不决",
            "requirement": "三日内办结",
        },
        A.REPLY_SUPERVISION: {"order_id": "1", "note": "已派人到场"},
        A.CONFIRM_SUPERVISION: {"order_id": "1"},
        A.RETURN_SUPERVISION: {"order_id": "1", "note": "未写结果"},
    }
    return given.get(action, {})
