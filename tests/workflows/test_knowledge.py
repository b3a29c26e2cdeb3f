"""An article is written by its department, reviewed by another, revised beside what is in use; gaps have a limit."""

from datetime import date, timedelta

import pytest
from flask import Flask

from hotline.jobs import knowledge_jobs
from models.article import ArticleState, Feedback, GapState, VersionState
from models.base import db
from models.notice import Notice
from models.queries import article_lists, articles
from models.queries import knowledge_gaps as gap_lists
from models.queries.tallies import local_day
from models.user import User
from models.vocabulary import Light
from reports import happenings
from reports.periods import parse
from tests.support.articles import make_article
from tests.support.clock import MONDAY_9
from tests.support.factories import make_case, make_department, make_rules, make_user
from tests.support.office import loaded
from workflows import citing, knowledge, knowledge_gaps, public_notices
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.knowledge import Filing, Wording
from workflows.public_notices import Announcement

pytestmark = pytest.mark.one_database
FROM = date(2026, 1, 1)
WORDING = Wording(title="停水怎么查询", short_answer="看公告。", keywords="停水", valid_from=FROM)


def person(role: str, **given: object) -> User:
    return loaded(make_user(role, **given))


def told(user: User) -> list[str]:
    return list(db.session.scalars(db.select(Notice.title).filter_by(user_id=user.id).order_by(Notice.id)))


def found(words: str) -> list[int]:
    return [each.version for each in articles.find(words, area_id=None, at=MONDAY_9)]


def test_an_article_is_published_by_somebody_else_and_revised_beside_what_is_in_use(app: Flask) -> None:
    unit = make_department()
    writer, reviewer = person("officer", department=unit), person("supervisor")
    both = person("officer", department=unit)
    article = knowledge.write(WORDING, Filing(), unit.id, by=writer, at=MONDAY_9)
    with pytest.raises(NotAllowedNow, match=r"没有待审核的版本。"):
        knowledge.publish(article, by=reviewer, at=MONDAY_9)
    knowledge.send_for_review(article, by=writer, at=MONDAY_9)
    assert told(reviewer) == [f"知识待审核：{article.number}"]
    with pytest.raises(NotAllowedNow, match=r"正在审核"):
        knowledge.revise(article, WORDING, Filing(), by=writer, at=MONDAY_9)
    with pytest.raises(BadInput, match=r"请写明需要修改的地方。"):
        knowledge.return_version(article, " ", by=reviewer, at=MONDAY_9)
    knowledge.return_version(article, "写明时间", by=reviewer, at=MONDAY_9)
    assert found("停水") == []
    knowledge.revise(article, WORDING, Filing(), by=writer, at=MONDAY_9)
    knowledge.send_for_review(article, by=writer, at=MONDAY_9)
    knowledge.publish(article, by=reviewer, at=MONDAY_9)
    assert found("停水") == [1]
    assert told(writer) == [f"知识被退回修改：{article.number}", f"知识已发布：{article.number}"]

    second = Wording(
        title="停水怎么查询", short_answer="看网站。", valid_from=FROM, valid_to=date(2026, 12, 31)
    )
    knowledge.revise(article, second, Filing(), by=both, at=MONDAY_9)
    assert (article.valid_to, found("看公告")) == (None, [1])
    knowledge.send_for_review(article, by=both, at=MONDAY_9)
    knowledge.publish(article, by=reviewer, at=MONDAY_9)
    states = [version.state for version in article_lists.versions(article.id)]
    assert states == [VersionState.PUBLISHED, VersionState.REPLACED]
    assert article_lists.versions(article.id)[1].short_answer == "看公告。"
    assert (article.valid_to, found("看网站"), found("看公告")) == (date(2026, 12, 31), [2], [])
    knowledge.withdraw(article, "停用", by=reviewer, at=MONDAY_9)
    assert (found("停水"), article.state) == ([], ArticleState.WITHDRAWN)


