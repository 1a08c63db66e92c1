from pathlib import Path

from headgate.simulator.cassettes import cassette
from headgate.simulator.cassettes.replay import Replay, answer_of
from headgate.simulator.exchange import Request

TARGET = b"/openai/v1/chat/completions"


def _request(body: bytes) -> Request:
    return Request("POST", TARGET, {b"api-key": b"whoever-asks-now"}, body)


def _keep(folder: Path, *answers: bytes, body: bytes = b'{"a":1,"b":2}') -> Replay:
    for number, answer in enumerate(answers, start=1):
        cassette.write(folder, number, cassette.strike(_request(body), 200, [("x-ms-region", "East US")], answer))
    return Replay(folder)


def test_the_order_of_members_does_not_matter_but_their_values_do(tmp_path: Path) -> None:
    replay = _keep(tmp_path, b"yes")

    assert replay.serve(_request(b'{"b": 2, "a": 1}')).answer.body == b"yes"
    other = replay.serve(_request(b'{"a":1,"b":3}')).answer
    assert (other.status, b"1 have it with another body" in other.body) == (404, True)


def test_repeated_requests_get_their_answers_in_turn_and_then_the_last(tmp_path: Path) -> None:
    replay = _keep(tmp_path, b"first", b"second")

    asked = [replay.serve(_request(b'{"a":1,"b":2}')).answer.body for _ in range(3)]
    assert asked == [b"first", b"second", b"second"]


def test_a_stream_is_played_event_by_event() -> None:
    body = b'data: {"a":1}\n\ndata: [DONE]\n\n'
    answer = answer_of(200, [("Content-Type", "text/event-stream; charset=utf-8"), ("Content-Length", "9")], body)

    assert answer.events is not None
    assert [event for event, _ in answer.events] == [b'data: {"a":1}\n\n', b"data: [DONE]\n\n"]
    assert answer.headers == b""
