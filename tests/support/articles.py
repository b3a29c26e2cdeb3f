"""Articles, published without their steps, and the words they are found by."""

from datetime import date
from itertools import count
from typing import Any

from models.article import Article, ArticleState, ArticleVersion, Synonym, VersionState
from models.base import db
from models.queries import articles
from tests.support.clock import MONDAY_9
from tests.support.factories import make_department, saved

_numbers = count(1)
SYNONYMS = (
    "暖气、供暖、供热、采暖",
    "公交、公交车、巴士",
    "停水、断水、没水",
    "居住证、暂住证",
    "落户、户口迁移",
)
# A town's knowledge in a few lines: title, question, keywords, short answer.
KNOWN = (
    ("供暖费怎么退", "停供后能退钱吗", "供暖费、退费、停供", "凭停供登记到供热公司营业厅办理退费。"),
    ("家里暖气不热怎么办", "温度不到18度", "暖气不热、报修、测温", "先报供热公司，二十四小时内上门测温。"),
    ("计划停水怎么查询", "停水什么时候来水", "停水、来水时间", "停水通知由自来水公司提前一天发布。"),
    ("老年人公交卡如何办理", "六十五岁坐公交免费吗", "公交、老年卡、优待", "凭身份证到公交公司网点办理。"),
    ("居住证办理需要什么材料", "外地人怎么办居住证", "居住证、流动人口", "凭身份证和住所证明到派出所申领。"),
    ("新生儿落户流程", "孩子出生多久上户口", "落户、新生儿、户口", "出生一个月内到户籍派出所申报。"),
    ("公积金提取条件", "租房能提公积金吗", "公积金、提取、租房", "无房职工可以按季提取用于付房租。"),
    ("银行卡被冻结找谁", "社保卡金融功能冻结", "银行卡、社保卡、冻结", "请联系发卡银行的网点。"),
    ("ETC扣费有误如何投诉", "高速多扣钱", "ETC、高速、扣费", "向发行方客服申诉，十个工作日内答复。"),
    ("小区路灯不亮谁负责", "路灯报修", "路灯、照明、报修", "公共道路由路灯管理所维修，小区内由物业负责。"),
)


def make_article(title: str = "供暖费怎么退", **given: Any) -> Article:
    """Make a published article; `wording`: fields of its version."""
    number = next(_numbers)
    wording = given.pop("wording", {})
    if "department_id" not in given:
        given["department_id"] = (given.pop("department", None) or make_department()).id
    defaults: dict[str, Any] = {
        "number": f"ZS{number:06d}",
        "state": ArticleState.PUBLISHED,
        "published": 1,
        "valid_from": date(2020, 1, 1),
        "changed_at": MONDAY_9,
    }
    article = saved(Article(title=title, **{**defaults, **given}))
    words = {
        "short_answer": "请到营业厅办理。",
        "valid_from": article.valid_from,
        "valid_to": article.valid_to,
    }
    version = ArticleVersion(
        article_id=article.id,
        number=1,
        state=VersionState.PUBLISHED,
        title=title,
        written_at=MONDAY_9,
        **{**words, **wording},
    )
    saved(version)
    if article.state is ArticleState.PUBLISHED:
        articles.index(article.id, articles.texts_of(version))
        db.session.commit()
    return article


def make_known() -> None:
    """Make the town's knowledge and its words that mean the same."""
    unit = make_department()
    for words in SYNONYMS:
        saved(Synonym(words=words))
    for title, question, keywords, answer in KNOWN:
        make_article(
            title,
            department_id=unit.id,
            wording={"question": question, "keywords": keywords, "short_answer": answer},
        )