def test_nobody_reviews_their_own_words_or_writes_for_others(app: Flask) -> None:
    unit = make_department()
    both = loaded(make_user("officer", "supervisor", department=unit))
    article = knowledge.write(WORDING, Filing(), unit.id, by=both, at=MONDAY_9)
    knowledge.send_for_review(article, by=both, at=MONDAY_9)
    with pytest.raises(NotAllowedForYou, match=r"知识须由他人审核后发布。"):
        knowledge.publish(article, by=both, at=MONDAY_9)
    stranger, agent = person("officer"), person("agent")
    for other in (stranger, agent):
        with pytest.raises(NotAllowedForYou, match=r"只能维护本单位"):
            knowledge.write(WORDING, Filing(), unit.id, by=other, at=MONDAY_9)
        with pytest.raises(NotAllowedForYou):
            knowledge.revise(article, WORDING, Filing(), by=other, at=MONDAY_9)
    with pytest.raises(BadInput, match=r"责任人须是能维护该单位知识的在用账号。"):
        knowledge.write(WORDING, Filing(owner_id=stranger.id), unit.id, by=both, at=MONDAY_9)
    backwards = Wording(title="停", short_answer="水", valid_from=FROM, valid_to=date(2025, 1, 1))
    with pytest.raises(BadInput, match=r"有效期的结束不能早于开始。"):
        knowledge.write(backwards, Filing(), unit.id, by=both, at=MONDAY_9)


@pytest.mark.both_databases
def test_a_case_cites_the_version_in_use_once_and_no_other(app: Flask) -> None:
    agent, case = person("agent"), make_case()
    article = make_article("停水")
    old = make_article("过期", valid_to=date(2026, 3, 1))
    version = article_lists.versions(article.id)[0]

    citing.cite(case, [version.id, version.id], by=agent, at=MONDAY_9)
    citing.cite(case, [version.id], by=agent, at=MONDAY_9)
    db.session.expire_all()

    assert [each[1].id for each in article_lists.cited_in(case.id)] == [version.id]
    assert article.cited == 1
    db.session.commit()
    today = parse(str(local_day(MONDAY_9)))
    assert happenings.counts(today)[article.department_id]["knowledge_cited"] == 1
    (each,) = happenings.happened("knowledge_cited", today)
    assert (each.case_id, each.department_id) == (case.id, article.department_id)
    with pytest.raises(BadInput, match=r"已过期或已更新，请勿引用"):
        citing.cite(case, [article_lists.versions(old.id)[0].id], by=agent, at=MONDAY_9)
    with pytest.raises(BadInput, match=r"最多引用 10 条"):
        citing.cite(case, range(1, 12), by=agent, at=MONDAY_9)


@pytest.mark.both_databases
def test_two_who_find_it_unhelpful_within_a_week_have_the_owner_look_again(app: Flask) -> None:
    unit = make_department()
    owner = person("officer", department=unit)
    article = make_article("停水", department=unit, owner_id=owner.id)
    version = article_lists.versions(article.id)[0]
    first, second = person("agent"), person("agent")
    citing.rate(article, version, Feedback.UNHELPFUL, "", by=first, at=MONDAY_9 - timedelta(days=9))
    citing.rate(article, version, Feedback.UNHELPFUL, "电话不对", by=second, at=MONDAY_9)
    assert article.review_asked_at is None
    citing.rate(article, version, Feedback.UNHELPFUL, "", by=first, at=MONDAY_9)
    assert article.review_reason == "一周内有 2 人反映没用"
    assert told(owner) == [f"知识待复核：{article.number}"]
    citing.rate(article, version, Feedback.USEFUL, "", by=first, at=MONDAY_9)
    db.session.refresh(article)
    assert (article.useful, article.unhelpful) == (1, 1)
    knowledge.confirm(article, by=owner, at=MONDAY_9)
    assert article.review_asked_at is None
    with pytest.raises(NotAllowedNow, match=r"没有待复核的评价"):
        knowledge.confirm(article, by=owner, at=MONDAY_9)


@pytest.mark.both_databases
def test_who_keeps_an_article_hears_that_its_days_end_once_a_day_of_warning(app: Flask) -> None:
    unit = make_department()
    owner = person("officer", department=unit)
    soon = make_article("停水", department=unit, owner_id=owner.id, valid_to=date(2026, 3, 9))
    make_article("停气", department=unit, owner_id=owner.id, valid_to=date(2026, 3, 10))
    assert knowledge_jobs.find_ending_articles(MONDAY_9) == [soon.id]
    assert knowledge_jobs.remind_of_article(soon.id, at=MONDAY_9)
    assert not knowledge_jobs.remind_of_article(soon.id, at=MONDAY_9)
    assert told(owner) == ["知识还有 7 天到期"]
    owner.is_active = False
    heir = person("officer", department=unit)
    assert knowledge_jobs.remind_of_article(soon.id, at=MONDAY_9 + timedelta(days=7))
    assert told(heir) == ["知识今日到期"]


