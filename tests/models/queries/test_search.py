"""Which cases a search finds, and what a hostile query does (nothing)."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.category import Category
from models.citizen import Citizen
from models.queries import search
from models.vocabulary import CaseScope, CaseState, Channel, Desk, Kind

EVERYTHING = CaseScope()


def register(number: str, words: str, *, phone: str = "", desk: Desk | None = None) -> int:
    """Put a least case with these words into the database and the index."""
    category = db.session.get(Category, 1) or Category(id=1, code="1", name="供水", path="供水", level=1)
    case = Case(
        number=number,
        channel=Channel.PHONE,
        kind=Kind.HELP,
        state=CaseState.CLOSED,
        title=words[:20],
        content=words,
        category=category,
        received_at=datetime(2026, 3, 2, 1, tzinfo=UTC),
        desk=desk,
    )
    db.session.add(case)
    db.session.flush()
    if phone:
        citizen = Citizen(case_id=case.id, phone=phone)
        citizen.index_identity()
        db.session.add(citizen)
    search.index_case(case.id, search.searchable(case.title, case.content))
    db.session.commit()
    return case.id


def find(query: str, **given: object) -> list[int]:
    return search.find_case_ids(query, EVERYTHING, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("漏水", ["漏水", "水"]),
        ("5G网络差", ["5g", "网络", "络差", "差"]),
        ("甘A12345", ["甘", "a12345"]),
        ("１２３号楼", ["123", "号楼", "楼"]),
        ("漏，水", ["漏", "水"]),
        ("", []),
        ("！？😀\0'\"", []),
    ],
)
def test_a_text_is_cut_into_pairs_and_whole_latin_words(words: str, expected: list[str]) -> None:
    assert search.grams(words) == expected


@pytest.mark.parametrize(
    ("query", "sqlite", "postgresql"),
    [
        ("漏水", '"漏水"', "('漏水')"),
        ("燃气泄漏", '"燃气 气泄 泄漏"', "('燃气' <-> '气泄' <-> '泄漏')"),
        ("水", '"水"*', "('水':*)"),
        ("手机5G", '"手机 机 5g"*', "('手机' <-> '机' <-> '5g':*)"),
        ("漏水 雁南", '"漏水" AND "雁南"', "('漏水') & ('雁南')"),
    ],
)
def test_a_query_is_a_phrase_for_each_word(query: str, sqlite: str, postgresql: str) -> None:
    assert search.for_sqlite(search.phrases(query)) == sqlite
    assert search.for_postgresql(search.phrases(query)) == postgresql


def test_doubled_characters_are_a_pair_of_their_own() -> None:
    assert search.phrases("妈妈") == [search.Phrase(("妈妈",))]


@pytest.mark.parametrize(
    "query",
    [
        "漏水",
        "水管漏水",
        "漏",
        "管",
        "雁南街道",
        "１１５号",
        "115号",
        "５g",
        "5G网络",
        "漏水 5g",
        "号楼，水管",
        "abc",
    ],
)
def test_words_of_the_text_are_found(app: Flask, query: str) -> None:
    case_id = register("GZ1", "雁南街道115号楼，水管漏水。5G网络也不好 ABC，去世")

    assert find(query) == [case_id]


@pytest.mark.parametrize(
    "query", ["水漏", "燃气泄漏", "漏水 暖气", "水漏水", "15号楼", "不好去世", "", "  ", "，。"]
)
def test_what_is_not_in_the_text_is_not_found(app: Flask, query: str) -> None:
    register("GZ1", "雁南街道115号楼，水管漏水。5G网络也不好，去世")

    assert find(query) == []


def test_a_longer_word_finds_no_text_that_only_holds_its_pairs(app: Flask) -> None:
    register("GZ1", "气泄了，燃气还有，怕泄漏")
    whole = register("GZ2", "闻到燃气泄漏的气味")

    assert find("燃气泄漏") == [whole]


def test_the_newest_case_stands_first_and_the_list_goes_on_below_a_case(app: Flask) -> None:
    ids = [register(f"GZ{i}", "楼上漏水") for i in range(5)]

    assert find("漏水", limit=2) == [ids[4], ids[3]]
    assert find("漏水", limit=2, before_id=ids[3]) == [ids[2], ids[1]]


def test_a_changed_text_takes_the_place_of_the_old_one(app: Flask) -> None:
    case_id = register("GZ1", "楼上漏水")

    search.index_case(case_id, "楼下停电")
    db.session.commit()

    assert find("漏水") == []
    assert find("停电") == [case_id]


def test_a_case_number_is_found_whole_and_by_its_beginning(app: Flask) -> None:
    first = register("GZ20260302000001", "漏水")
    second = register("GZ20260302000002", "停电")
    register("GZ20260303000001", "停电")

    assert find("GZ20260302000001") == [first]
    assert find("ＧＺ20260302000001") == [first]
    assert find("GZ20260302") == [second, first]
    assert find("GZ202") == []


def test_a_number_written_in_another_text_is_found_too(app: Flask) -> None:
    first = register("GZ20260302000001", "漏水")
    second = register("GZ20260303000001", "上次的工单GZ20260302000001没有解决")

    assert find("GZ20260302000001") == [second, first]


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        '漏水"',
        "漏水' OR 1=1",
        "漏水*",
        "NEAR(漏水)",
        "漏水\0",
        "😀",
        "漏水😀",
        "(漏水",
        "a:b",
        ":*",
        "&|!<->",
        "\\",
    ],
)
def test_operators_quotes_and_emoji_do_no_harm(app: Flask, query: str) -> None:
    register("GZ1", "楼上漏水")

    assert isinstance(find(query), list)


def test_an_endless_query_is_cut(app: Flask) -> None:
    register("GZ1", "楼上漏水" * 100)

    assert len(find("漏水" + "楼上漏水" * 10_000)) <= 1


def test_a_desk_is_searched_only_by_its_own_people(app: Flask) -> None:
    case_id = register("GZ20260302000001", "夜里睡不着", desk=Desk.PSYCH)
    its_people = CaseScope(desks=frozenset({Desk.PSYCH}))

    assert find("睡不着") == []
    assert find("GZ20260302000001") == []
    assert search.find_case_ids("睡不着", its_people) == [case_id]


def test_a_department_finds_only_its_own_cases(app: Flask) -> None:
    register("GZ1", "楼上漏水")

    assert search.find_case_ids("漏水", CaseScope(frozenset({7}))) == []


def test_a_caller_is_found_by_the_whole_number_and_its_last_four_digits(app: Flask) -> None:
    first = register("GZ1", "楼上漏水", phone="13912345678")
    second = register("GZ2", "停电", phone="09318885678")

    assert search.find_case_ids_by_phone("139-1234-5678", EVERYTHING) == [first]
    assert search.find_case_ids_by_phone("５６７８", EVERYTHING) == [second, first]
    assert search.find_case_ids_by_phone("5678", EVERYTHING, before_id=second) == [first]
    assert search.find_case_ids_by_phone("678", EVERYTHING) == []
    assert search.find_case_ids_by_phone("13912345679", EVERYTHING) == []


def test_a_very_long_text_is_searched_on_both_databases(app: Flask) -> None:
    case_id = register("GZ1", "漏水" * 15_000)

    assert find("漏水") == [case_id]
