"""What an exchange's report says, however it is written; and how far a call is by what is known of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.telephone import CallState, CallStep, Direction, HangupCause
from workflows.errors import BadInput
from workflows.telephone_events import (
    LONGEST_NUMBER,
    leads_to,
    read_hosts,
    read_number,
    read_report,
    state_of,
)

PLAIN = {
    "event": ["newCall"],
    "callId": ["c-1"],
    "from": ["13893112345"],
    "to": ["12345"],
    "direction": ["in"],
}


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("13893112345", "13893112345"),
        ("+8613893112345", "13893112345"),
        ("008613893112345", "13893112345"),
        ("8613893112345", "13893112345"),
        ("８６１３８９３１１２３４５", "13893112345"),
        ("0931-8461234", "09318461234"),
        ("+869318461234", "09318461234"),
        ("869318461234", "09318461234"),
        ("8461234", "09318461234"),
        ("12345", "12345"),
        ("8001", "8001"),
        ("+4930123456", "4930123456"),
        ("anonymous", ""),
        ("Unknown", ""),
        ("", ""),
        ("sip:nobody", ""),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str, stored: str) -> None:
    assert read_number(written, "0931") == stored


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=40))
def test_no_number_breaks_a_report(text: str) -> None:
    read = read_number(text, "0931")
    assert len(read) <= LONGEST_NUMBER
    assert read == "" or (read.isascii() and read.isdigit())


def test_the_citizens_number_is_the_other_ends() -> None:
    coming, going = read_report(PLAIN), read_report(PLAIN | {"direction": ["out"]})

    assert (coming.number, coming.line, coming.direction) == ("13893112345", "12345", Direction.IN)
    assert (going.number, going.line, going.direction) == ("12345", "13893112345", Direction.OUT)


def test_names_come_as_one_or_as_many() -> None:
    many = read_report(PLAIN | {"user[]": ["8001", "8002"]})
    one = read_report(PLAIN | {"event": ["answer"], "user": ["马小兰"], "answeringNumber": ["8001"]})

    assert many.names == ("8001", "8002")
    assert one.names == ("马小兰", "8001")


def test_an_unknown_cause_is_an_ordinary_end() -> None:
    hung_up = PLAIN | {"event": ["hangup"]}
    assert read_report(hung_up | {"cause": ["noAnswer"]}).cause is HangupCause.NO_ANSWER
    assert read_report(hung_up | {"cause": ["whatever"]}).cause is HangupCause.NORMAL
    assert read_report(PLAIN | {"cause": ["busy"]}).cause is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"event": ["ring"]}, "event 应为 newCall、answer 或 hangup。"),
        ({"callId": [""]}, "callId 应为 1 至 250 个字符。"),
        ({"callId": ["x" * 251]}, "callId 应为 1 至 250 个字符。"),
        ({"direction": ["up"]}, "direction 应为 in 或 out。"),
    ],
)
def test_nonsense_is_refused_in_words(fields: dict[str, list[str]], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_report(PLAIN | fields)


def test_a_state_is_what_is_known() -> None:
    states = {
        (False, False): CallState.RINGING,
        (True, False): CallState.ANSWERED,
        (True, True): CallState.ENDED,
        (False, True): CallState.MISSED,
    }
    for (answered, ended), state in states.items():
        assert state_of(answered=answered, ended=ended, cause=HangupCause.NORMAL) is state
    assert state_of(answered=False, ended=True, cause=HangupCause.FORWARDED) is CallState.ENDED


def test_a_recording_lies_on_a_server_that_is_allowed() -> None:
    hosts = read_hosts("pbx.example.cn\n 10.0.0.8:8080 \n\nPBX.example.cn")
    assert hosts == ["pbx.example.cn", "10.0.0.8:8080"]
    assert leads_to("https://pbx.example.cn/rec/1.wav", hosts)
    assert leads_to("http://10.0.0.8:8080/1.wav", hosts)
    for bad in (
        "",
        "https://evil.example/1.wav",
        "http://10.0.0.8:9090/1.wav",
        "javascript:alert(1)//pbx.example.cn",
        "https://pbx.example.cn@evil.example/1.wav",
        "https://me:secret@pbx.example.cn/1.wav",
        "https://[::1/1.wav",
        "file://pbx.example.cn/etc/passwd",
    ):
        assert not leads_to(bad, hosts), bad
    with pytest.raises(BadInput, match="不是服务器名"):
        read_hosts("https://pbx.example.cn")


def test_the_words_are_those_of_the_protocol() -> None:
    assert [step.value for step in CallStep] == ["newCall", "answer", "hangup"]
