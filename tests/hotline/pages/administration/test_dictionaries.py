"""The dictionaries are kept on one page each; codes that cases refer to are for good."""

from collections.abc import Callable

import pytest

from hotline.pages.administration.dictionaries import DICTIONARIES
from models.audit_entry import AuditEntry
from models.base import db
from models.dictionary import CandidateRule, EscalationStep, Ground, HazardWord, SupervisionTrigger
from models.report_subject import ReportSubject
from models.vocabulary import Criterion, SupervisionLevel, Trigger, Urgency
from tests.support.factories import make_category, saved
from tests.support.pages import Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize("name", DICTIONARIES)
def test_an_empty_dictionary_says_so(visit: Visit, name: str) -> None:
    assert "还没有内容。" in visit("administrator").get(f"/administration/dictionaries/{name}").text


def test_a_ground_is_made_and_its_code_is_for_good(visit: Visit) -> None:
    visitor = visit("administrator")
    page = visitor.get("/administration/dictionaries/grounds/new")
    page = page.fill(kind="return", code="R1", name="非本单位职责", position="1").press("新增")
    assert page.rows()[0][:3] == ["非本单位职责", "退单", "R1"]

    edit = page.follow("非本单位职责")
    assert not edit.all("input", name="code")
    edit.fill(explanation="请按职责分工办理。").press("保存")

    ground = db.session.query(Ground).one()
    assert (ground.code, ground.explanation) == ("R1", "请按职责分工办理。")
    assert db.session.query(AuditEntry).filter_by(object_type="ground").count() == 2


def test_a_code_is_taken_once_for_each_use(visit: Visit) -> None:
    saved(Ground(kind="return", code="R1", name="甲"))
    page = visit("administrator").get("/administration/dictionaries/grounds/new")

    page = page.fill(kind="return", code="R1", name="乙").press("新增", status=422)
    assert "代码：“R1”已经有了。" in page.text
    page.fill(kind="exclusion").press("新增")
    assert db.session.query(Ground).count() == 2


def test_a_hazard_word_is_switched_off(visit: Visit) -> None:
    word = saved(HazardWord(words="燃气、漏", urgency=Urgency.CRITICAL, say="请开窗。", is_active=True))
    visitor = visit("administrator")
    page = visitor.get(f"/administration/dictionaries/hazard-words/{word.id}")

    token = page.all("input", name="csrf_token")[0].get("value")
    form = {"csrf_token": token, "words": "燃气、漏", "urgency": "critical", "category_id": ""}
    visitor.client.post(page.url, data=form)

    assert not db.session.get_one(HazardWord, word.id).is_active
    assert visitor.get("/administration/dictionaries/hazard-words").rows()[0][-1] == "停用"


def test_a_limit_that_is_none_is_refused_at_its_field(visit: Visit) -> None:
    page = visit("administrator").get("/administration/dictionaries/supervision-triggers/new")

    page = page.fill(code="T1", name="超期", trigger="overdue", reply_limit="三天").press("新增", status=422)
    assert "回复时限：看不懂时限“三天”" in page.text
    page.fill(reply_limit="3 个工作日").press("新增")

    trigger = db.session.query(SupervisionTrigger).one()
    assert (trigger.reply_limit, trigger.trigger) == ("3wd", Trigger.OVERDUE)
    assert trigger.level is SupervisionLevel.REMINDER


def test_the_ladder_is_shown_in_words(visit: Visit) -> None:
    saved(EscalationStep(step=1, after_minutes=5, tell="department_leader"))

    page = visit("administrator").get("/administration/dictionaries/escalation")

    assert page.rows()[0][:3] == ["第 1 级", "5 分钟", "单位负责人"]


def test_a_rule_of_candidates_is_shown_in_words_and_switched_off(visit: Visit) -> None:
    visitor = visit("administrator")
    page = visitor.get("/administration/dictionaries/candidate-rules/new")
    page = page.fill(code="R1", name="两次退单", criterion="times_returned", threshold="2").press("新增")
    assert page.rows()[0][:3] == ["两次退单", "退单次数，达到 2", "R1"]

    edit = page.follow("两次退单")
    assert not edit.all("input", name="code")
    edit.fill(is_active=[]).press("保存")

    rule = db.session.query(CandidateRule).one()
    assert (rule.criterion, rule.threshold, rule.is_active) == (Criterion.TIMES_RETURNED, 2, False)


def test_a_dictionary_that_is_not_there_answers_404(visit: Visit) -> None:
    visit("administrator").get("/administration/dictionaries/atlas", status=404)


def test_a_subject_of_special_reports_is_made_of_matters_and_signs(visit: Visit) -> None:
    branch = make_category(code="03", name="环境保护")
    page = visit("administrator").get("/administration/dictionaries/report-subjects/new")
    given = {"code": "air", "name": "空气", "title": "空气专报", "category_ids": [str(branch.id)]}

    refused = page.fill(**given, signs="异味").press("新增", status=422)
    assert "“异味”看不懂，请写成“异味：臭味、有味”，每种现象一行。" in refused.text
    assert "代码不能全是数字。" in page.fill(**given | {"code": "12"}).press("新增", status=422).text
    assert "请选择事项。" in page.fill(**given | {"category_ids": []}).press("新增", status=422).text
    made = page.fill(**given, signs="异味：臭味、有味").press("新增")

    assert made.rows()[0][:4] == ["空气", "空气专报", "air", "异味"]
    subject = db.session.query(ReportSubject).one()
    assert (subject.category_ids, subject.is_active) == ([branch.id], True)
