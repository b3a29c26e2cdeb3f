"""What a citizen wants by their words, by hand."""

import pytest

from models.vocabulary import Kind
from workflows.kind_words import likely_kind


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("我要投诉物业乱收费", Kind.COMPLAINT, ("投诉", "乱收费")),
        ("请问居住证怎么办理", Kind.INQUIRY, ("请问", "怎么办理")),
        ("实名举报某厂夜间偷排，投诉无果", Kind.REPORT, ("举报",)),
        ("感谢环卫工人捡到手机", Kind.THANKS, ("感谢",)),
        ("建议增设一处公交站", Kind.SUGGESTION, ("建议增设",)),
        ("路灯不亮，建议尽快修好", Kind.HELP, ()),
        ("", Kind.HELP, ()),
    ],
)
def test_what_is_said_outright_tells_the_kind(text: str, kind: Kind, words: tuple[str, ...]) -> None:
    found = likely_kind(text)

    assert (found.kind, found.words) == (kind, words)
