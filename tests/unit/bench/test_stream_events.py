import json

from bench.stream_events import EVENT_START, ending, sent_at_ns, token_event


def test_an_event_is_one_http_chunk_of_some_three_hundred_bytes() -> None:
    size, _, rest = token_event(1).partition(b"\r\n")

    assert len(rest) == int(size, 16) + 2
    assert 250 < len(rest) < 350
    assert json.loads(rest.strip().removeprefix(EVENT_START))["object"] == "chat.completion.chunk"


def test_the_reader_finds_when_the_last_of_several_events_was_sent() -> None:
    received = bytearray(token_event(123_456_789) + token_event(987_654_321))

    assert sent_at_ns(received, len(received)) == 987_654_321


def test_half_a_stamp_is_no_stamp() -> None:
    event = token_event(123_456_789)
    cut = event.index(b"fp_") + 10

    assert sent_at_ns(bytearray(event), cut) is None
    assert sent_at_ns(bytearray(b"no stamp here"), 13) is None


def test_the_text_changes_for_a_gateway_ends_streams_that_repeat_themselves() -> None:
    words = {json.loads(token_event(at).split(b"\r\n")[1].strip()[6:])["choices"][0]["delta"]["content"]
             for at in range(0, 100_000_000, 20_000_000)}  # fmt: skip

    assert len(words) == 5


def test_a_stream_ends_with_usage_done_and_the_last_chunk() -> None:
    assert b'"usage":{' in ending()
    assert ending().endswith(b"data: [DONE]\n\n\r\n0\r\n\r\n")
