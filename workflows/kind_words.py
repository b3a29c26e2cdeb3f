"""What a citizen wants by the words they use (诉求类型): a complaint, a question, a report; a call for help else (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from models.vocabulary import Kind

# What is said outright, before what may be said by the way: who complains often asks and proposes too.
CUES: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.REPORT, ("举报", "揭发", "检举")),
    (Kind.COMPLAINT, ("投诉", "乱收费", "态度恶劣", "态度差", "推诿", "不作为", "强制消费", "拒不")),
    (Kind.THANKS, ("表扬", "感谢", "锦旗", "点赞")),
    (
        Kind.INQUIRY,
        ("咨询", "请问", "想问", "怎么办理", "如何办理", "想了解", "什么材料", "什么条件", "什么时候"),
    ),
    (Kind.SUGGESTION, ("建议增设", "建议增加", "建议设置", "建议开通", "建议将", "希望增设", "提议")),
)


@dataclass(frozen=True)
class LikelyKind:
    """A kind, and the words that say so; none where nothing says otherwise than that help is wanted."""

    kind: Kind
    words: tuple[str, ...] = ()


def likely_kind(text: str) -> LikelyKind:
    """Return the kind that the text says outright; HELP, which most calls are, where it says none."""
    for kind, cues in CUES:
        words = tuple(cue for cue in cues if cue in text)
        if words:
            return LikelyKind(kind, words)
    return LikelyKind(Kind.HELP)
