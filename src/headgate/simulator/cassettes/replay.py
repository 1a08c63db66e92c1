"""Answers from a cassette folder, by matching: method, path with query, and body.

A JSON body matches whatever the order of its members. The same request recorded several times is answered in the
recorded order, and then with the last again.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from headgate.simulator.answer import Answer, Event
from headgate.simulator.cassettes import cassette
from headgate.simulator.errors import not_recorded
from headgate.simulator.exchange import Exchange, Request

_EVENT_END = re.compile(rb"(?<=\n\n)|(?<=\r\n\r\n)")
_MADE_HERE = {"content-length", "transfer-encoding", "connection", "keep-alive", "content-type", "date"}
_Matched = tuple[str, str, str]


class Replay:
    """One resource that knows nothing but a folder."""

    def __init__(self, folder: Path) -> None:
        """Read all of it.

        Raises:
            HeadgateError: when it is not there, or holds what is no cassette.
        """
        self._answers: dict[_Matched, list[cassette.Recorded]] = defaultdict(list)
        for each in cassette.read_all(folder):
            self._answers[(each.method, each.target, _sorted(each.request_body))].append(each)

    def serve(self, request: Request) -> Exchange:
        """The recorded answer, or a 404 that says what was asked."""
        target = cassette.plain_target(request.target)
        matched = (request.method, target, _sorted(request.body.decode(errors="replace")))
        found = self._answers.get(matched)
        if not found:
            known = sum(each[:2] == matched[:2] for each in self._answers)
            return Exchange(answer=Answer(status=404, body=not_recorded(request.method, target, others=known)))
        recorded = found.pop(0) if len(found) > 1 else found[0]
        return Exchange(answer=answer_of(recorded.status, recorded.headers, recorded.content))


def answer_of(status: int, headers: list[tuple[str, str]], body: bytes) -> Answer:
    """An answer as it was given, event by event when it was a stream; framing and date are made anew."""
    kind = next((value for name, value in headers if name.lower() == "content-type"), "").encode("latin-1")
    lines = b"".join(
        b"%b: %b\r\n" % (name.encode("latin-1"), value.encode("latin-1"))
        for name, value in headers
        if name.lower() not in _MADE_HERE
    )
    if kind.startswith(b"text/event-stream"):
        return Answer(status=status, content_type=kind, headers=lines, events=_events(body))
    return Answer(status=status, content_type=kind, headers=lines, body=body)


def _events(body: bytes) -> Iterator[Event]:
    return ((event, 0) for event in _EVENT_END.split(body) if event)


def _sorted(body: str) -> str:
    try:
        return json.dumps(json.loads(body), sort_keys=True)
    except ValueError:
        return body
