"""Which names of places, estates and companies a collection of texts speaks of (pure).

No list of names is needed: a name is what stands after a district in several texts, up to where the texts go
on differently. What nobody else names is no help in telling which texts belong together.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from workflows.learning.texts import HAN, clean

SHORTEST, LONGEST = 3, 8
LONGEST_START = 12
FEWEST_TEXTS = 2
STAYS, ENDS, ENDS_AS_PLACE = 0.6, 0.55, 0.9
"""A name keeps this share of the texts of its beginning; no single character after it takes more than that."""

DISTRICT = re.compile(
    rf"(?:[a-z]\d*(?:县市|市区|市|区|县|镇|乡)|[{HAN}]{{2}}省|"
    rf"(?![{HAN}]{{0,2}}(?:小区|社区|园区|校区|片区|景区|城区|市区|地区|厂区|街区|超市|城市|夜市|门市|都市))"
    rf"[{HAN}]{{2,3}}?[区县市](?![民政长场域里委直容级属内划城的各]))+"
)
"""A province, city, district or county, also where a letter stands for its name; several in a row count as one."""
RUN = re.compile(rf"[0-9a-z{HAN}·]+")
PLACE_END = re.compile(
    r"(?:小区|社区|新城|花园|家园|公寓|广场|大厦|国际城|学院|大学|中学|小学|学校|医院|集团|银行|市场|商场|超市|公园|车站"
    r"|机场|大道|新村|名城|公馆|大桥|隧道|[路街巷村镇乡苑府郡湾城园庭墅])$"
)
NO_START = re.compile(
    r"的|在|和|与|及|是|有|被|把|对|为|何时|什么|怎么|要求|存在|附近|内|业主|居民|严重|违规|违法|非法|涉嫌|投诉|举报|咨询"
    r"|请|希望|建议|关于|解决|加快|能|可以|我|没有|不|无|问题|政府|公安|人民|教育|住建|市民|人才|购房|公积金|地铁|公交|出租"
    r"|住房|到|老百姓|相关|工作|通知|领导|之|老|各|建设"
)
NO_NAME = re.compile(
    r"局$|委|公司$|大队$|政府|法院$|电视|频道|年$|^\d+$|^20\d\d|发改|建设$|单位$|交界|项目$|商品房|城市|规划|人口|教师|招聘|收费"
)
TOO_GENERAL = re.compile(r"(?:中心|幼儿园)$")
STREET_BEFORE = re.compile(rf"^[{HAN}]{{2,4}}?(?:街道|镇|乡)(?=.{{3,}})")

Names = frozenset[str]


def starts(text: str) -> Iterator[str]:
    """Give what follows each district in a cleaned text, at most twelve characters of it."""
    for district in DISTRICT.finditer(text):
        run = RUN.match(text, district.end())
        if run:
            yield run.group()[:LONGEST_START]


def names_of(texts: Sequence[str]) -> Names:
    """Return the names that at least two of the texts speak of."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(
            {
                start[:length]
                for start in starts(clean(text))
                for length in range(2, min(len(start), LONGEST) + 1)
            }
        )
    counts = Counter({start: count for start, count in counts.items() if count >= FEWEST_TEXTS})
    return shortest(sorted({STREET_BEFORE.sub("", name) for name in whole(counts)}, key=len))


def whole(counts: Counter[str]) -> Iterator[str]:
    """Give the beginnings that are a name: the texts agree up to its end and differ after it."""
    onward: defaultdict[str, int] = defaultdict(int)
    for start, count in counts.items():
        onward[start[:-1]] = max(onward[start[:-1]], count)
    for start, count in counts.items():
        if len(start) < SHORTEST or NO_START.match(start):
            continue
        agreed = count >= STAYS * counts.get(start[:-1], count) and onward[start] <= ENDS * count
        if agreed or (PLACE_END.search(start) and onward[start] < ENDS_AS_PLACE * count):
            yield start


def shortest(candidates: Sequence[str]) -> Names:
    """Drop what only goes on after a shorter name, except a road or an estate of its own."""
    found: set[str] = set()
    for name in candidates:
        longer = any(name[:length] in found for length in range(SHORTEST, len(name)))
        general = (
            NO_NAME.search(name) or DISTRICT.search(name) or (TOO_GENERAL.search(name) and len(name) < 5)
        )
        if len(name) >= SHORTEST and not general and (not longer or name[-1] in "路街园"):
            found.add(name)
    return frozenset(found)


def split(text: str, names: Names) -> tuple[frozenset[str], str]:
    """Return the names that a cleaned text speaks of, and the text without them and without districts."""
    spoken: set[str] = set()
    rest: list[str] = []
    at = 0
    while at < len(text):
        name = next(
            (n for end in range(LONGEST, SHORTEST - 1, -1) if (n := text[at : at + end]) in names), None
        )
        if name is None:
            rest.append(text[at])
            at += 1
        else:
            spoken.add(name)
            spoken.update(within(name, names))
            rest.append("|")
            at += len(name)
    return frozenset(spoken), DISTRICT.sub("|", "".join(rest))


def within(name: str, names: Names) -> Iterator[str]:
    """Give the shorter names inside a name: a developer's and the estate's are said together or alone."""
    for start in range(len(name) - SHORTEST + 1):
        for end in range(start + SHORTEST, len(name) + 1):
            if end - start < len(name) and name[start:end] in names:
                yield name[start:end]
