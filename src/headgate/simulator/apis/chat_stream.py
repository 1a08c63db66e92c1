"""The events of a streamed chat completion, as recorded in January and March 2026.

First the prompt's filter results without choices, then per choice the role, its tokens and its end, then the usage
when it was asked for, then ``[DONE]``. Keys are sorted; one token is one event.
"""

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

import msgspec

from headgate.core.usage import Usage
from headgate.simulator import filters, ids
from headgate.simulator.answer import Event
from headgate.simulator.apis.token_usage import chat_usage_json
from headgate.simulator.obfuscation import Obfuscation
from headgate.simulator.writing import Written

_encode = msgspec.json.encode

_PROMPT_EVENT = (
    b'data: {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":%b}\n\n'
    % filters.PROMPT_FILTER_RESULTS
)
_DONE_EVENT = b"data: [DONE]\n\n"
_ROLE_DELTA = b'{"content":"","refusal":null,"role":"assistant"}'


class ChatStream:
    """Makes the events of one stream; id, model and time are the same in all of them."""

    def __init__(
        self, *, created: int, model: str, fingerprint: str | None, usage: Usage | None, obfuscated: bool
    ) -> None:
        """``usage`` is None when it was not asked for: then no event carries that member."""
        self._usage = usage
        self._padding = Obfuscation() if obfuscated else None
        self._before_padding = b'"created":%d,"id":"%b","model":"%b",' % (created, ids.completion(), model.encode())
        self._after_padding = b'"object":"chat.completion.chunk","system_fingerprint":%b' % _encode(fingerprint)
        self._no_usage_yet = b"" if usage is None else b',"usage":null'

    def events(self, written: list[Written], *, reasoning_tokens: int) -> Iterator[Event]:
        """All events, in order; several choices take turns, token by token."""
        yield _PROMPT_EVENT, reasoning_tokens
        for index, each in enumerate(written):
            yield self._choice(_first_delta(each), index=index), 0
        for turn in zip_longest(*(_pieces(each) for each in written)):
            for index, piece in enumerate(turn):
                if piece is not None:
                    yield self._piece(piece, index), 1 if piece.token else 0
        for index, each in enumerate(written):
            yield self._choice(b"{}", index=index, finish=b'"%b"' % each.finish.encode()), 0
        if self._usage is not None:
            yield self._event(b"", b',"usage":%b' % chat_usage_json(self._usage), length=0), 0
        yield _DONE_EVENT, 0

    def _piece(self, piece: "_Piece", index: int) -> bytes:
        results = filters.COMPLETION_RESULTS if piece.is_text else b"{}"
        return self._choice(piece.delta, index=index, length=len(piece.token), results=results)

    def _choice(
        self, delta: bytes, *, index: int, length: int = 0, results: bytes = b"{}", finish: bytes = b"null"
    ) -> bytes:
        choice = b'{"content_filter_results":%b,"delta":%b,"finish_reason":%b,"index":%d,"logprobs":null}' % (
            results,
            delta,
            finish,
            index,
        )
        return self._event(choice, self._no_usage_yet, length=length)

    def _event(self, choices: bytes, usage: bytes, *, length: int) -> bytes:
        padding = b'"obfuscation":"%b",' % self._padding.pad(length) if self._padding else b""
        return b'data: {"choices":[%b],%b%b%b%b}\n\n' % (
            choices,
            self._before_padding,
            padding,
            self._after_padding,
            usage,
        )


class _Piece(NamedTuple):
    """One change of a choice after its first."""

    delta: bytes
    token: str = ""
    """The token it brings; empty where a further call begins."""
    is_text: bool = False


def _pieces(written: Written) -> Iterator[_Piece]:
    for number, part in enumerate(written.parts):
        if number:
            yield _Piece(b'{"tool_calls":[%b]}' % _opened_call(part, number))
        for token in part.tokens:
            if part.tool:
                delta = b'{"tool_calls":[{"function":{"arguments":%b},"index":%d}]}' % (_encode(token), number)
                yield _Piece(delta, token)
            else:
                yield _Piece(b'{"content":%b}' % _encode(token), token, is_text=True)


def _first_delta(written: Written) -> bytes:
    if not written.tool:
        return _ROLE_DELTA
    return b'{"content":null,"refusal":null,"role":"assistant","tool_calls":[%b]}' % _opened_call(written, 0)


def _opened_call(written: Written, number: int) -> bytes:
    return b'{"function":{"arguments":"","name":%b},"id":"%b","index":%d,"type":"function"}' % (
        _encode(written.tool),
        ids.call(),
        number,
    )
