"""The events of a streamed chat completion, as recorded in January and March 2026.

First the prompt's filter results without choices, then per choice the role, its tokens and its end, then the usage
when it was asked for, then ``[DONE]``. Keys are sorted; one token is one event. The asynchronous filter leaves the
pieces bare and says what it found in events without ``delta``, between the end and the usage.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

import msgspec

from headgate.core.usage import Usage
from headgate.simulator import filters, ids
from headgate.simulator.answer import Event
from headgate.simulator.apis import logprobs
from headgate.simulator.apis.prediction import UNPREDICTED, Predicted
from headgate.simulator.apis.spoken import Spoken
from headgate.simulator.apis.token_usage import chat_usage_json
from headgate.simulator.obfuscation import Obfuscation
from headgate.simulator.shapes import USUAL, Shapes
from headgate.simulator.writing import Written

_encode = msgspec.json.encode

_NO_LOGPROBS_YET = b'{"content":[],"refusal":null}'
_DONE_EVENT = b"data: [DONE]\n\n"
_LATENCY = (
    b'"latency_checkpoint":{"engine_tbt_ms":10,"engine_ttft_ms":80,"engine_ttlt_ms":320,"pre_inference_ms":82,'
    b'"service_tbt_ms":10,"service_ttft_ms":664,"service_ttlt_ms":886,"total_duration_ms":811,'
    b'"user_visible_ttft_ms":582},'
)
"""Of one recorded stream: the numbers mean nothing here."""
_ROUTING = b'"routing":{"serving_pipereplica":"0"},'


class ChatStream:
    """Makes the events of one stream; id, model and time are the same in all of them."""

    def __init__(
        self,
        *,
        created: int,
        model: str,
        fingerprint: str | None,
        usage: Usage | None,
        obfuscated: bool,
        shapes: Shapes = USUAL,
        prompt_characters: int = 0,
        logprobs_of_others: int | None = None,
        by_kind: bool = False,
        predicted: Predicted = UNPREDICTED,
    ) -> None:
        """``usage`` is None when it was not asked for: then no event carries that member.

        ``logprobs_of_others``: of how many other tokens the probability is told with each; None tells none.
        ``by_kind``: usage tells text and pictures apart.
        """
        self._by_kind = by_kind
        self._predicted = predicted
        self._told = logprobs_of_others
        self._usage = usage
        self._shapes = shapes
        self._prompt_characters = prompt_characters
        self._padding = Obfuscation() if obfuscated else None
        self._created = b'"created":%d,"id":"%b",' % (created, ids.completion())
        self._model = b'"model":"%b",' % model.encode()
        tier = b'"service_tier":"default",' if shapes.profile.service_tier else b""
        self._after_padding = b'%b"system_fingerprint":%b' % (tier, _encode(fingerprint))
        self._no_usage_yet = b"" if usage is None else b',"usage":null'

    def events(
        self, written: list[Written], *, unseen_tokens: int, voices: Sequence[Spoken | None] = ()
    ) -> Iterator[Event]:
        """All events, in order; several choices take turns, token by token. ``unseen_tokens`` come before the first."""
        spoken = voices or [None] * len(written)
        yield _prompt_event(self._shapes), unseen_tokens
        for index, (each, voice) in enumerate(zip(written, spoken, strict=True)):
            told = self._told is not None and not each.tool
            likely = _NO_LOGPROBS_YET if told else b"null"
            yield self._choice(self._first_delta(each, voice), index=index, likely=likely), 0
        for turn in zip_longest(*map(_pieces, written, spoken)):
            for index, piece in enumerate(turn):
                if piece is not None:
                    yield self._piece(piece, index), piece.tokens
        yield from ((event, 0) for event in self._ending(written))
        for index, voice in enumerate(spoken):
            if voice is not None:
                yield self._expiry(voice, index), 0
        yield _DONE_EVENT, 0

    def _ending(self, written: list[Written]) -> Iterator[bytes]:
        """A stream that the filter stops has no usage, though it was asked for."""
        stopped = any(each.finish == "content_filter" for each in written)
        for index, each in enumerate(written):
            if not (stopped and self._shapes.asynchronous):
                results = filters.BLOCKED_COMPLETION_RESULTS if stopped else b"{}"
                yield self._choice(b"{}", index=index, finish=b'"%b"' % each.finish.encode(), results=results)
        if self._shapes.asynchronous:
            yield from (_annotation(each, index, self._prompt_characters) for index, each in enumerate(written))
        if self._usage is not None and not stopped:
            yield self._usage_event(self._usage)

    def _expiry(self, voice: Spoken, index: int) -> bytes:
        """Comes last, and has no ``finish_reason`` (OpenAI, recorded in June 2026)."""
        choice = b'{"delta":{"audio":{"expires_at":%d}},"index":%d}' % (voice.expires_at, index)
        return self._event(choice, self._no_usage_yet, length=0)

    def _piece(self, piece: "_Piece", index: int) -> bytes:
        results = self._shapes.piece_results if piece.is_text else b"{}"
        told = piece.is_text and self._told is not None
        likely = logprobs.of_tokens([piece.token], self._told or 0) if told else b"null"
        return self._choice(piece.delta, index=index, length=len(piece.token), results=results, likely=likely)

    def _choice(
        self,
        delta: bytes,
        *,
        index: int,
        length: int = 0,
        results: bytes = b"{}",
        finish: bytes = b"null",
        likely: bytes = b"null",
    ) -> bytes:
        annotated = b"" if self._shapes.asynchronous else b'"content_filter_results":%b,' % results
        choice = b'{%b"delta":%b,"finish_reason":%b,"index":%d,"logprobs":%b}' % (
            annotated,
            delta,
            finish,
            index,
            likely,
        )
        return self._event(choice, self._no_usage_yet, length=length)

    def _usage_event(self, usage: Usage) -> bytes:
        profile = self._shapes.profile
        return self._event(
            b"",
            b',"usage":%b' % chat_usage_json(usage, profile, by_kind=self._by_kind, predicted=self._predicted),
            length=0,
            checkpoint=_LATENCY if profile.checkpoints else b"",
            routing=_ROUTING if profile.routing else b"",
        )

    def _first_delta(self, written: Written, voice: Spoken | None) -> bytes:
        refusal = b'"refusal":null,' if self._shapes.profile.refusals else b""
        if voice is not None:
            return b'{%b"role":"assistant"}' % refusal
        if not written.tool:
            return b'{"content":"",%b"role":"assistant"}' % refusal
        if written.as_function:
            opened = b'{"arguments":"","name":%b}' % _encode(written.tool)
            return b'{"content":null,"function_call":%b,%b"role":"assistant"}' % (opened, refusal)
        return b'{"content":null,%b"role":"assistant","tool_calls":[%b]}' % (refusal, _opened_call(written, 0))

    def _event(
        self, choices: bytes, usage: bytes, *, length: int, checkpoint: bytes = b"", routing: bytes = b""
    ) -> bytes:
        padding = b'"obfuscation":"%b",' % self._padding.pad(length) if self._padding else b""
        return b'data: {"choices":[%b],%b%b%b%b"object":"chat.completion.chunk",%b%b%b}\n\n' % (
            choices,
            self._created,
            checkpoint,
            self._model,
            padding,
            routing,
            self._after_padding,
            usage,
        )


def _prompt_event(shapes: Shapes) -> bytes:
    return b'data: {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":%b}\n\n' % (
        filters.prompt_filter_results(shapes.prompt_results)
    )


def _annotation(written: Written, index: int, prompt_characters: int) -> bytes:
    """What the asynchronous filter found in a choice, and where: characters from the prompt's beginning."""
    stopped = written.finish == "content_filter"
    return (
        b'data: {"choices":[{"content_filter_offsets":{"check_offset":%d,"start_offset":%d,"end_offset":%d},'
        b'"content_filter_results":%b,"finish_reason":%b,"index":%d}],"created":0,"id":"","model":"","object":""}\n\n'
    ) % (
        prompt_characters,
        prompt_characters,
        prompt_characters + len(written.text),
        filters.BLOCKED_COMPLETION_RESULTS if stopped else filters.SEVERITIES,
        b'"content_filter"' if stopped else b"null",
        index,
    )