@pytest.mark.both_databases
def test_a_question_has_a_limit_goes_overdue_and_is_answered_by_publishing(app: Flask) -> None:
    make_rules()
    unit = make_department()
    writer = person("officer", department=unit)
    leader = person("officer", department=unit, is_leader=True)
    agent, reviewer = person("agent"), person("supervisor")
    gap = knowledge_gaps.ask("停水后水费怎么算？联系13893112345", unit.id, by=agent, at=MONDAY_9)
    assert gap.question == "停水后水费怎么算？联系〔已隐去〕"
    assert gap.limit == "3wd"
    assert told(writer) == ["知识求答"]
    late = gap.due_at + timedelta(minutes=1)
    assert knowledge_jobs.find_late_gaps(gap.due_at) == []
    assert knowledge_jobs.find_late_gaps(late) == [gap.id]
    assert knowledge_jobs.tell_late_gap(gap.id, at=late)
    assert not knowledge_jobs.tell_late_gap(gap.id, at=late)
    assert (told(agent), told(leader)) == (["知识求答超期"], ["知识求答", "知识求答超期"])
    assert gap_lists.count_by_light([unit.id], late) == {
        Light.IN_TIME: 0,
        Light.DUE_SOON: 0,
        Light.OVERDUE: 1,
    }

    article = knowledge.write(WORDING, Filing(), unit.id, by=writer, at=late, gap_id=gap.id)
    knowledge.send_for_review(article, by=writer, at=late)
    assert gap.state is GapState.OPEN
    knowledge.publish(article, by=reviewer, at=late)
    assert gap.state is GapState.ANSWERED
    assert told(agent)[-1] == "求答已答复"
    with pytest.raises(NotAllowedNow, match=r"该求答已答复"):
        knowledge_gaps.refuse(gap, "不写", by=writer, at=late)


@pytest.mark.both_databases
def test_a_question_is_answered_by_who_it_was_put_to(app: Flask) -> None:
    make_rules()
    unit = make_department()
    writer, stranger, agent = person("officer", department=unit), person("officer"), person("agent")
    gap = knowledge_gaps.ask("水费怎么算", unit.id, by=agent, at=MONDAY_9)
    article = make_article("水费")
    with pytest.raises(NotAllowedForYou, match=r"只能答复向本单位"):
        knowledge_gaps.answer(gap, article.number, by=stranger, at=MONDAY_9)
    with pytest.raises(NotAllowedForYou, match=r"没有向单位求答的权限"):
        knowledge_gaps.ask("水费怎么算", unit.id, by=writer, at=MONDAY_9)
    with pytest.raises(BadInput, match=r"没有这个编号的在用知识"):
        knowledge_gaps.answer(gap, "ZS9", by=writer, at=MONDAY_9)
    with pytest.raises(BadInput, match=r"请写明理由"):
        knowledge_gaps.refuse(gap, "", by=writer, at=MONDAY_9)
    knowledge_gaps.answer(gap, article.number.lower(), by=writer, at=MONDAY_9)
    assert (gap.state, gap.article_id) == (GapState.ANSWERED, article.id)


@pytest.mark.both_databases
def test_a_notice_is_posted_for_ones_own_and_for_a_time_to_come(app: Flask) -> None:
    unit = make_department()
    officer, stranger = person("officer", department=unit), person("officer")
    hour = timedelta(hours=1)
    said = {"outage": public_notices.Outage.WATER, "title": "停水", "body": ""}
    notice = Announcement(**said, starts_at=MONDAY_9, ends_at=MONDAY_9 + hour)
    with pytest.raises(NotAllowedForYou, match=r"只能发布本单位"):
        public_notices.post(notice, unit.id, by=stranger, at=MONDAY_9)
    for ends_at, sentence in ((MONDAY_9, "须晚于开始"), (MONDAY_9 - hour / 2, "已经过去")):
        bad = Announcement(**said, starts_at=MONDAY_9 - hour * (ends_at < MONDAY_9), ends_at=ends_at)
        with pytest.raises(BadInput, match=sentence):
            public_notices.post(bad, unit.id, by=officer, at=MONDAY_9)
    row = public_notices.post(notice, unit.id, by=officer, at=MONDAY_9)
    public_notices.withdraw(row, by=officer, at=MONDAY_9)
    with pytest.raises(NotAllowedNow, match=r"已经结束或撤下"):
        public_notices.change(row, notice, by=officer, at=MONDAY_9)
