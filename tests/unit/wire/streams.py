"""Streams that hypothesis makes up: every kind of event that was recorded or documented, in any order and framing."""

import json
from typing import Any

from hypothesis import strategies as st

TEXT = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ['"usage":{"prompt_tokens":7}', "data: [DONE]\n\n", '"delta":{"content":"x"}', "\\", '\\"', "é\U0001f600", '"}']
    ),
)
COUNT = st.integers(0, 5_000)
FILTERS = st.sampled_from(
    [{}, {"hate": {"filtered": False, "severity": "safe"}}, {"error": {"code": "content_filter_error", "message": ""}}]
)


def chunk(choices: list[dict[str, Any]], **members: Any) -> dict[str, Any]:
    return {"choices": choices, "created": 1, "id": "c", "model": "gpt-4o-2024-11-20", **members}


def usage(prompt: int, completion: int) -> dict[str, Any]:
    return {"completion_tokens": completion, "prompt_tokens": prompt, "total_tokens": prompt + completion}


CONTENT = st.builds(
    lambda text, filters, index, stated: chunk(
        [{"content_filter_results": filters, "delta": {"content": text}, "finish_reason": None, "index": index}],
        **stated,
    ),
    TEXT,
    FILTERS,
    st.integers(0, 1),
    st.sampled_from([{}, {"usage": None}, {"obfuscation": "ab"}]),
)
ROLE = st.just(chunk([{"delta": {"content": "", "refusal": None, "role": "assistant"}, "index": 0}]))
SEVERAL = st.builds(lambda one, two: chunk([{"delta": {"content": one}}, {"delta": {"content": two}}]), TEXT, TEXT)
REASONING = st.builds(lambda text: chunk([{"delta": {"reasoning_content": text, "content": None}}]), TEXT)
CALL = st.builds(
    lambda name, arguments: chunk(
        [{"delta": {"tool_calls": [{"function": {"name": name, "arguments": arguments}, "index": 0}]}}]
    ),
    st.sampled_from([None, "get_weather"]),
    TEXT,
)
USAGE = st.builds(
    lambda prompt, completion, extra: chunk([], usage=usage(prompt, completion), **extra),
    COUNT,
    COUNT,
    st.sampled_from([{}, {"latency_checkpoint": {"engine_tbt_ms": 1}}, {"routing": {"serving_pipereplica": "a"}}]),
)
USAGE_WITH_CHOICE = st.builds(
    lambda prompt, text: chunk([{"delta": {"content": text}, "index": 0}], usage=usage(prompt, 1)), COUNT, TEXT
)
ERROR_WITH_CHOICE = st.builds(lambda text: chunk([{"delta": {"content": text}}], error={"code": "late"}), TEXT)
PROMPT_FILTER = st.just({"choices": [], "created": 0, "id": "", "model": "", "prompt_filter_results": []})
ANNOTATION = st.just({"choices": [{"content_filter_offsets": {}, "content_filter_results": {}, "index": 0}]})
ERROR = st.sampled_from([{"error": {"code": "rate_limit_exceeded", "type": "x"}}, {"error": {"type": "server_error"}}])
TEXT_COMPLETION = st.builds(lambda text: chunk([{"text": text, "index": 0, "logprobs": None}]), TEXT)

CHAT_EVENT = st.one_of(
    CONTENT,
    ROLE,
    SEVERAL,
    REASONING,
    CALL,
    USAGE,
    USAGE_WITH_CHOICE,
    PROMPT_FILTER,
    ANNOTATION,
    ERROR,
    ERROR_WITH_CHOICE,
    TEXT_COMPLETION,
)

RESPONSE_EVENT = st.one_of(
    st.builds(
        lambda kind, text: {"type": kind, "content_index": 0, "delta": text, "item_id": "m", "sequence_number": 4},
        st.sampled_from(
            [
                "response.output_text.delta",
                "response.refusal.delta",
                "response.function_call_arguments.delta",
                "response.reasoning_summary_text.delta",
                "response.output_audio.delta",
            ]
        ),
        TEXT,
    ),
    st.builds(lambda text: {"type": "response.output_text.done", "text": text}, TEXT),
    st.builds(
        lambda text: {"type": "response.created", "response": {"model": "d", "instructions": text, "usage": None}}, TEXT
    ),
    st.just({"type": "response.output_item.added", "item": {"type": "function_call", "name": "f", "arguments": ""}}),
    st.builds(
        lambda kind, given, made: {
            "type": kind,
            "response": {"model": "d", "usage": {"input_tokens": given, "output_tokens": made}},
        },
        st.sampled_from(["response.completed", "response.incomplete"]),
        COUNT,
        COUNT,
    ),
    st.sampled_from([{"type": "error", "code": "too_many_requests"}, {"type": "error", "error": {"code": "a"}}]),
)


@st.composite
def framed(draw: st.DrawFn, event: dict[str, Any], end: str) -> bytes:
    """One event, its lines ended by ``end``, in one of the forms that the standard allows."""
    separators = draw(st.sampled_from([(",", ":"), (",", ":"), (", ", ": ")]))
    body = json.dumps(event, separators=separators, ensure_ascii=draw(st.booleans()))
    lines = [f"event: {event['type']}"] if "type" in event and draw(st.integers(0, 3)) else []
    form = draw(st.integers(0, 11))
    if form == 0:
        lines.insert(0, ": keep-alive")
    if form == 1:
        head, mark, tail = body.partition(",")
        lines += [f"data:{head}{mark}", f"data: {tail}"]
    else:
        lines.append(f"data: {body}")
    return (end.join(lines) + end + end).encode("utf-8", "replace")


@st.composite
def streams(draw: st.DrawFn, event: st.SearchStrategy[dict[str, Any]]) -> list[bytes]:
    """The events of a stream, sometimes with a byte order mark, comments, no end or no last empty line."""
    style = draw(st.sampled_from(["\n", "\n", "\r\n", "\r", "mixed"]))
    ends = st.sampled_from(["\n", "\r\n", "\r"]) if style == "mixed" else st.just(style)
    events = [draw(framed(each, draw(ends))) for each in draw(st.lists(event, max_size=8))]
    if draw(st.integers(0, 5)) == 0:
        events.insert(0, b": welcome\n\n")
    if draw(st.booleans()):
        events.append(b"data: [DONE]\n\n")
    if events and draw(st.integers(0, 5)) == 0:
        events[0] = b"\xef\xbb\xbf" + events[0]
    if events and draw(st.integers(0, 5)) == 0:
        events[-1] = events[-1].rstrip(b"\r\n")
    return events


@st.composite
def cuts(draw: st.DrawFn, events: list[bytes]) -> list[bytes]:
    """The same bytes as a socket may hand them over: event by event, or cut anywhere."""
    stream = b"".join(events)
    how = draw(st.sampled_from(["events", "anywhere", "evenly"]))
    if how == "events":
        return events
    if how == "anywhere":
        places = sorted(draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    else:
        size = draw(st.sampled_from([1, 2, 3, 7, 64, 1_000]))
        places = list(range(size, len(stream), size))
    return [stream[start:end] for start, end in zip([0, *places], [*places, len(stream)], strict=True)]
