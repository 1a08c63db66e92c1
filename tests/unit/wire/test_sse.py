import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.core.usage import Usage
from headgate.wire import sse
from headgate.wire.sse import StreamTap
from tests.recordings import recorded_exchanges
from tests.requirements import require
from tests.unit.wire.reference_tap import Reading, read_stream
from tests.unit.wire.streams import CHAT_EVENT, RESPONSE_EVENT, cuts, streams


def event(found: dict[str, Any], name: str = "") -> bytes:
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(found, separators=(',', ':'))}\n\n".encode()


def content(text: str, **members: Any) -> bytes:
    return event({"choices": [{"delta": {"content": text}, "index": 0}], "model": "gpt-4o", **members})


BYTE = st.integers(0, 255)
DONE = b"data: [DONE]\n\n"
USAGE_CHUNK = event({"choices": [], "model": "gpt-4o", "usage": {"prompt_tokens": 9, "completion_tokens": 2}})


def tapped(api: str, parts: list[bytes], *, swallow: bool) -> tuple[StreamTap, bytes]:
    tap = StreamTap(api, swallow_usage=swallow)
    relayed = b"".join([tap.feed(part) for part in parts])
    return tap, relayed + tap.end()


def reading(tap: StreamTap, relayed: bytes) -> Reading:
    usage = (tap.usage.prompt_tokens, tap.usage.completion_tokens) if tap.usage else None
    return Reading(relayed, usage, tap.served_model, tap.error_code, tap.finished, tap.events, tap.text())


