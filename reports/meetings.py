"""Joint meetings of a period in figures (联席会议统计): in all, by field, by unit, topic by topic; and what each counts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from models.queries import meeting_figures
from models.queries.measures import NONE
from models.queries.meeting_figures import Matter
from models.vocabulary import ActionState, Dimension, TopicState
from reports import extracts, meeting_rows
from reports.figures.asked import Asked
from reports.figures.meetings import DAYS_BESIDE, MEETING_COUNTS, with_rates, with_shares
from reports.figures.values import Part, Value
from reports.meeting_rows import Action, Effect, Kept, Meeting, Named, Topic

# One line of a table: name, every count as int, every rate as Decimal percent or None, and as `asked` whose they are.
Row = dict[str, Any]
BESIDE = timedelta(days=DAYS_BESIDE)


@dataclass(frozen=True)
class MeetingFacts:
    """What the meetings of a period came to, and the tasks that all meetings up to its end left open."""

    asked: Asked
    meetings: Sequence[Meeting]
    topics: Sequence[Topic]
    actions: Sequence[Action]
    left: Sequence[Action]

    kept_effects: Sequence[Effect] | None = None

    @cached_property
    def effects(self) -> Sequence[Effect]:
        """How often people called before and after, of each decided topic; read only where that is told."""
        if self.kept_effects is not None:
            return self.kept_effects
        return _effects(self.topics, self.actions, self.asked.at)


def gather(asked: Asked) -> MeetingFacts:
    """Read all of it, but not yet who called; inside `extracts.counting_from`, as it was kept."""
    source = extracts.source()
    if source is None:
        return _read(asked)
    told = source.told(f"meetings {asked.period.on}", lambda: _kept(_read(asked)))
    return MeetingFacts(asked, *meeting_rows.read(told))


def _read(asked: Asked) -> MeetingFacts:
    period = asked.period
    held = meeting_figures.meetings(period.start, period.end)
    topics = meeting_figures.topics([meeting.id for meeting in held])
    actions = meeting_figures.actions([topic.id for topic in topics])
    return MeetingFacts(
        asked,
        [Meeting.of(row) for row in held],
        [Topic.of(row, branch=Named.of(row.branch), lead=Named.of(row.lead)) for row in topics],
        [Action.of(row) for row in actions],
        [Action.of(row) for row in meeting_figures.left(period.end)],
    )


def _kept(facts: MeetingFacts) -> Kept:
    return meeting_rows.kept(facts.meetings, facts.topics, facts.actions, facts.left, facts.effects)


def _effects(topics: Sequence[Topic], actions: Sequence[Action], at: datetime) -> list[Effect]:
    decided = [topic for topic in topics if topic.state is TopicState.DECIDED]
    matters = meeting_figures.matters([topic.id for topic in decided])
    effects = []
    for topic in decided:
        done = [action.done_at for action in actions if action.topic_id == topic.id]
        moments = [moment for moment in done if moment is not None]
        done_at = max(moments) if moments and len(moments) == len(done) else None
        effects.append(_effect(topic, matters.get(topic.id), done_at, at))
    return effects


def _effect(topic: Topic, matter: Matter | None, done_at: datetime | None, at: datetime) -> Effect:
    decided_at = topic.decided_at
    if matter is None or matter.street_id is None or decided_at is None:
        return Effect(topic, matter, done_at)
    if done_at is None or done_at + BESIDE > at:
        return Effect(topic, matter, done_at)
    before = meeting_figures.calls(matter, decided_at - BESIDE, decided_at)
    after = meeting_figures.calls(matter, done_at, done_at + BESIDE)
    return Effect(topic, matter, done_at, tuple(before), tuple(after))


def is_done(action: Action) -> bool:
    """Whether its department reported the task done, struck off or not."""
    return action.state in (ActionState.DONE, ActionState.STRIKE_ASKED, ActionState.STRUCK_OFF)


def is_late(action: Action) -> bool:
    """Whether the task was done after it was due."""
    return is_done(action) and action.done_at is not None and action.done_at > action.due_at


TOPICS: Mapping[str, Callable[[Topic], bool]] = {
    "topics_raised": lambda _: True,
    "topics_decided": lambda topic: topic.state is TopicState.DECIDED,
    "topics_put_off": lambda topic: topic.state is TopicState.PUT_OFF,
}
ACTIONS: Mapping[str, Callable[[Action, datetime], bool]] = {
    "actions_made": lambda _, __: True,
    "actions_done": lambda action, _: is_done(action),
    "actions_struck_off": lambda action, _: action.state is ActionState.STRUCK_OFF,
    "actions_due": lambda action, at: action.due_at <= at,
    "actions_due_on_time": lambda action, at: action.due_at <= at and is_done(action) and not is_late(action),
    "actions_late": lambda action, at: action.due_at <= at and is_late(action),
    "actions_overdue": lambda action, at: action.due_at <= at and not is_done(action),
}


def counted(name: str, facts: MeetingFacts, asked: Asked) -> list[Any] | None:
    """Return what a count counts of a member: meetings, topics, tasks, or ids of cases; None where it is not told."""
    if name == "meetings_held":
        return list(facts.meetings)
    if name in TOPICS:
        return [topic for topic in facts.topics if _is_of(topic, asked) and TOPICS[name](topic)]
    if name in ACTIONS:
        return [each for each in facts.actions if _is_theirs(each, asked) and ACTIONS[name](each, asked.at)]
    if name == "actions_left":
        return [each for each in facts.left if _is_theirs(each, asked)]
    effects = [each for each in facts.effects if each.is_told and _is_of(each.topic, asked)]
    if name == "topics_settled":
        return [each.topic for each in effects]
    sides = (each.before if name == "matter_calls_before" else each.after for each in effects)
    # Two topics may be about one matter; a call is one call.
    return list(dict.fromkeys(case_id for side in sides for case_id in side or ())) if effects else None


def _is_of(topic: Topic, asked: Asked) -> bool:
    if asked.dimension is Dimension.BRANCH:
        return str(topic.branch_id or NONE) == asked.key
    if asked.dimension is Dimension.DEPARTMENT:
        return str(topic.lead_id or NONE) == asked.key
    return asked.key in (NONE, str(topic.id))


def _is_theirs(action: Action, asked: Asked) -> bool:
    """Tell whether a task is of the member asked for: of a unit, those that it leads."""
    if asked.dimension is Dimension.DEPARTMENT:
        return str(action.lead_id) == asked.key
    return _is_of(action.topic, asked)


def line(
    name: str, facts: MeetingFacts, asked: Asked, figures: Collection[str] = tuple(MEETING_COUNTS)
) -> Row:
    """Return the figures of a member: these counts, and the rates that follow from them."""
    found = {figure: counted(figure, facts, asked) for figure in figures}
    counts = {figure: None if each is None else len(each) for figure, each in found.items()}
    return with_rates(counts, asked.caliber.rounding) | {"name": name, "asked": asked}


def whole(facts: MeetingFacts, name: str = "合计") -> Row:
    """Return the figures of all."""
    return with_shares([line(name, facts, facts.asked)], facts.asked.caliber.rounding)[0]


def by_field(facts: MeetingFacts) -> list[Row]:
    """Return a line for each field that had a topic, those with the most first, with shares that add up to 100%."""
    rows = [row for row in _of_members(facts, Dimension.BRANCH) if row["topics_raised"]]
    rows.sort(key=lambda row: -row["topics_raised"])
    return with_shares(rows, facts.asked.caliber.rounding)


def by_unit(facts: MeetingFacts) -> list[Row]:
    """Return a line for each unit that leads a task of these meetings, in official order."""
    return [row for row in _of_members(facts, Dimension.DEPARTMENT) if row["actions_made"]]


def _of_members(facts: MeetingFacts, dimension: Dimension) -> list[Row]:
    return [
        line(name, facts, facts.asked.of(dimension, key)) for key, name in extracts.names(dimension).items()
    ]


def of_effect(facts: MeetingFacts, effect: Effect) -> Row:
    """Return the figures of one topic."""
    return line(effect.topic.title, facts, facts.asked.of(Dimension.ALL, str(effect.topic.id)))


def behind(facts: MeetingFacts, value: Value, part: Part) -> list[Any]:
    """Return what a value counts, or a part of what a rate counts."""
    wanted = value.behind(part)
    left_out = [each for name in wanted.left_out for each in counted(name, facts, value.asked) or ()]
    found = [each for name in wanted.counts for each in counted(name, facts, value.asked) or ()]
    return [each for each in found if each not in left_out]
