"""Meetings, topics and tasks as figures and papers need them: plain rows, read now or kept with an issue (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from models.joint_meeting import JointMeeting
from models.meeting_action import ActionItem
from models.meeting_topic import MeetingTopic
from models.queries.meeting_figures import Matter
from models.vocabulary import ActionState, MeetingState, TopicState


@dataclass(frozen=True)
class Named:
    """A unit or a field by its name."""

    name: str

    @classmethod
    def of(cls, thing: Any) -> Self | None:
        """Take the name of a row; None of none."""
        return None if thing is None else cls(thing.name)


@dataclass(frozen=True)
class Meeting:
    """A meeting that was held."""

    id: int
    number: str | None
    title: str
    chair: str
    state: MeetingState
    starts_at: datetime

    @classmethod
    def of(cls, row: JointMeeting) -> Self:
        """Take what is needed of a row."""
        return cls(row.id, row.number, row.title, row.chair, row.state, row.starts_at)


@dataclass(frozen=True)
class Topic:
    """A topic that came before a meeting."""

    id: int
    meeting_id: int | None
    title: str
    state: TopicState
    branch_id: int | None
    branch: Named | None
    lead_id: int | None
    lead: Named | None
    outcome: str
    decided_at: datetime | None
    due_on: date | None

    @classmethod
    def of(cls, row: MeetingTopic, *, branch: Named | None = None, lead: Named | None = None) -> Self:
        """Take what is needed of a row; of a task's topic nobody needs the names."""
        return cls(
            row.id, row.meeting_id, row.title, row.state, row.branch_id, branch, row.lead_id, lead,
            row.outcome, row.decided_at, row.due_on,
        )  # fmt: skip


@dataclass(frozen=True)
class Action:
    """A task that a meeting gave."""

    id: int
    topic_id: int
    topic: Topic
    task: str
    lead_id: int
    lead: Named
    due_at: datetime
    done_at: datetime | None
    state: ActionState

    @classmethod
    def of(cls, row: ActionItem) -> Self:
        """Take what is needed of a row."""
        return cls(
            row.id, row.topic_id, Topic.of(row.topic), row.task, row.lead_id, Named(row.lead.name),
            row.due_at, row.done_at, row.state,
        )  # fmt: skip


@dataclass(frozen=True)
class Effect:
    """How often people called about a topic's matter before it was decided, and after all its tasks were done.

    What is not done, was done too recently or has no street is not told: `before` and `after` are None.
    """

    topic: Topic
    matter: Matter | None
    done_at: datetime | None
    before: tuple[int, ...] | None = None
    after: tuple[int, ...] | None = None

    @property
    def is_told(self) -> bool:
        """Whether both sides can be compared."""
        return self.before is not None


Kept = dict[str, Any]


def kept(
    meetings: Sequence[Meeting],
    topics: Sequence[Topic],
    actions: Sequence[Action],
    left: Sequence[Action],
    effects: Sequence[Effect],
) -> Kept:
    """Return all of it as JSON has it."""
    return {
        "meetings": [_plain(row) for row in meetings],
        "topics": [_plain(row) for row in topics],
        "actions": [_plain(row) for row in actions],
        "left": [_plain(row) for row in left],
        "effects": [
            {
                "topic_id": each.topic.id,
                "matter": list(each.matter) if each.matter else None,
                "done_at": _plain(each.done_at),
                "before": each.before,
                "after": each.after,
            }
            for each in effects
        ],
    }


def read(
    told: Kept,
) -> tuple[list[Meeting], list[Topic], list[Action], list[Action], list[Effect]]:
    """Return what `kept` wrote."""
    topics = [_topic(row) for row in told["topics"]]
    by_id = {topic.id: topic for topic in topics}
    effects = [
        Effect(
            by_id[row["topic_id"]],
            Matter(*row["matter"]) if row["matter"] else None,
            _moment(row["done_at"]),
            None if row["before"] is None else tuple(row["before"]),
            None if row["after"] is None else tuple(row["after"]),
        )
        for row in told["effects"]
    ]
    actions, left = ([_action(row) for row in told[name]] for name in ("actions", "left"))
    return [_meeting(row) for row in told["meetings"]], topics, actions, left, effects


def _plain(thing: Any) -> Any:
    if isinstance(thing, Named):
        return thing.name
    if isinstance(thing, date):
        return thing.isoformat()
    if isinstance(thing, Meeting | Topic | Action):
        return {name: _plain(value) for name, value in vars(thing).items()}
    return thing


def _meeting(row: Mapping[str, Any]) -> Meeting:
    return Meeting(**{**row, "state": MeetingState(row["state"]), "starts_at": _moment(row["starts_at"])})


def _topic(row: Mapping[str, Any]) -> Topic:
    named = {name: None if row[name] is None else Named(row[name]) for name in ("branch", "lead")}
    due_on = row["due_on"] and date.fromisoformat(row["due_on"])
    moments = {"decided_at": _moment(row["decided_at"]), "due_on": due_on}
    return Topic(**{**row, **named, **moments, "state": TopicState(row["state"])})


def _action(row: Mapping[str, Any]) -> Action:
    moments = {name: _moment(row[name]) for name in ("due_at", "done_at")}
    own = {"topic": _topic(row["topic"]), "lead": Named(row["lead"]), "state": ActionState(row["state"])}
    return Action(**{**row, **moments, **own})


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
