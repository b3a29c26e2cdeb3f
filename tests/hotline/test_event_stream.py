"""Event streams: what they say, that they end, and that there are never too many."""

from collections.abc import Hashable, Iterator

import pytest
from flask import Flask

from hotline import event_stream
from hotline.event_stream import Rooms


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the seconds of these tests be short ones."""
    monkeypatch.setattr(event_stream, "SECONDS_BETWEEN", 0.01)
    monkeypatch.setattr(event_stream, "SECONDS_OPEN", 0.2)


def looks(*seen: dict[str, Hashable]) -> Iterator[dict[str, Hashable]]:
    yield from seen
    while True:
        yield seen[-1]


@pytest.mark.one_database
def test_a_stream_names_what_has_changed_and_ends_by_itself(app: Flask) -> None:
    seen = looks({"alarm": (), "inbox": 1}, {"alarm": (), "inbox": 1}, {"alarm": (7,), "inbox": 1})

    parts = list(event_stream.events(app, lambda: next(seen)))

    assert parts[:3] == ["retry: 200\n\n", ": \n\n", "event: alarm\ndata: -\n\n"]
    assert set(parts[3:]) == {": \n\n"}
    assert len(parts) > 4


def test_a_person_and_the_house_have_only_so_many_rooms() -> None:
    rooms = Rooms()

    own = [rooms.take(1) for _ in range(event_stream.MOST_OF_ONE_PERSON + 1)]
    others = [rooms.take(person) for person in range(2, event_stream.MOST_IN_ALL + 2)]
    rooms.give_back(1)

    assert own == [True] * event_stream.MOST_OF_ONE_PERSON + [False]
    assert others.count(True) == event_stream.MOST_IN_ALL - event_stream.MOST_OF_ONE_PERSON
    assert rooms.take(1)


@pytest.mark.one_database
def test_a_stream_that_was_closed_gives_its_room_back(app: Flask) -> None:
    for _ in range(event_stream.MOST_OF_ONE_PERSON + 2):
        answer = event_stream.answer(app, 99, dict)
        assert answer.status_code == 200
        answer.close()
    held = [event_stream.answer(app, 99, dict) for _ in range(event_stream.MOST_OF_ONE_PERSON)]
    assert event_stream.answer(app, 99, dict).status_code == 204
    for answer in held:
        answer.close()
