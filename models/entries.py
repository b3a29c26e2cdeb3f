"""THE table of what may be entered by hand: figures that no case tells, of whom, and how periods add up (pure)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.vocabulary import EntrySubject, EntrySum

# Since the telephone is connected the system counts the calls, under the name of this class.
COUNTED_CLASS = "电话接入"
COUNTED_CALLS = "电话接入系统后由系统按通话记录统计（演练除外），接入前开始的填报管到其期末"
COUNTED_UPDATES = "系统有知识发布后按审核发布的版本统计，计入知识所属单位，此前开始的填报管到其期末"
CALLS, SEATS = (EntrySubject.CALL_CLASS,), (EntrySubject.SEAT_CLASS,)
PLACES, UNITS = (EntrySubject.DISTRICT,), (EntrySubject.DEPARTMENT,)


@dataclass(frozen=True)
class Entry:
    """A figure that people enter: its unit, of whom it is, how the entries of a period make one number.

    `most` is the highest number that makes sense; `is_whole` refuses fractions; `counted` says since when the
    system itself counts it, "" where it never does.
    """

    id: str
    label: str
    unit: str
    subjects: tuple[EntrySubject, ...]
    summed: EntrySum
    meaning: str
    sheet: str
    most: int = 10**12
    is_whole: bool = True
    counted: str = ""

    @property
    def source(self) -> str:
        """Where the number comes from."""
        by_hand = f"人工填报（指标填报，{self.sheet}）"
        return f"{by_hand}；{self.counted}" if self.counted else by_hand


def _calls(name: str, label: str, unit: str, meaning: str, summed: EntrySum = EntrySum.TOTAL) -> Entry:
    return Entry(name, label, unit, CALLS, summed, meaning, "话务", counted=COUNTED_CALLS)


def _seats(name: str, label: str, meaning: str) -> Entry:
    return Entry(name, label, "人", SEATS, EntrySum.LATEST, meaning, "座席", most=10**6)


def _quality(name: str, label: str, meaning: str) -> Entry:
    return Entry(name, label, "分", PLACES, EntrySum.MEAN, meaning, "数据质量", most=1000, is_whole=False)


ENTRIES: dict[str, Entry] = {
    entry.id: entry
    for entry in (
        _calls("calls_in", "话务量", "次", "呼入的电话数，含未接通的"),
        _calls("calls_answered", "接通数", "次", "由人工或系统接通的呼入电话数"),
        _calls("calls_in_15s", "15秒内接通数", "次", "排队15秒以内接通的呼入电话数"),
        _calls("wait_seconds", "等待总时长", "秒", "接通的电话从呼入到接通的秒数之和"),
        _calls("talk_seconds", "通话总时长", "秒", "接通的电话的通话秒数之和"),
        _calls("longest_talk_seconds", "最大通话时长", "秒", "时间最长的一次通话的秒数", EntrySum.MOST),
        _seats("seat_staff", "话务人员总数", "在岗的话务人员数"),
        _seats("seat_agents", "接诉人员", "其中接听诉求的人员数"),
        _seats("seat_experts", "政策专员", "其中解答政策的人员数"),
        _quality("quality_complete", "数据完整得分", "工单数据项完整程度的得分"),
        _quality("quality_content", "内容完整得分", "工单内容完整程度的得分"),
        _quality("quality_deducted", "数据质量扣分", "退回、错误数据等扣去的分数"),
        _quality("quality_spot_check", "工单抽检得分", "抽检工单质量的得分"),
        _quality("quality_timely", "数据及时得分", "数据推送及时程度的得分"),
        _quality("quality_interface", "接口稳定性得分", "数据接口稳定程度的得分"),
        Entry(
            "knowledge_updates",
            "知识库更新数",
            "条",
            UNITS,
            EntrySum.TOTAL,
            "向知识库更新的条目数",
            "知识库",
            counted=COUNTED_UPDATES,
        ),
        Entry(
            "residents",
            "常住人口",
            "人",
            (EntrySubject.ALL, EntrySubject.DISTRICT),
            EntrySum.LATEST,
            "统计部门公布的常住人口数",
            "常住人口",
        ),
    )
}
SHEETS: dict[str, tuple[Entry, ...]] = {
    sheet: tuple(entry for entry in ENTRIES.values() if entry.sheet == sheet)
    for sheet in dict.fromkeys(entry.sheet for entry in ENTRIES.values())
}


MADE: dict[EntrySum, Callable[[Sequence[int]], Decimal]] = {
    EntrySum.TOTAL: lambda numbers: Decimal(sum(numbers)),
    EntrySum.MOST: lambda numbers: Decimal(max(numbers)),
    EntrySum.LATEST: lambda numbers: Decimal(numbers[-1]),
    EntrySum.MEAN: lambda numbers: Decimal(sum(numbers)) / len(numbers),
}


def summed(entry: Entry, hundredths: Sequence[int]) -> Decimal | None:
    """Return what the entries of a period, the earliest first, make together; None where there are none."""
    if not hundredths:
        return None
    return MADE[entry.summed](hundredths) / 100
