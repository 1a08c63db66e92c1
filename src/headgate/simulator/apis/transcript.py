"""What is heard in a recording: a text as long as it takes to say, with the times of its sentences and words."""

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from headgate.simulator import languages, text, tokens

_TOKENS_PER_SECOND = 4
"""How fast people speak, full stops included."""
_TOKENS_MAX = 32_768
_SENTENCE = re.compile(r"[^.!?。]+[.!?。]?")
_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")
_FIRST_TIME_TOKEN = 50_364
"""Whisper's token for the beginning of a segment; fifty more for each second (recorded)."""
_TEXT_TOKENS = 50_257


class Span(Struct, frozen=True):
    """Something that is said, and when."""

    text: str
    start: float
    """Seconds from the beginning of the recording."""
    end: float


class Transcript(Struct, frozen=True):
    """All that is heard."""

    tokens: list[str]
    seconds: float

    @property
    def text(self) -> str:
        """The whole."""
        return "".join(self.tokens)

    def sentences(self) -> list[Span]:
        """Sentence by sentence; the times share the recording out by the letters."""
        return list(self._timed(_SENTENCE.finditer(self.text)))

    def words(self) -> list[Span]:
        """Word by word, without what stands between them."""
        return list(self._timed(_WORD.finditer(self.text)))

    def _timed(self, found: Iterator[re.Match[str]]) -> Iterator[Span]:
        per_letter = self.seconds / max(1, len(self.text))
        for each in found:
            said = each.group().strip()
            if said:
                yield Span(said, round(each.start() * per_letter, 2), round(each.end() * per_letter, 2))


def heard(seed: int, seconds: float, language: str) -> Transcript:
    """What is heard in a recording of such a length: the same for the same seed, in the language if it is known."""
    count = max(1, min(_TOKENS_MAX, round(seconds * _TOKENS_PER_SECOND)))
    known = languages.text_of(language)
    if known is None:
        return Transcript(text.of_length(seed, count), seconds)
    pieces = tokens.split(known + " ")
    said = (pieces * (count // len(pieces) + 1))[:count]
    return Transcript(tokens.split("".join(said).strip()), seconds)


def whisper_segments(spans: Sequence[Span], temperature: float) -> list[dict[str, Any]]:
    """Sentences as whisper tells them in ``verbose_json``; numbers other than times are made up."""
    return [_whisper_segment(number, span, temperature) for number, span in enumerate(spans)]


def _whisper_segment(number: int, span: Span, temperature: float) -> dict[str, Any]:
    said = " " + span.text
    encoded = said.encode(errors="replace")
    inner = [zlib.crc32(token.encode(errors="replace")) % _TEXT_TOKENS for token in tokens.split(said)]
    first, last = (_FIRST_TIME_TOKEN + round(time * 50) for time in (span.start, span.end))
    drawn = zlib.crc32(encoded) % 1000 / 1000
    return {
        "id": number,
        "seek": 0,
        "start": span.start,
        "end": span.end,
        "text": said,
        "tokens": [first, *inner, last],
        "temperature": temperature,
        "avg_logprob": round(-0.1 - 0.4 * drawn, 6),
        "compression_ratio": round(len(encoded) / len(zlib.compress(encoded)), 6),
        "no_speech_prob": round(0.01 * drawn, 6),
    }


def speaker_segments(spans: Sequence[Span], speakers: Sequence[str]) -> list[dict[str, Any]]:
    """Sentences as they are told with who spoke: two speakers take turns, the first of them known if one is."""
    turns = (*speakers[:2], *"AB"[: max(0, 2 - len(speakers))])
    return [
        {
            "type": "transcript.text.segment",
            "text": " " + span.text,
            "speaker": turns[number % 2],
            "start": span.start,
            "end": span.end,
            "id": f"seg_{number}",
        }
        for number, span in enumerate(spans)
    ]


def srt(spans: Sequence[Span]) -> str:
    """Subtitles in SubRip, as whisper ends them: with an empty line too many (recorded)."""
    blocks = (
        f"{number}\n{_clock(span.start, ',')} --> {_clock(span.end, ',')}\n{span.text}\n\n"
        for number, span in enumerate(spans, start=1)
    )
    return "".join(blocks) + "\n"


def vtt(spans: Sequence[Span]) -> str:
    """Subtitles in WebVTT."""
    blocks = (f"{_clock(span.start, '.')} --> {_clock(span.end, '.')}\n{span.text}\n\n" for span in spans)
    return "WEBVTT\n\n" + "".join(blocks)


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"