class _Piece(NamedTuple):
    """One change of a choice after its first."""

    delta: bytes
    token: str = ""
    """The token it brings; empty where a further call begins, and of sound."""
    is_text: bool = False
    tokens: int = 0
    """How many it counts for."""


def _pieces(written: Written, voice: Spoken | None) -> Iterator[_Piece]:
    if voice is not None:
        for number, (audio, count) in enumerate(voice.pieces()):
            yield _Piece(b'{"audio":%b}' % audio if number else b'{"audio":%b,"content":null}' % audio, tokens=count)
        return
    for number, part in enumerate(written.parts):
        if number:
            yield _Piece(b'{"tool_calls":[%b]}' % _opened_call(part, number))
        for token in part.tokens:
            if part.as_function:
                yield _Piece(b'{"function_call":{"arguments":%b}}' % _encode(token), token, tokens=1)
            elif part.tool:
                delta = b'{"tool_calls":[{"function":{"arguments":%b},"index":%d}]}' % (_encode(token), number)
                yield _Piece(delta, token, tokens=1)
            else:
                yield _Piece(b'{"content":%b}' % _encode(token), token, is_text=True, tokens=1)


def _opened_call(written: Written, number: int) -> bytes:
    return b'{"function":{"arguments":"","name":%b},"id":"%b","index":%d,"type":"function"}' % (
        _encode(written.tool),
        ids.call(),
        number,
    )
