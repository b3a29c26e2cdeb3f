"""The sentences of bulletins, domain study 5.2: what is empty is said so, and no word contradicts its number (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from config import LOCAL_TIMEZONE
from reports.completion import Overall
from reports.documents.paper import Paragraph, Said, Unit, joined, say
from reports.figures.comparison import compared, growth_beside
from reports.figures.rounding import mean
from reports.lines import Row
from reports.periods import PeriodKind
from reports.products.gathering import Facts
from reports.products.saying import count, counted, earlier, grown, growth, hours, rate
from reports.workbooks.explanations import spoken

LEADERS = 3
# Fewer calls than that rise and fall by chance.
LEAST_RISING = 5
MOST_UNITS_NAMED = 5


def volumes(facts: Facts, about: str = "群众和企业诉求") -> Paragraph:
    """Say how many were received, compared with the period before, with last year, and since 1 January."""
    whole, is_year = compared("received", *_three(facts.overall)), facts.period.kind is PeriodKind.YEAR
    before = [] if is_year else [growth("环比", whole.growth), say("，")]
    return joined(
        say(
            "{period}，12345热线共受理{about}{received}件，",
            about=about,
            period=facts.period.label,
            received=counted(whole.now),
        ),
        *before,
        growth("同比", whole.yearly_growth),
        *_matters(facts),
        *_daily_mean(facts),
        *_year_so_far(facts),
        say("。"),
    )


def _matters(facts: Facts) -> list[Paragraph]:
    """Say of how many matters they told, where several cases of one were merged."""
    now = facts.overall.now
    if not now["merged"]:
        return []
    return [
        say(
            "；其中并单{merged}件，合{matters}个事项",
            merged=count("merged", now),
            matters=count("matters", now),
        )
    ]


def _daily_mean(facts: Facts) -> list[Paragraph]:
    """Say how many came a day, over the days that have begun; nothing of a single day."""
    today = facts.asked.at.astimezone(LOCAL_TIMEZONE).date()
    a_day = mean(facts.overall.now["received"], facts.period.elapsed(today))
    if facts.period.days == 1 or a_day is None:
        return []
    return [say("；日均{a_day}件", a_day=Said(str(a_day), a_day, Unit.COUNT))]


def _year_so_far(facts: Facts) -> list[Paragraph]:
    if facts.period == facts.period.cumulative():
        return []
    return [say("；本年累计受理{so_far}件", so_far=count("received", facts.so_far))]


def kinds(facts: Facts) -> Paragraph:
    """Say what citizens wanted."""
    return _shares("按诉求类型分：", facts.kinds.rows)


def channels(facts: Facts) -> Paragraph:
    """Say which way they came."""
    return _shares("按来源渠道分：", facts.channels.rows)


def handling(facts: Facts) -> Paragraph:
    """Say what became of what was received: answered, sent on, refused, closed by now."""
    now = facts.overall.now
    if not now["received"]:
        return say("本期没有受理工单。")
    return say(
        "平台直接答复{direct}件，直接答复率{direct_rate}；转办{dispatched}件；不予受理{refused}件。"
        "截至统计时点，上述工单已办结{closed}件，总办结率{closed_rate}；在办{open}件。",
        **{name: count(figure, now) for name, figure in HANDLED.items()},
        direct_rate=rate("direct_rate", now),
        closed_rate=rate("closed_rate", now),
    )


HANDLED = {
    "direct": "direct",
    "dispatched": "dispatched",
    "refused": "not_accepted",
    "closed": "closed",
    "open": "open",
}


def punctuality(facts: Facts) -> Paragraph:
    """Say how much of what fell due was closed, and in time; the denominator is named."""
    return punctuality_of(facts.overall)


def punctuality_of(overall: Overall) -> Paragraph:
    """Say the same of totals alone."""
    now = overall.now
    if not now["due"]:
        return say("本期无应办结工单。")
    return joined(
        say(
            "本期到期应办结{due}件，已办结{closed}件，办结率{completion_rate}；按时办结{on_time}件，按时办结率{on_time_rate}",
            due=count("due", now),
            closed=count("due_closed", now),
            completion_rate=rate("completion_rate", now),
            on_time=count("due_on_time", now),
            on_time_rate=rate("on_time_rate", now),
        ),
        *_rate_against(overall),
        *_handled(now),
        say(
            "；超期{overdue}件，其中超期未办结{open}件；经甄别剔除{excluded}件。",
            overdue=count("due_overdue", now),
            open=count("due_open", now),
            excluded=count("due_excluded", now),
        ),
    )


def _handled(now: Row) -> list[Paragraph]:
    """Say how long handling took; nothing where nothing was closed."""
    if now["mean_handling"] is None:
        return []
    return [say("；平均办理时长{hours}小时", hours=hours("mean_handling", now))]


def _rate_against(overall: Overall) -> list[Paragraph]:
    """Return the comparison of on-time rates; none where nothing fell due before."""
    change = compared("on_time_rate", *_three(overall)).growth
    word = earlier(overall.now["asked"].period).word
    return [] if change.number is None else [say("，"), growth(word, change)]


def follow_up(facts: Facts) -> Paragraph:
    """Say how citizens rated it, where any did."""
    now = facts.overall.now
    said = [say("回访{done}件", done=count("followed_up", now))]
    for label, rated, satisfied in RATINGS:
        if now[rated]:
            said.append(
                say(
                    "，{label}有效评价{rated}件、满意率{satisfied}",
                    label=label,
                    rated=count(rated, now),
                    satisfied=rate(satisfied, now),
                )
            )
        else:
            said.append(say("，{label}暂无有效评价", label=label))
    if now["solved_asked"]:
        said.append(say("，解决率{solved}", solved=rate("solved_rate", now)))
    if now["result_rated_excluded"]:
        said.append(
            say(
                "；经审核剔除的另有办理结果有效评价{excluded}件，剔除前办理结果满意率{before}",
                excluded=count("result_rated_excluded", now),
                before=rate("result_satisfaction_before", now),
            )
        )
    return joined(*said, say("。"))


RATINGS = (
    ("办理结果", "result_rated", "result_satisfaction"),
    ("热线服务", "hotline_rated", "hotline_satisfaction"),
)


def hot_matters(facts: Facts) -> Paragraph:
    """Say which matters led, and which rose fastest."""
    top = most_received(facts.matters.rows)[:LEADERS]
    if not top:
        return say("本期没有受理工单。")
    named = [say("{name}（{received}件）", name=row["name"], received=count("received", row)) for row in top]
    ranks = {1: "诉求量居首位的事项为", 2: "诉求量居前两位的事项为", 3: "诉求量居前三位的事项为"}
    return joined(say(ranks[len(top)]), *listed(named), fastest_riser(facts), say("。"))


def fastest_riser(facts: Facts) -> Paragraph:
    """Say which matter of at least five cases grew most; nothing where none did."""
    enough = (row for row in facts.matters.rows if row["received"] >= LEAST_RISING)
    # Of what was none before there is no growth.
    risen = (row for row in enough if row["received"] > row["before"] > 0)
    changes = [(row["name"], growth_beside("received", row)) for row in risen]
    rising = [(name, change) for name, change in changes if change.number]
    if not rising:
        return say("")
    name, fastest = max(rising, key=lambda each: (each[1].number, each[1].now.number))
    return say(
        "；{word}增幅最大的为{name}（由{before}件升至{now}件，{growth}）",
        word=earlier(facts.period).word,
        name=name,
        before=counted(fastest.against),
        now=counted(fastest.now),
        growth=grown(fastest),
    )


def units_overdue(facts: Facts) -> Paragraph:
    """Say which units were late with most, up to five, with the denominator of each."""
    late = [row for block in facts.units.blocks for row in block.rows if row["due_overdue"]]
    late = sorted(late, key=lambda row: -row["due_overdue"])[:MOST_UNITS_NAMED]
    if not late:
        return say("本期到期工单中没有超期的。" if facts.overall.now["due"] else "")
    named = [
        say(
            "{name}（应办结{due}件，超期{overdue}件，按时办结率{on_time_rate}）",
            name=row["name"],
            due=count("due", row),
            overdue=count("due_overdue", row),
            on_time_rate=rate("on_time_rate", row),
        )
        for row in late
    ]
    return joined(say("超期较多的单位："), *listed(named), say("。"))


def caliber(facts: Facts) -> Paragraph:
    """Say how it was counted and when."""
    return caliber_at(facts.asked.at)


def caliber_at(at: datetime) -> Paragraph:
    """Say how figures of that moment were counted."""
    text = (
        "统计口径：受理类指标按受理时间归期；应办结类指标按办结时限归期，时限未到的不计入，并入他单、挂账中和经甄别"
        "剔除的不计入；单位指标计入现主办单位，协办、下派不重复计数；不足20件的仅列数据、不排名。"
        f"数据截至{spoken(at)}，其后的办理情况不反映在本件中。"
    )
    return Paragraph(say("{text}", text=text).parts, is_note=True)


def most_received(rows: Sequence[Row]) -> list[Row]:
    """Return the lines with cases, the most first; equal ones in official order."""
    return sorted((row for row in rows if row["received"]), key=lambda row: -row["received"])


def _three(overall: Overall) -> tuple[Row, Row, Row]:
    return overall.now, overall.before, overall.last_year


def _shares(opening: str, rows: Sequence[Row]) -> Paragraph:
    named = [
        say(
            "{name}{received}件，占{share}",
            name=row["name"],
            received=count("received", row),
            share=rate("share", row),
        )
        for row in rows
        if row["received"]
    ]
    if not named:
        return say("")
    return joined(say(opening), *listed(named, "；"), say("。"))


def listed(named: Sequence[Paragraph], between: str = "、") -> list[Paragraph]:
    """Return the pieces with 、 between them."""
    listed = [named[0]]
    for each in named[1:]:
        listed += [say(between), each]
    return listed
