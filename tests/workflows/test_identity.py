"""Who sees how much of the caller: the table of the domain study, line by line."""

import pytest

from models.base import db
from models.citizen import Citizen
from models.vocabulary import CaseState, Confidentiality, Kind
from tests.support.office import Office, loaded, make_office
from workflows import dispatch
from workflows.identity import SIGHTS, caller_as, redacted, sight_of, viewer_of
from workflows.identity import Viewer as V

CALLER = Citizen(
    name="王建国",
    phone="13893112345",
    home_address="庆阳路12号3单元502室",
    id_number="620102197001011234",
    gender="男",
)


@pytest.fixture
def office(app: object) -> Office:
    """Return an office."""
    assert app
    return make_office()


HOTLINE = [
    ("agent", CaseState.PENDING_REVIEW, V.OWN_CALL),
    ("agent", CaseState.HANDLING, V.ANSWERS),
    ("dispatcher", CaseState.PENDING_REVIEW, V.REVIEWS),
    ("supervisor", CaseState.CLOSED, V.REVIEWS),
    ("follow_up", CaseState.FOLLOW_UP, V.CALLS_BACK),
    ("follow_up", CaseState.CLOSED, V.ANSWERS),
    ("leader", CaseState.HANDLING, V.LOOKS_ON),
    ("officer", CaseState.HANDLING, V.LEADS),
]


@pytest.mark.parametrize(("role", "state", "viewer"), HOTLINE, ids=lambda value: str(value))
def test_a_person_looks_at_a_case_as_what_they_work_as(
    office: Office, role: str, state: CaseState, viewer: V
) -> None:
    case = office.case_in(state)

    assert (
        viewer_of(case, loaded(getattr(office, role)), [office.part(case)] if office.part(case) else [])
        is viewer
    )


def seen(viewer: V) -> tuple[str, str, str]:
    shown = caller_as(CALLER, SIGHTS[viewer])
    return shown.name, shown.phone, shown.home


MASKED_HOME = "庆阳路*号*单元*室"
TABLE = {
    V.OWN_CALL: ("王建国", "13893112345", "庆阳路12号3单元502室"),
    V.CALLS_BACK: ("王建国", "13893112345", ""),
    V.REVIEWS: ("王**", "138****2345", MASKED_HOME),
    V.ANSWERS: ("王**", "138****2345", ""),
    V.LOOKS_ON: ("", "", ""),
    V.LEADS: ("王先生", "138****2345", ""),
    V.IS_GRANTED: ("王先生", "138****2345", ""),
    V.HELPS: ("", "", ""),
    V.IS_CONTRACTED: ("", "", ""),
    V.IS_KEPT_FROM: ("", "", ""),
}


@pytest.mark.parametrize("viewer", list(V), ids=lambda viewer: viewer.name)
def test_each_viewer_is_shown_so_much_and_no_more(viewer: V) -> None:
    assert seen(viewer) == TABLE[viewer]


def test_a_reason_lifts_only_what_is_masked() -> None:
    lead = caller_as(CALLER, SIGHTS[V.LEADS], revealed=True)
    helper = caller_as(CALLER, SIGHTS[V.HELPS], revealed=True)

    assert (lead.name, lead.phone, lead.home, lead.id_number) == ("王建国", "13893112345", "", "")
    assert (helper.name, helper.phone, helper.home) == ("", "", "")


@pytest.mark.parametrize(
    "given",
    [{"confidentiality": Confidentiality.CONFIDENTIAL}, {"kind": Kind.REPORT}],
    ids=["confidential", "report"],
)
def test_no_department_learns_who_called_about_a_protected_case(
    office: Office, given: dict[str, object]
) -> None:
    case = office.case_in(CaseState.HANDLING, **given)
    officer = loaded(office.officer)

    sight = sight_of(case, officer, [office.part(case)])

    assert viewer_of(case, officer, [office.part(case)]) is V.IS_KEPT_FROM
    assert not sight.reveals
    assert redacted(case.content, case.citizen) == "小区门口的路灯三天不亮，我叫〔已隐去〕，电话〔已隐去〕。"


def test_an_anonymous_caller_is_shown_to_nobody(office: Office) -> None:
    case = office.register(confidentiality=Confidentiality.ANONYMOUS)

    for role in ("agent", "dispatcher", "follow_up"):
        sight = sight_of(case, loaded(getattr(office, role)), [])
        assert case.citizen is not None
        assert caller_as(case.citizen, sight).name == ""
        assert not sight.reveals


def test_a_helper_sees_the_caller_only_while_the_lead_lets_them(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING)
    at = case.received_at
    dispatch.add_supporting(case, office.helper.id, by=office.dispatcher, at=at)
    db.session.commit()
    helping = office.person("officer", department=office.helper)
    part = office.part(case, dispatch.AssignmentRole.SUPPORTING)

    assert viewer_of(case, helping, [part]) is V.HELPS
    part.identity_granted = True
    assert viewer_of(case, helping, [part]) is V.IS_GRANTED
    office.helper.identity_visible = False
    assert viewer_of(case, helping, [part]) is V.IS_CONTRACTED


SECRETS = [
    ("电话 138 9311 2345 联系", "电话 〔已隐去〕 联系"),
    ("座机0931-8461234", "座机〔已隐去〕"),
    ("身份证62010219900101234X", "身份证〔已隐去〕"),
    ("号码１３８９３１１２３４５", "号码〔已隐去〕"),
    ("联系人：李四，住西固", "联系人：〔已隐去〕，住西固"),
    ("我是张晓明。", "我是〔已隐去〕。"),
    ("我是业主，住武都路", "我是业主，住武都路"),
    ("武都路218号，2026年3月5日起", "武都路218号，2026年3月5日起"),
    ("共 12345 热线反映 3 次", "共 12345 热线反映 3 次"),
]


@pytest.mark.parametrize(("text", "kept"), SECRETS)
def test_number_like_strings_and_names_are_hidden_and_ordinary_numbers_stay(text: str, kept: str) -> None:
    assert redacted(text, None) == kept
