"""The form of a rule pack holds every value, gives it back unchanged, and puts each fault at its field."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from hotline.forms.administration.rule_pack import Input, Section, document_from, put_faults, section_for
from tests.support.rule_packs import PACKS, least, pack
from workflows.rule_document import BadDocument
from workflows.rule_pack import RulePack


def sent(section: Section) -> MultiDict[str, str]:
    """Return what a browser sends of the form as it stands."""
    data: MultiDict[str, str] = MultiDict()
    for each in section.everything():
        if isinstance(each, Section):
            if each.count_name:
                data[each.count_name] = str(len(each.sections))
        elif each.shape == "boxes":
            data.setlist(each.name, each.value)
        elif each.shape == "tick":
            data.setlist(each.name, ["1"] if each.value else [])
        elif each.shape == "choice":
            data[each.name] = each.value or each.choices[0][0]
        else:
            data[each.name] = each.value
    return data


def faults_of(document: dict[str, Any]) -> list[str]:
    with pytest.raises(BadDocument) as refusal:
        RulePack.from_dict(document)
    return refusal.value.faults


def field_named(section: Section, name: str) -> Input | Section:
    return next(each for each in section.everything() if each.name == name)


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_comes_back_from_its_form_unchanged(name: str) -> None:
    document = pack(name).to_dict()

    back = document_from(sent(section_for(RulePack, document)))

    assert RulePack.from_dict(back) == pack(name)


def test_a_row_is_added_and_another_removed() -> None:
    data = sent(section_for(RulePack, pack("lanzhou").to_dict()))
    rows = int(data["limits.count"])
    data["limits.0.remove"] = "1"
    data[f"limits.{rows - 1}.feedback"] = "9wd"

    limits = document_from(data)["limits"]

    assert len(limits) == rows - 1
    assert limits[-1]["feedback"] == "9wd"
    assert limits[0]["urgencies"] == ["urgent"]


def test_faults_stand_at_the_fields_they_name() -> None:
    document = least(
        day_end="25:00", limits=[{"feedback": "三天", "sign": "x"}], redo={"limit": "", "max_times": "viele"}
    )
    form = section_for(RulePack, document)

    homeless = put_faults(form, faults_of(document))

    for name in ("day_end", "limits.0.feedback", "limits.0.sign", "redo.limit", "redo.max_times"):
        assert field_named(form, name).faults, name
    assert homeless == []


def test_a_fault_of_the_whole_list_stands_at_the_list() -> None:
    document = least(limits=[{"kinds": ["inquiry"], "feedback": "1wd"}])
    form = section_for(RulePack, document)

    put_faults(form, faults_of(document))

    assert "没有覆盖" in field_named(form, "limits").faults[0]


def test_what_nobody_named_is_given_back() -> None:
    assert put_faults(section_for(RulePack, least()), ["天塌了。"]) == ["天塌了。"]


def test_a_count_that_is_none_makes_no_rows() -> None:
    assert document_from(MultiDict({"limits.count": "-5"}))["limits"] == []
    assert len(document_from(MultiDict({"limits.count": "99999999"}))["limits"]) == 0


def test_what_a_document_leaves_out_is_filled_in_as_the_pack_reads_it() -> None:
    back = document_from(sent(section_for(RulePack, least())))

    assert RulePack.from_dict(back) == RulePack.from_dict(least())
