"""Standard texts are offered by matter, state and owner, filled with what their reader may see, and never name the caller."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from models.dictionary import QuickReply
from models.vocabulary import CaseState, Confidentiality
from tests.support.factories import make_category, make_user, saved
from tests.support.office import Office, make_office
from workflows import standard_texts
from workflows.errors import BadInput, NotAllowedForYou
from workflows.standard_texts import Wording, facts_of, offered
from workflows.template_words import OF_CASES, VARIABLES, example, fill, unknown

NAME, PHONE = "王建国", "13893112345"


@pytest.mark.parametrize(
    ("body", "text", "missing"),
    [
        ("您好{诉求人}", "您好王女士", ()),
        ("{办结时限}前答复，{办结时限}", "〔办结时限〕前答复，〔办结时限〕", ("办结时限",)),
        ("{不知道} {}", "{不知道} {}", ()),
        ("没有变量", "没有变量", ()),
    ],
)
def test_variables_are_filled_in_and_what_is_missing_is_named(
    body: str, text: str, missing: tuple[str, ...]
) -> None:
    filled = fill(body, {"诉求人": "王女士", "办结时限": ""})
    assert (filled.text, filled.missing) == (text, missing)


def test_every_variable_has_an_example_and_others_are_none() -> None:
    assert "{" not in example("".join(f"{{{name}}}" for name in VARIABLES))
    assert unknown("{工单编号}{电话}{姓名}{电话}") == ["电话", "姓名"]


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


@pytest.mark.one_database
@pytest.mark.parametrize("confidentiality", Confidentiality)
def test_no_variable_leads_to_the_caller(office: Office, confidentiality: Confidentiality) -> None:
    given = {"phone": ""} if confidentiality is Confidentiality.ANONYMOUS else {}
    case = office.case_in(CaseState.HANDLING, confidentiality=confidentiality, **given)
    readers = [office.person(role) for role in ("dispatcher", "supervisor", "leader", "follow_up")]
    for reader in (*readers, office.agent, office.officer):
        facts = facts_of(case, reader, at=datetime.now(UTC))
        said = fill("".join(f"{{{name}}}" for name in VARIABLES), facts).text
        assert not [word for word in (NAME, PHONE, "建国", "502室", "庆阳路") if word in said]
        if confidentiality is not Confidentiality.OPEN:
            assert "王" not in said
    assert facts_of(case, office.officer, at=datetime.now(UTC))["诉求人"] == (
        "王先生" if confidentiality is Confidentiality.OPEN else "诉求人"
    )


@pytest.mark.one_database
def test_texts_fit_the_matter_the_state_and_their_owner(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING)
    mine, other = office.officer, make_user("officer")
    elsewhere = make_category()
    for code, given in {
        "a everybody": {},
        "b matter": {"category_id": case.category_id},
        "c other matter": {"category_id": elsewhere.id},
        "d state": {"state": CaseState.HANDLING},
        "e other state": {"state": CaseState.REDO},
        "f mine": {"owner_id": mine.id, "is_shared": False},
        "g another's": {"owner_id": other.id, "is_shared": False},
        "h out of use": {"is_active": False},
        "i review": {"kind": "review"},
    }.items():
        saved(QuickReply(**{"code": code, "kind": "handling", "title": code, "body": "{工单编号}", **given}))
    at = datetime.now(UTC)
    found = offered("handling", case, mine, at=at)
    assert [each.title for each in found] == ["f mine", "b matter", "d state", "a everybody"]
    assert {each.body for each in found} == {case.number}
    assert [each.title for each in offered("handling", None, mine, at=at)] == ["f mine", "a everybody"]
    assert offered("handling", None, mine, at=at)[0].missing == ("工单编号",)


@pytest.mark.one_database
def test_one_changes_ones_own_and_shares_only_where_one_may(office: Office) -> None:
    at, officer, supervisor = datetime.now(UTC), office.officer, office.supervisor
    own = Wording(kind="handling", title="收到", body="{经办人}收到。")
    row = standard_texts.write(own, by=officer, at=at)
    with pytest.raises(NotAllowedForYou, match=r"只能修改本人的常用语。"):
        standard_texts.change(row, own, by=supervisor, at=at)
    with pytest.raises(BadInput, match=r"变量“电话”不存在。"):
        standard_texts.change(row, Wording(kind="handling", title="x", body="{电话}"), by=officer, at=at)
    shared = Wording(kind="handling", title="收到", body="收到。", is_shared=True)
    with pytest.raises(BadInput, match=r"没有共享常用语的权限"):
        standard_texts.change(row, shared, by=officer, at=at)
    everybodys = standard_texts.write(shared, by=supervisor, at=at)
    with pytest.raises(NotAllowedForYou):
        standard_texts.change(everybodys, own, by=officer, at=at)
    assert set(OF_CASES) >= {"诉求人", "办结时限"}
