"""The sentences of bulletins that point at something: who lags and by what, what heaps up in one street (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config import LOCAL_TIMEZONE
from models.queries.same_matter import Cluster
from reports.completion import Block, Units
from reports.documents.paper import Paragraph, Said, Unit, chinese, joined, say
from reports.figures.comparison import growth_beside
from reports.hot_topics import HotTopic
from reports.lines import Row
from reports.products.saying import count, counted, earlier, grown, growth, rate
from reports.products.sentences import listed, most_received

MOST_BEHIND = 3
MOST_RISING = 3
# Of so many calls a rise by half is more than chance.
MANY, HALF_AS_MANY_AGAIN = 20, 50

MOST_NAMED = 3
CLEAR, ASK = "逐件清理超期未办结工单，明确办结时间。", "分析群众不满意的原因，逐件回访整改。"


@dataclass(frozen=True)
class Heap:
    """Calls of several people about one matter in one street within some days, counted as cases."""

    cluster: Cluster
    row: Row
    days: int


def units_behind(units: Units) -> list[Paragraph]:
    """Say of the last of each ranked tier how far they lie below it, and what of theirs was late."""
    return [unit_behind(row) for block in units.blocks if block.is_ranked for row in _last_of(block)]


def _last_of(block: Block) -> list[Row]:
    behind = [row for row in block.rows if row.get("behind") is not None]
    return sorted(behind, key=lambda row: -row["behind"])[:MOST_BEHIND]


def unit_behind(row: Row) -> Paragraph:
    """Say how far a unit lies below the units of its size."""
    return say(
        "{name}本期应办结{due}件，超期{overdue}件（超期办结{late}件、超期未办结{open}件），"
        "按时办结率{on_time_rate}，低于同档单位总体{behind}个百分点。",
        name=row["name"],
        due=count("due", row),
        overdue=count("due_overdue", row),
        late=count("due_late", row),
        open=count("due_open", row),
        on_time_rate=rate("on_time_rate", row),
        behind=Said(f"{row['behind']}", row["behind"], Unit.POINTS),
    )


def small_units(units: Units, least: int) -> list[Paragraph]:
    """Say which units had fewer cases due than the least number to be ranked, and which had none."""
    said = []
    for block in units.blocks:
        if not block.is_ranked and block.rows:
            why = (
                f"样本不足{least}件，仅列数据（见附件）、不参与排名"
                if block.subtotal["due"]
                else "本期无应办结工单，不参与排名"
            )
            said.append(say("{names}：{why}。", names="、".join(row["name"] for row in block.rows), why=why))
    return said


def topic(row: Row) -> Paragraph:
    """Say how often a matter came, what share that is, and how it changed."""
    change, before = growth_beside("received", row), earlier(row["asked"].period)
    said = say(
        "受理{received}件，占受理总量的{share}", received=count("received", row), share=rate("share", row)
    )
    if change.number is None:
        return joined(said, say("，{before}没有受理。", before=before.period))
    return joined(
        said,
        say("，{before}{count}件，", before=before.period, count=counted(change.against)),
        growth(before.word, change),
        say("。"),
    )


def hot_topic(topic: HotTopic) -> Paragraph:
    """Say how many called about a hot topic, how far its cases are, and to whom the first was sent."""
    said = say(
        "涉及{callers}个来电人，受理{received}件，已办结{closed}件，在办{open}件",
        callers=str(topic.line.callers),
        **{name: count(name, topic.row) for name in ("received", "closed", "open")},
    )
    return joined(said, say(_what_became_of(topic.cluster)))


def risers(rows: Sequence[Row]) -> Paragraph:
    """Say which matters of some weight grew by half or more; nothing where none did."""
    rising = list(_rising(rows))[:MOST_RISING]
    if not rising:
        return say("")
    named = [
        say(
            "{name}（由{before}件升至{now}件，{growth}）",
            name=row["name"],
            before=counted(change.against),
            now=counted(change.now),
            growth=grown(change),
        )
        for row, change in ((row, growth_beside("received", row)) for row in rising)
    ]
    word = earlier(rising[0]["asked"].period).word
    return joined(say("{word}增长较快、需要关注的事项：", word=word), *listed(named), say("。"))


def _rising(rows: Sequence[Row]) -> Iterator[Row]:
    for row in most_received(rows):
        if row["received"] < MANY:
            return
        if (growth_beside("received", row).number or 0) >= HALF_AS_MANY_AGAIN:
            yield row


def heap(found: Heap) -> Paragraph:
    """Say where several people called about one matter, and to whom it was sent."""
    cluster = found.cluster
    said = say(
        "近{days}日，{street}集中反映“{matter}”{received}件，涉及{callers}个来电号码",
        days=str(found.days),
        street=cluster.street,
        matter=cluster.matter,
        received=count("received", found.row),
        callers=str(cluster.callers),
    )
    return joined(said, say(_what_became_of(cluster)))


def _what_became_of(cluster: Cluster) -> str:
    supervised = "，并列入督办" if cluster.is_supervised else ""
    if cluster.department is None:
        return f"，尚未派单{supervised}。"
    if cluster.dispatched_at is None:
        return f"，由{cluster.department}办理{supervised}。"
    sent = cluster.dispatched_at.astimezone(LOCAL_TIMEZONE)
    return f"，首件已于{sent.month}月{sent.day}日转{cluster.department}{supervised}。"


def advice(units: Units, heaps: Sequence[Heap]) -> list[str]:
    """Return advice that follows from the figures alone; who leads it and by when, a person must say."""
    rows = [row for block in units.blocks for row in block.rows]
    late = [row["name"] for row in sorted(rows, key=lambda row: -row["due_open"]) if row["due_open"]]
    low = [row["name"] for row in units.unsatisfied]
    given = [
        *(f"请{'、'.join(names[:MOST_NAMED])}{what}" for names, what in ((late, CLEAR), (low, ASK)) if names),
        *(
            f"请{each.cluster.department or '属地和主管部门'}到{each.cluster.street}"
            f"核查“{each.cluster.matter.split('/')[-1]}”的集中反映，统一答复。"
            for each in heaps
        ),
    ]
    return [f"{chinese(place)}是{said}" for place, said in enumerate(given, 1)] if len(given) > 1 else given
