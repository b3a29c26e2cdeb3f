"""Every closed set speaks Chinese, and the glossary knows each of its words."""

from collections import Counter

from models import address, caller_flag, incident, telephone, vocabulary, whose
from models.vocabulary import Labelled
from tests.house.source_tree import ROOT

SETS = [
    value
    for module in (vocabulary, telephone, address, caller_flag, whose, incident)
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, Labelled) and value is not Labelled
]


def test_every_member_has_a_chinese_label() -> None:
    assert SETS
    mute = [repr(m) for members in SETS for m in members if not any("一" <= sign <= "鿿" for sign in m.label)]
    assert not mute


def test_no_two_members_of_a_set_are_called_alike() -> None:
    alike = {
        members.__name__: [label for label, times in Counter(m.label for m in members).items() if times > 1]
        for members in SETS
    }
    assert not {name: labels for name, labels in alike.items() if labels}


def test_the_glossary_knows_every_label() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert not [m.label for members in SETS for m in members if f"| {m.label} | `{m.name}`" not in glossary]
