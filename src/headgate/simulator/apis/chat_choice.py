"""One choice of a plain chat completion: text, sound or calls, with what the filter found (recorded in March 2026)."""

import msgspec

from headgate.simulator import filters, ids
from headgate.simulator.apis import logprobs
from headgate.simulator.apis.spoken import Spoken
from headgate.simulator.shapes import Shapes
from headgate.simulator.writing import Written


def whole(written: Written, index: int, shapes: Shapes, told: int | None, voice: Spoken | None) -> bytes:
    """A choice; ``told`` is of how many other tokens the probability is told with each."""
    return b'{"content_filter_results":%b,"finish_reason":"%b","index":%d,"logprobs":%b,"message":%b}' % (
        _results(written, shapes),
        written.finish.encode(),
        index,
        b"null" if told is None or written.tool else logprobs.of_tokens(written.tokens, told),
        _message(written, shapes, voice),
    )


def _message(written: Written, shapes: Shapes, voice: Spoken | None) -> bytes:
    annotations = b'"annotations":[],' if shapes.profile.annotations else b""
    refusal = b'"refusal":null,' if shapes.profile.refusals else b""
    if written.as_function:
        return b'{%b"content":null,"function_call":{"arguments":%b,"name":%b},%b"role":"assistant"}' % (
            annotations,
            msgspec.json.encode(written.text),
            msgspec.json.encode(written.tool),
            refusal,
        )
    if written.tool:
        calls = b",".join(_tool_call(part) for part in written.parts)
        return b'{%b"content":null,%b"role":"assistant","tool_calls":[%b]}' % (annotations, refusal, calls)
    if voice is not None:
        return b'{%b"audio":%b,"content":null,%b"role":"assistant"}' % (annotations, voice.whole(), refusal)
    stopped = written.finish == "content_filter"
    text = msgspec.json.encode("" if stopped else written.text)
    return b'{%b"content":%b,%b"role":"assistant"}' % (annotations, text, refusal)


def _results(written: Written, shapes: Shapes) -> bytes:
    if written.finish == "content_filter":
        return filters.BLOCKED_COMPLETION_RESULTS
    return b"{}" if written.tool else shapes.completion_results


def _tool_call(written: Written) -> bytes:
    return b'{"function":{"arguments":%b,"name":%b},"id":"%b","type":"function"}' % (
        msgspec.json.encode(written.text),
        msgspec.json.encode(written.tool),
        ids.call(),
    )
