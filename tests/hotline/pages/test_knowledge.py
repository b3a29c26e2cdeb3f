"""The knowledge base over HTTP: written, reviewed, searched, cited in a case, rated, imported; questions and notices."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from models.article import Article, KnowledgeGap
from models.base import db
from models.case import Case
from models.public_notice import Outage, PublicNotice
from models.queries import article_lists
from models.vocabulary import AreaLevel, CaseState
from tests.support.articles import make_article
from tests.support.factories import (
    make_area,
    make_category,
    make_city,
    make_department,
    make_rules,
    make_user,
    saved,
)
from tests.support.office import make_office
from tests.support.pages import Page, Visitor

pytestmark = pytest.mark.one_database
Visit = Callable[..., Visitor]


def version_of(article: Article) -> int:
    return article_lists.versions(article.id)[0].id


def test_an_article_goes_from_draft_to_the_agents(app: Flask, visit: Visit) -> None:
    unit = make_department(name="水务局")
    writer, reviewer = visit(user=make_user("officer", department=unit)), visit("supervisor")

    assert "还没有发布的知识。" in writer.get("/knowledge").text
    form = writer.get("/knowledge").follow("新建知识")
    assert "请填写标题。" in form.fill(short_answer="x").press("保存草稿", status=422).text
    page = form.fill(title="停水怎么查询", short_answer="看公告。", keywords="停水").press("保存草稿")
    page = page.follow("提交审核").press("提交审核")
    assert "待审核" in page.text
    address = page.url
    visit("agent").get(address, status=404)
    assert 'selected value="published"' in reviewer.get("/knowledge").html
    page = reviewer.get("/knowledge").follow("待审核 1").follow("ZS000001").follow("审核")
    assert "请写明需要修改的地方。" in page.fill(verdict="return").press("提交结论", status=422).text
    page = page.fill(verdict="publish").press("提交结论")
    assert "在用" in page.text
    page = writer.get(address).follow("修改").fill(short_answer="看网站公告。").press("保存草稿")
    assert "看公告。" in page.text
    page = page.follow("第 2 版")
    assert "看【增】网站公告。" in "".join(page.text.split())
    agent = visit("agent")
    assert [row[:2] for row in agent.get("/knowledge").rows()] == [["ZS000001", "停水怎么查询"]]
    assert "看公告。" in agent.get("/knowledge?q=tingshui").text
    agent.get(f"{address}/versions/2", status=404)
    agent.get(f"{address}/revision", status=403)
    page = writer.get(address).follow("下架").fill(note="合并到另一条").press("下架")
    assert "已下架" in page.text
    assert "没有找到“停水”的答案。" in agent.get("/knowledge?q=停水").text


def test_another_department_reads_what_is_published_and_changes_nothing(app: Flask, visit: Visit) -> None:
    article = make_article("停水怎么查询")
    other = visit("officer")
    page = other.get(f"/knowledge/{article.number}")
    assert "修改" not in page.links()
    page = other.get(f"/knowledge/{article.number}/withdrawal").fill(note="x").press("下架", status=403)
    assert "只能维护本单位及下级单位的知识。" in page.text


@pytest.fixture
def answering(app: Flask, visit: Visit) -> Page:
    """Return the intake form filled for an answer on the spot."""
    make_city()
    make_rules()
    category = make_category()
    form = visit("agent").get("/intake")
    return form.fill(
        kind="help", content="什么时候来水？", phone="13893112345", category_id=category.id, answer="看公告。"
    )


def test_an_answer_on_the_spot_cites_an_article(answering: Page) -> None:
    article = make_article("停水怎么查询", wording={"short_answer": "水务公告提前一天发布。"})
    visitor = answering.visitor
    token = answering.all("input", name="csrf_token")[0].get("value", "")

    def look_for(words: str) -> Page:
        return visitor.post("/knowledge/picks", MultiDict({"article_words": words, "csrf_token": token}))

    picks = look_for("庭水")
    assert "水务公告提前一天发布。" in picks.text
    assert picks.all("button")[0].get("data-cite") == str(version_of(article))
    assert "没有找到答案。" in look_for("火星").text

    answering.press("直接答复并办结", added={"cites": str(version_of(article))})
    case = db.session.scalars(db.select(Case)).one()
    assert case.state in (CaseState.CLOSED, CaseState.FOLLOW_UP)
    page = visitor.get(f"/cases/{case.id}")
    assert f"{article.number} 停水怎么查询" in page.links()


def test_what_expired_meanwhile_is_refused_and_the_words_stay(answering: Page) -> None:
    old = make_article("停水怎么查询", valid_to=date(2020, 2, 1))
    good = make_article("停气怎么查询")

    page = answering.press("直接答复并办结", added={"cites": str(version_of(old))}, status=422)

    assert "引用的知识已过期或已更新，请勿引用；请重新查找。" in page.text
    page = page.fill(content="").press("直接答复并办结", added={"cites": str(version_of(good))}, status=422)
    assert [box.get("value") for box in page.all("input", name="cites")] == [str(version_of(good))]
    assert db.session.scalar(db.select(db.func.count()).select_from(Case)) == 0


def test_a_reply_cites_an_article(app: Flask, visit: Visit) -> None:
    office = make_office()
    case = office.case_in(CaseState.HANDLING)
    article = make_article("路灯不亮谁负责")
    form = visit(user=office.officer).get(f"/cases/{case.id}/reply")
    form.fill(is_true="yes", is_ours="yes", contact="unreached", solved="yes")
    form.fill(internal_record="已更换灯泡。", public_answer="路灯已修复。")

    form.press("回复办结", added={"cites": str(version_of(article))})

    assert article_lists.cited_in(case.id)[0][0].id == article.id


@pytest.mark.both_databases
def test_agents_say_whether_an_article_helps(app: Flask, visit: Visit) -> None:
    owner = make_user("officer")
    article = make_article("停水怎么查询", department_id=owner.department_id, owner_id=owner.id)
    for note in ("电话不对", "地址不对"):
        page = visit("agent").get(f"/knowledge/{article.number}")
        assert "请选择有用或没用。" in page.press("提交评价", status=422).text
        page = page.fill(feedback="unhelpful", note=note).press("提交评价")
        assert "您评价过：没用" in page.text
    keeper = visit(user=owner)
    mine = keeper.get("/knowledge").follow("我的知识 1")
    assert mine.rows()[0][1:] == ["停水怎么查询", "在用 待复核", "一周内有 2 人反映没用"]
    page = keeper.get(f"/knowledge/{article.number}")
    assert "地址不对" in page.text
    page = page.follow("复核无误").press("复核无误")
    assert "待复核" not in page.text


@pytest.mark.both_databases
def test_a_file_is_brought_in_for_review_or_each_bad_row_named(app: Flask, visit: Visit) -> None:
    unit = make_department(name="水务局")
    make_department(name="燃气公司")
    visitor = visit(user=make_user("officer", department=unit))
    head = "标题,单位,简要答复,有效期起,有效期止,区划,事项"

    def hand_in(*rows: str, status: int = 200) -> str:
        file = (BytesIO("\n".join((head, *rows)).encode("gb18030")), "知识.csv")
        return visitor.get("/knowledge-import").fill(file=file).press("校验并导入", status=status).text

    assert "请选择文件。" in visitor.get("/knowledge-import").press("校验并导入", status=422).text
    said = hand_in(
        "停水怎么查,水务局,看公告,,,,", "停气,燃气公司,看公告,,,,", "停暖,没有局,看,2026-13-01,,,", ",水务局,看,,,,",
        "水价,水务局,看,2026-02-01,2026-01-01,火星,挖矿", "停水怎么查,水务局,看,,,,", status=422,
    )  # fmt: skip
    for sentence in (
        "共 6 行，其中 5 行有误，未导入任何知识。",
        "只能导入本单位及下级单位的知识",
        "不是有效的日期时间",
        "不能为空",
        "早于有效期起",
        "没有“火星”这个区县或街道",
        "没有“挖矿”这个事项",
        "与第 2 行重复",
    ):
        assert sentence in said
    assert db.session.scalar(db.select(db.func.count()).select_from(Article)) == 0
    assert "导入 2 条知识，已提交审核" in hand_in("停水怎么查,水务局,看公告,,,,", "=水价,水务局,看,,,,")
    assert "本单位已有同名知识 ZS000001" in hand_in("停水怎么查,水务局,看公告,,,,", status=422)
    reviews = visit(user=make_user("supervisor")).get("/knowledge/review")
    assert len(reviews.rows()) == 2
    assert "没有勾选任何知识。" in reviews.press("发布所选").text
    token = reviews.all("input", name="csrf_token")[0].get("value", "")
    picked = MultiDict([("csrf_token", token), ("article", "ZS000001"), ("article", "ZS000002")])
    assert "已发布 2 条。" in reviews.visitor.post("/knowledge/review", picked).text
    assert "ZS000001 没有待审核的版本。" in reviews.visitor.post("/knowledge/review", picked).text


@pytest.mark.both_databases
def test_a_question_nobody_answered_goes_to_a_department(app: Flask, visit: Visit) -> None:
    make_rules()
    unit = make_department(name="水务局")
    agent, officer = visit("agent"), visit(user=make_user("officer", department=unit))
    form = agent.get("/knowledge?q=水费怎么算").follow("向单位求答")
    assert form.texts("textarea", name="question") == ["水费怎么算"]
    assert "请选择单位。" in form.fill(question="停水后水费怎么算").press("向单位求答", status=422).text
    page = form.fill(question="停水后水费怎么算", department_id=unit.id).press("向单位求答")
    assert "待答复" not in page.text
    assert "还剩" in page.text
    gap = db.session.scalars(db.select(KnowledgeGap)).one()
    visit("officer").get(f"/knowledge-gaps/{gap.id}", status=404)
    gap.due_at = gap.soon_at = datetime.now(UTC) - timedelta(hours=1)
    db.session.commit()
    desk = officer.get("/")
    assert "超期 1 件" in desk.text
    listed = officer.get("/knowledge-gaps")
    assert "超期 1 件。" in listed.text
    page = listed.follow("停水后水费怎么算").follow("编写知识")
    page = page.fill(short_answer="按表计费。").press("保存草稿")
    assert "编写中，发布后自动答复" in officer.get(f"/knowledge-gaps/{gap.id}").text
    page = officer.get(f"/knowledge-gaps/{gap.id}").follow("不予编写").fill(note="请看水价公告").press("提交")
    assert "请看水价公告" in page.text
    assert "不予编写" in officer.get("/knowledge-gaps?closed=1").text
    officer.get(f"/knowledge-gaps/{gap.id}/answer").fill(article_number="ZS1").press("答复", status=409)


@pytest.mark.both_databases
def test_a_notice_is_pinned_for_its_streets_while_it_lasts(app: Flask, visit: Visit) -> None:
    district, other = make_area(name="东岸区"), make_area(name="西岸区")
    street = make_area(name="长街街道", parent=district, level=AreaLevel.STREET)
    utility = make_department(name="自来水公司")
    poster, agent = visit(user=make_user("officer", department=utility)), visit("agent")
    assert "现在没有生效的公告。" in poster.get("/public-notices").text
    form = poster.get("/public-notices").follow("发布公告")
    assert "请填写标题。" in form.fill(title="").press("发布", status=422).text
    page = form.fill(
        title="长街沿线停水", outage="water", area_ids=[str(district.id)], body="明早恢复。"
    ).press("发布")
    assert "生效中" in page.text
    now = datetime.now(UTC)
    times = {"made_at": now, "made_by_id": make_user().id, "department_id": utility.id, "outage": Outage.GAS}
    hour = timedelta(hours=1)
    saved(PublicNotice(title="昨日停气", starts_at=now - 9 * hour, ends_at=now - hour, **times))
    saved(PublicNotice(title="下周停气", starts_at=now + 99 * hour, ends_at=now + 100 * hour, **times))
    saved(PublicNotice(title="全市停气", starts_at=now + hour, ends_at=now + 2 * hour, **times))

    def pinned(**place: int) -> set[str]:
        page = agent.get("/public-notices/pinned", query_string=place)
        return {title for title in ("长街沿线停水", "昨日停气", "下周停气", "全市停气") if title in page.text}

    assert pinned(district_id=district.id, street_id=street.id) == {"长街沿线停水", "全市停气"}
    assert pinned(district_id=other.id) == {"全市停气"}
    assert pinned() == {"长街沿线停水", "全市停气"}
    assert "长街沿线停水" in agent.get("/").text
    row = db.session.scalars(db.select(PublicNotice).filter_by(title="长街沿线停水")).one()
    page = poster.get(f"/public-notices/{row.id}/change").fill(title="长街沿线停水延长").press("保存")
    assert "长街沿线停水延长" in page.text
    page = poster.get(f"/public-notices/{row.id}/withdrawal").press("撤下")
    assert "长街沿线停水延长" not in page.text
    assert "已撤下" in poster.get("/public-notices?all=1").text
    assert pinned(district_id=district.id) == {"全市停气"}
    visit("agent").get("/public-notices/new", status=403)