class TestRelaying:
    def test_bytes_pass_as_the_very_same_object_when_nothing_is_to_be_swallowed(self) -> None:
        tap = StreamTap("chat.completions", swallow_usage=False)
        for part in (content("Hi"), b"data: {", b"x", USAGE_CHUNK, DONE):
            assert tap.feed(part) is part
        assert tap.end() == b""

    def test_the_usage_chunk_that_was_added_is_swallowed(self) -> None:
        tap, relayed = tapped("chat.completions", [content("Hi"), USAGE_CHUNK + DONE], swallow=True)
        assert relayed == content("Hi") + DONE
        assert tap.usage == Usage(prompt_tokens=9, completion_tokens=2)

    def test_a_usage_chunk_alone_leaves_nothing_to_relay(self) -> None:
        tap = StreamTap("completions", swallow_usage=True)
        assert tap.feed(USAGE_CHUNK) == b""
        assert tap.usage is not None

    def test_usage_on_a_chunk_with_choices_is_read_and_relayed(self) -> None:
        chunk = content("Hi", usage={"prompt_tokens": 3, "completion_tokens": 1})
        tap, relayed = tapped("chat.completions", [chunk], swallow=True)
        assert relayed == chunk
        assert tap.usage == Usage(prompt_tokens=3, completion_tokens=1)

    def test_an_event_is_relayed_when_it_is_complete(self) -> None:
        tap = StreamTap("chat.completions", swallow_usage=True)
        whole = content("Hi")
        assert tap.feed(whole[:-1]) == b""
        assert tap.feed(whole[-1:] + whole[:5]) == whole
        assert tap.end() == whole[:5]

    def test_a_stream_is_inside_an_event_until_its_empty_line(self) -> None:
        tap = StreamTap("chat.completions", swallow_usage=False)
        for part, inside in ((content("Hi"), False), (b"data: {", True), (b'"x":1}\n', True), (b"\n", False)):
            tap.feed(part)
            assert tap.inside_event is inside
        tap.feed(b"data: " + b"x" * sse.HELD_BYTES_MAX)
        assert tap.inside_event

    def test_the_last_usage_wins(self) -> None:
        later = event({"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 30}})
        tap, _ = tapped("chat.completions", [USAGE_CHUNK, later], swallow=False)
        assert tap.usage == Usage(prompt_tokens=9, completion_tokens=30)

    def test_a_usage_chunk_without_its_last_empty_line_is_still_swallowed(self) -> None:
        tap, relayed = tapped("chat.completions", [content("Hi") + USAGE_CHUNK[:-2]], swallow=True)
        assert relayed == content("Hi")
        assert tap.usage is not None

    def test_half_a_usage_chunk_is_relayed_when_the_stream_breaks_off(self) -> None:
        tap, relayed = tapped("chat.completions", [content("Hi"), USAGE_CHUNK[:40]], swallow=True)
        assert relayed == content("Hi") + USAGE_CHUNK[:40]
        assert not tap.finished

    def test_an_event_too_long_to_hold_passes_and_gives_its_usage(self) -> None:
        picture = event(
            {
                "type": "image_generation.completed",
                "b64_json": "A" * (3 * sse.HELD_BYTES_MAX),
                "usage": {"input_tokens": 5, "output_tokens": 1_056, "total_tokens": 1_061},
            }
        )
        parts = [picture[i : i + 60_000] for i in range(0, len(picture), 60_000)]
        tap = StreamTap("images.generations", swallow_usage=True)
        relayed = [tap.feed(part) for part in [*parts, DONE]]
        assert b"".join(relayed) + tap.end() == picture + DONE
        assert len(relayed[5]) == 60_000
        assert tap.usage == Usage(prompt_tokens=5, completion_tokens=1_056, image_completion_tokens=1_056)
        assert tap.finished
        assert tap.events == 2

    def test_a_long_last_event_of_a_response_ends_the_stream_with_its_usage(self) -> None:
        response = {
            "output": ["x" * sse.HELD_BYTES_MAX],
            "usage": {"input_tokens": 5, "output_tokens": 9},
            "user": None,
        }
        last = event({"response": response, "type": "response.completed"}, "response.completed")
        tap, relayed = tapped("responses", [last[:200_000], last[200_000:-1], last[-1:]], swallow=False)
        assert relayed == last
        assert tap.usage == Usage(prompt_tokens=5, completion_tokens=9)
        assert tap.finished

    @pytest.mark.parametrize("rest", [b"", b'"usage": {"prompt', b"\n\n" + DONE, b'"usage":{"seconds":"x"}}\n\n'])
    def test_a_long_event_without_readable_usage_does_no_harm(self, rest: bytes) -> None:
        long = b"data: {" + b"x" * (2 * sse.HELD_BYTES_MAX)
        tap, relayed = tapped("chat.completions", [long, rest], swallow=True)
        assert relayed == long + rest
        assert tap.usage is None


class TestFacts:
    def test_a_chat_stream_tells_model_tier_and_text(self) -> None:
        first = event({"choices": [], "id": "", "model": "", "prompt_filter_results": []})
        role = content("", service_tier="default")
        tap, _ = tapped("chat.completions", [first, role, content("Hel"), content("lo"), DONE], swallow=False)
        assert (tap.served_model, tap.service_tier, tap.text()) == ("gpt-4o", "default", "Hello")
        assert tap.finished
        assert tap.events == 5
        assert tap.usage is None

    def test_output_begins_with_the_first_word_not_with_the_role(self) -> None:
        tap = StreamTap("chat.completions", swallow_usage=False)
        tap.feed(event({"choices": [{"delta": {"role": "assistant", "content": ""}}], "model": "m"}))
        assert not tap.first_output
        tap.feed(content("Hi"))
        assert tap.first_output

    def test_an_error_object_in_place_of_a_chunk_is_an_error(self) -> None:
        broken = event({"error": {"code": None, "type": "too_many_requests", "message": "…"}})
        tap, _ = tapped("chat.completions", [content("Hi"), broken], swallow=False)
        assert tap.error_code == "too_many_requests"
        assert not tap.finished

    def test_an_error_of_the_content_filter_is_not_an_error_of_the_stream(self) -> None:
        filtered = {"error": {"code": "content_filter_error", "message": "The contents are not filtered"}}
        chunk = event({"choices": [{"delta": {"content": "Hi"}, "content_filter_results": filtered}], "model": "m"})
        tap, _ = tapped("chat.completions", [chunk, chunk], swallow=False)
        assert tap.error_code == ""
        assert tap.text() == "HiHi"

    def test_words_that_look_like_usage_are_only_words(self) -> None:
        sly = 'end of answer","usage":{"prompt_tokens":99,"completion_tokens":9'
        tap, _ = tapped("chat.completions", [content(sly), content(sly)], swallow=True)
        assert tap.usage is None
        assert tap.text() == sly * 2

    def test_a_response_tells_usage_from_its_last_event(self) -> None:
        parts = [
            event({"type": "response.created", "response": {"model": "d", "service_tier": "auto"}}, "response.created"),
            event({"type": "response.output_text.delta", "delta": "4"}, "response.output_text.delta"),
            event({"type": "response.output_text.done", "text": "4"}, "response.output_text.done"),
            event(
                {
                    "type": "response.completed",
                    "response": {
                        "model": "d",
                        "service_tier": "default",
                        "usage": {
                            "input_tokens": 18,
                            "input_tokens_details": {"cached_tokens": 4},
                            "output_tokens": 120,
                            "output_tokens_details": {"reasoning_tokens": 64},
                            "total_tokens": 138,
                        },
                        "tool_usage": {"web_search": {"num_requests": 2}},
                    },
                },
                "response.completed",
            ),
        ]
        tap, _ = tapped("responses", parts, swallow=False)
        assert tap.usage == Usage(
            prompt_tokens=18, cached_tokens=4, completion_tokens=120, reasoning_tokens=64, searches=2
        )
        assert (tap.served_model, tap.service_tier, tap.text()) == ("d", "default", "4")
        assert tap.finished

    @pytest.mark.parametrize("failed_first", [True, False])
    def test_a_failed_response_keeps_the_code_of_its_error_event(self, failed_first: bool) -> None:
        failed = event({"type": "response.failed", "response": {"error": None}})
        error = event({"type": "error", "error": {"code": "rate_limit_exceeded", "message": "…"}})
        tap, _ = tapped("responses", [failed, error] if failed_first else [error, failed], swallow=False)
        assert tap.error_code == "rate_limit_exceeded"
        assert tap.finished

    def test_a_failed_response_that_does_not_say_why_has_our_code(self) -> None:
        tap, _ = tapped("responses", [event({"type": "response.failed", "response": {"error": None}})], swallow=False)
        assert tap.error_code == "response_failed"

    def test_sound_is_no_text(self) -> None:
        sound = event({"type": "response.output_audio.delta", "delta": "UklGRg=="}, "response.output_audio.delta")
        tap, _ = tapped("responses", [sound], swallow=False)
        assert tap.text() == ""
        assert tap.first_output

    def test_a_transcription_tells_usage_at_its_end(self) -> None:
        parts = [
            event({"type": "transcript.text.delta", "delta": "Hel"}),
            event({"type": "transcript.text.done", "text": "Hel", "usage": {"input_tokens": 7, "output_tokens": 2}}),
        ]
        tap, _ = tapped("audio.transcriptions", parts, swallow=False)
        assert tap.usage == Usage(prompt_tokens=7, completion_tokens=2)
        assert (tap.finished, tap.text()) == (True, "Hel")

    def test_speech_tells_usage_at_its_end(self) -> None:
        parts = [
            event({"type": "speech.audio.delta", "audio": "UklGRg=="}),
            event({"type": "speech.audio.done", "usage": {"input_tokens": 7, "output_tokens": 90}}),
        ]
        tap, _ = tapped("audio.speech", parts, swallow=False)
        assert tap.usage == Usage(prompt_tokens=7, completion_tokens=90)
        assert tap.finished
        assert tap.first_output

    def test_tool_calls_are_text_to_be_counted(self) -> None:
        call = {"index": 0, "function": {"name": "weather", "arguments": '{"city":"Oslo"}'}}
        legacy = {"name": "time", "arguments": "{}"}
        parts = [
            event({"choices": [{"delta": {"tool_calls": [call]}}], "model": "m"}),
            event({"choices": [{"delta": {"function_call": legacy}}]}),
            event({"choices": [{"delta": {"tool_calls": [{"custom": {"name": "sql", "input": "select"}}]}}]}),
        ]
        tap, _ = tapped("chat.completions", parts, swallow=False)
        assert tap.text() == 'weather{"city":"Oslo"}time{}sqlselect'


class TestText:
    def test_a_letter_split_over_two_events_is_joined(self) -> None:
        parts = [
            rb'data: {"choices":[{"delta":{"content":"\ud83d"}}],"model":"m"}' + b"\n\n",
            rb'data: {"choices":[{"delta":{"content":"\ude00"}}],"model":"m"}' + b"\n\n",
        ]
        first, *_ = parts
        tap = StreamTap("chat.completions", swallow_usage=False)
        tap.feed(content("face: "))
        tap.feed(parts[0])
        tap.feed(parts[1])
        assert tap.text() == "face: \U0001f600"
        tap.feed(first)
        assert tap.text() == "face: \U0001f600?"

    @pytest.mark.plain
    def test_text_beyond_the_limit_is_only_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sse, "TEXT_BYTES_MAX", 8)
        tap, _ = tapped("chat.completions", [content("12345"), content("67890"), content("x")], swallow=False)
        assert tap.text() == "12345"
        assert tap.text_truncated
        assert tap.text_bytes == 11

    def test_bytes_that_are_no_text_are_shown_as_well_as_can_be(self) -> None:
        tap = StreamTap("chat.completions", swallow_usage=False)
        tap.feed(content("a"))
        tap.feed(b'data: {"choices":[{"delta":{"content":"\xff\\x"}}]}\n\n')
        assert tap.text() == "a�\\x"


@given(st.data(), st.booleans())
def test_chat_streams_read_like_the_reference_however_they_are_cut(data: st.DataObject, swallow: bool) -> None:
    events = data.draw(streams(CHAT_EVENT))
    tap, relayed = tapped("chat.completions", data.draw(cuts(events)), swallow=swallow)
    assert reading(tap, relayed) == read_stream(b"".join(events), swallow=swallow)


@given(st.data(), st.booleans())
def test_responses_read_like_the_reference_however_they_are_cut(data: st.DataObject, swallow: bool) -> None:
    events = data.draw(streams(RESPONSE_EVENT))
    tap, relayed = tapped("responses", data.draw(cuts(events)), swallow=swallow)
    assert reading(tap, relayed) == read_stream(b"".join(events), swallow=swallow)


@given(st.data(), st.sampled_from(["chat.completions", "completions", "responses", "audio.speech", "other"]))
def test_bent_bytes_never_raise_and_pass_unchanged(data: st.DataObject, api: str) -> None:
    events = [bytearray(each) for each in data.draw(streams(st.one_of(CHAT_EVENT, RESPONSE_EVENT)))]
    for which, place, value in data.draw(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 300), BYTE), max_size=6)):
        if which < len(events) and place < len(events[which]):
            events[which][place] = value
    parts = data.draw(cuts([bytes(each) for each in events]))
    stream = b"".join(parts)
    tap, relayed = tapped(api, parts, swallow=False)
    assert relayed == stream
    tap.text()
    swallowing, left = tapped(api, parts, swallow=True)
    assert len(left) <= len(stream)
    assert swallowing.events == tap.events
    assert swallowing.text() == tap.text()


@given(st.binary(max_size=300), st.booleans())
def test_noise_never_raises(noise: bytes, swallow: bool) -> None:
    tap, relayed = tapped("chat.completions", [b"data:" + noise, noise], swallow=swallow)
    assert relayed == b"data:" + noise + noise
    assert tap.usage is None


def test_recorded_streams_read_the_same_at_every_cut() -> None:
    require("recordings")
    recordings = [each for each in recorded_exchanges() if each.is_stream]
    assert recordings
    for each in recordings:
        for swallow in (False, True):
            expected = read_stream(each.response, swallow=swallow)
            for size in (7, 1_000, len(each.response)):
                parts = [each.response[i : i + size] for i in range(0, len(each.response), size)]
                assert reading(*tapped(each.api, parts, swallow=swallow)) == expected, each.name


def test_a_recorded_stream_with_tool_calls_reads_the_same_cut_in_two_anywhere() -> None:
    require("recordings")
    stream = next(each.response for each in recorded_exchanges() if "ToolCallStreaming" in each.name)
    expected = read_stream(stream, swallow=True)
    assert expected.usage == (66, 17)
    for place in range(len(stream)):
        assert reading(*tapped("chat.completions", [stream[:place], stream[place:]], swallow=True)) == expected
