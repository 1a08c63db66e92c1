"""Recorded answers through the data plane, cut everywhere: what comes out is what was recorded, and so is the usage.

Between caller and backend stands everything but sockets. In ``make test`` long streams are cut at a sample of their
bytes, and at every byte of their end; ``make soak`` cuts all of them at every byte.
"""

from collections.abc import Iterable

import pytest

from headgate.core.usage import Usage
from tests.recordings import Recording, recorded_exchanges
from tests.replay_upstream import answer_bytes
from tests.replaying import (
    ADDED,
    configuration,
    expected_headers,
    expected_usage,
    is_relayed,
    request_bytes,
    status_instead,
)
from tests.requirements import require
from tests.wired_gate import Answer, WiredGate, settings_from

require("recordings")

ALL = recorded_exchanges()
STREAMS = list({recording.response: recording for recording in ALL if recording.is_stream}.values())
"""Each different stream once."""
EVERY_BYTE_UP_TO = 8_192
"""Streams up to this length are cut at every byte in ``make test`` too."""
SAMPLED_CUTS = 100
"""Of a longer stream, spread over it evenly."""
END_BYTES = 150
"""Of a longer stream's end, cut at every byte."""
USAGE_BYTES = 900
"""Of a stream's end: its usage chunk and ``[DONE]`` with their framing."""

PART_BYTES = 8_192
PARTS = [(recording, first) for recording in STREAMS for first in range(1, len(answer_bytes(recording)), PART_BYTES)]
"""What ``make soak`` cuts at every byte, in parts that take less than a minute."""

each_recording = pytest.mark.parametrize("recording", ALL, ids=lambda recording: recording.name)
each_stream = pytest.mark.parametrize("recording", STREAMS, ids=lambda recording: recording.name)


def gate_for(recording: Recording) -> WiredGate:
    return WiredGate(settings_from(configuration([recording], "https://azure.test")))


def check(recording: Recording, gate: WiredGate, answer: Answer, cut: object) -> None:
    """The caller has what was recorded, and the journal what it cost."""
    where = f"{recording.name} cut at {cut}"
    assert answer.complete, where
    assert answer.status == recording.status, where
    assert answer.body == recording.response, where
    [attempt] = gate.record().attempts
    assert gate.record().outcome == "answered", where
    usage = expected_usage(recording)
    if usage is not None:
        assert attempt.usage == usage, where
    elif recording.status == 200:
        assert attempt.usage is not None, where
        assert attempt.usage.estimated, where
    else:
        assert attempt.usage is None, where


async def cut_everywhere(recording: Recording, cuts: Iterable[int]) -> int:
    """Replay a recording once for each cut; return how often."""
    gate, request, wire = gate_for(recording), request_bytes(recording), answer_bytes(recording)
    count = 0
    for cut in cuts:
        answer = await gate.exchange(request, (wire[:cut], wire[cut:]))
        check(recording, gate, answer, cut)
        count += 1
    return count


@each_recording
async def test_an_answer_in_one_piece_arrives_as_it_was_recorded(recording: Recording) -> None:
    gate = gate_for(recording)

    answer = await gate.exchange(request_bytes(recording), [answer_bytes(recording)])

    if not is_relayed(recording):
        assert answer.status == status_instead(recording)
        assert gate.record().attempts[0].usage is None
        return
    check(recording, gate, answer, "nowhere")
    names = [name.lower() for name, _ in answer.headers]
    kept = [(name.lower(), value) for name, value in answer.headers if not name.lower().startswith("x-headgate-")]
    assert set(ADDED) <= set(names)
    assert [each for each in kept if each[0] not in ("content-length", "transfer-encoding")] == expected_headers(
        recording
    )


@each_recording
async def test_an_answer_that_comes_byte_by_byte_arrives_as_it_was_recorded(recording: Recording) -> None:
    gate = gate_for(recording)
    wire = answer_bytes(recording)

    answer = await gate.exchange(request_bytes(recording), (wire[at : at + 1] for at in range(len(wire))))

    if is_relayed(recording):
        check(recording, gate, answer, "every byte")


@each_stream
async def test_a_stream_cut_anywhere_arrives_as_it_was_recorded(recording: Recording) -> None:
    length = len(answer_bytes(recording))
    step = max(1, (length - END_BYTES) // SAMPLED_CUTS) if length > EVERY_BYTE_UP_TO else 1
    first = 1 + STREAMS.index(recording) % step  # streams are alike: let each be cut at other places
    cuts = [*range(first, length - END_BYTES, step), *range(length - END_BYTES, length)]

    assert await cut_everywhere(recording, cuts) == len(cuts)


@pytest.mark.soak
@pytest.mark.parametrize("recording, first", PARTS, ids=lambda part: getattr(part, "name", str(part)))
async def test_a_stream_cut_at_every_byte_arrives_as_it_was_recorded(recording: Recording, first: int) -> None:
    cuts = range(first, min(first + PART_BYTES, len(answer_bytes(recording))))

    assert await cut_everywhere(recording, cuts) == len(cuts)


@each_stream
async def test_a_caller_who_did_not_ask_for_usage_never_sees_it(recording: Recording) -> None:
    usage = expected_usage(recording)
    if usage is None:
        return
    quiet = recording._replace(request=recording.request.replace(b'"include_usage": true', b'"include_usage": false'))
    assert quiet.request != recording.request
    events = recording.response.split(b"\n\n")
    expected = b"\n\n".join(event for event in events if b'"usage":{' not in event)
    gate, wire = gate_for(quiet), answer_bytes(recording)

    for cut in range(len(wire) - USAGE_BYTES, len(wire)):
        answer = await gate.exchange(request_bytes(quiet), (wire[:cut], wire[cut:]))
        assert answer.body == expected, cut
        assert gate.record().attempts[0].usage == usage, cut


def test_usage_was_recorded_often_enough_to_mean_something() -> None:
    assert sum(expected_usage(recording) not in (None, Usage()) for recording in ALL) >= 40
