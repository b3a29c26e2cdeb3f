"""Articles are found by words, synonyms, pinyin, initials and misspelt; only those in force, local ones first."""

from datetime import date

import pytest
from flask import Flask

from models.article import ArticleState
from models.queries import articles
from models.queries.article_likeness import Query, grams_of
from models.vocabulary import AreaLevel
from tests.support.articles import make_article, make_known
from tests.support.clock import MONDAY_9
from tests.support.factories import make_area

HEAT, COLD, WATER, BUS, PERMIT, BIRTH, FUND, CARD, TOLL, LAMP = (
    "供暖费怎么退",
    "家里暖气不热怎么办",
    "计划停水怎么查询",
    "老年人公交卡如何办理",
    "居住证办理需要什么材料",
    "新生儿落户流程",
    "公积金提取条件",
    "银行卡被冻结找谁",
    "ETC扣费有误如何投诉",
    "小区路灯不亮谁负责",
)
ASKED = {
    # as it stands: whole, a part, a question, a keyword, an answer
    "供暖费": HEAT,
    "供暖费怎么退": HEAT,
    "退费": HEAT,
    "暖气不热": COLD,
    "测温": COLD,
    "停水": WATER,
    "来水时间": WATER,
    "公交": BUS,
    "优待": BUS,
    "居住证": PERMIT,
    "流动人口": PERMIT,
    "派出所申领": PERMIT,
    "新生儿": BIRTH,
    "上户口": BIRTH,
    "公积金": FUND,
    "租房": FUND,
    "银行卡": CARD,
    "发卡银行": CARD,
    "路灯": LAMP,
    "路灯管理所": LAMP,
    # two words, in any order
    "退 供暖费": HEAT,
    "暖气 报修": COLD,
    "老年 公交": BUS,
    "提取 公积金": FUND,
    "冻结 社保卡": CARD,
    # half a word
    "公积": FUND,
    "居住": PERMIT,
    "落户流": BIRTH,
    # words that mean the same
    "采暖费怎么退": HEAT,
    "供热不热": COLD,
    "断水": WATER,
    "没水": WATER,
    "巴士": BUS,
    "暂住证": PERMIT,
    "户口迁移": BIRTH,
    # another character of the same sound
    "供暧费": HEAT,
    "公暖费": HEAT,
    "居主证": PERMIT,
    "公基金": FUND,
    "路登": LAMP,
    "新生耳": BIRTH,
    "银航卡": CARD,
    "庭水": WATER,
    # sounds that are easily confused
    "工卵费": HEAT,
    "新申儿": BIRTH,
    # pinyin
    "gongnuanfei": HEAT,
    "nuanqi": COLD,
    "tingshui": WATER,
    "gongjijin": FUND,
    "juzhuzheng": PERMIT,
    "luohu": BIRTH,
    "yinhangka": CARD,
    "ludeng": LAMP,
    # initials
    "gnf": HEAT,
    "gjj": FUND,
    "jzz": PERMIT,
    "yhk": CARD,
    "xse": BIRTH,
    # Latin words, and full-width ones
    "etc": TOLL,
    "ＥＴＣ": TOLL,
    "etc扣费": TOLL,
    # a character too few, or too many
    "暖气热": COLD,
    "居住证办里需要材料": PERMIT,
    # whole sentences, as an agent types while the caller speaks
    "来电人称家住三楼，今年交了钱，但是暖气不热，报修两次没有人来，要求尽快处理。": COLD,
    "请问供暖费怎么退，我今年不住这里了": HEAT,
    "想问一下居住证，我刚搬过来": PERMIT,
    "你好，路灯坏了好几天没人管": LAMP,
    "市民咨询孩子上个月出生，想问新生儿落户需要带什么，去哪里办。": BIRTH,
}


@pytest.fixture
def known(app: Flask) -> None:
    """Make a town's knowledge."""
    make_known()


def test_people_find_what_they_mean(known: None) -> None:
    wrong = {}
    for words, title in ASKED.items():
        found = articles.find(words, area_id=None, at=MONDAY_9)
        if not found or found[0].title != title:
            wrong[words] = [(each.title, round(each.score, 2)) for each in found[:3]]
    assert not wrong


@pytest.mark.one_database
def test_what_nobody_wrote_about_is_not_found(known: None) -> None:
    for words in (
        "",
        " ",
        "？！",
        "火星移民",
        "qwxzv",
        "'; DROP TABLE article; --",
        "x" * 500,
        '"*:()',
        "𠮷野家",
    ):
        assert articles.find(words, area_id=None, at=MONDAY_9) == []


@pytest.mark.one_database
def test_only_what_is_in_force_is_found(app: Flask) -> None:
    make_article("甲区停水怎么办", valid_to=date(2026, 3, 1))
    make_article("乙区停水怎么办", valid_from=date(2026, 3, 3))
    make_article("丙区停水怎么办", state=ArticleState.WITHDRAWN)
    make_article("丁区停水怎么办", valid_to=date(2026, 3, 2))

    assert [each.title for each in articles.find("停水", area_id=None, at=MONDAY_9)] == ["丁区停水怎么办"]


@pytest.mark.one_database
def test_the_callers_place_comes_first_and_others_last(app: Flask) -> None:
    district, other = make_area(), make_area()
    street = make_area(parent=district, level=AreaLevel.STREET)
    make_article("停水电话三", area_id=other.id)
    make_article("停水电话二")
    make_article("停水电话一", area_id=district.id)

    found = articles.find("停水电话", area_id=street.id, at=MONDAY_9)

    assert [each.title for each in found] == ["停水电话一", "停水电话二", "停水电话三"]


@pytest.mark.one_database
def test_what_agents_found_useful_comes_before_what_they_did_not(app: Flask) -> None:
    make_article("停水电话甲", unhelpful=5)
    make_article("停水电话乙", useful=5)

    assert articles.find("停水电话", area_id=None, at=MONDAY_9)[0].title == "停水电话乙"


def test_words_that_mean_the_same_stand_for_each_other() -> None:
    query = Query.of("采暖费", [["暖气", "供暖", "采暖"]])

    assert query.agreement({"title": "供暖费怎么退"}) > query.agreement({"title": "物业费怎么退"}) == 0


def test_an_article_is_cut_into_characters_sounds_and_initials() -> None:
    cut = grams_of({"title": "供暖", "short_answer": "到营业厅"})

    assert cut == {
        "供暖": 8, "gong luan": 8, "=gn": 8, "供": 8, "暖": 8, "到营": 2, "营业": 2, "业厅": 2,
    }  # fmt: skip
