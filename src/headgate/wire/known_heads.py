"""Response heads of one backend, read by comparing them with those before.

From one head to the next little changes: the date, ids, what is left of a limit, the length. A head whose other bytes
are those of a shape seen before is read by comparing a few long pieces; every other by ``wire.response_head``. What
this says of a head is what that would say, in less than half the time, most of all where little is served: a head taken
line by line touches hundreds of small objects, which a processor that was idle has to fetch from afar.
"""

from dataclasses import dataclass
from typing import Final

from headgate.wire.response_head import (
    PASSED,
    LineKind,
    ResponseHead,
    is_plain_length,
    line_kind,
    read_request_id,
    read_response_head,
)

SHAPES_MAX: Final = 8
"""Shapes that a head is compared with: a backend's plain answers, its streams, those of another API."""
SEEN_MAX: Final = 32
"""Heads kept to see what the next one of their names changes."""
LEARNT_BYTES_MAX: Final = 8_192
"""Of a head; longer ones are none that a backend sends again and again."""

_NEVER_IN_A_VALUE: Final = b"\r\n\0"
_MAY_CHANGE: Final = frozenset(
    (LineKind.PASS, LineKind.DROP, LineKind.CONTENT_LENGTH, LineKind.REQUEST_ID, LineKind.APIM_REQUEST_ID)
)
"""Kinds of lines whose value may change within a shape."""
_LEARNT: Final = _MAY_CHANGE | {LineKind.CONTENT_TYPE, LineKind.CONNECTION, LineKind.TRANSFER_ENCODING}
"""Kinds of lines that a shape may have; what the last three say is part of it. Others come seldom, or are unsound."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """Heads that are the same but for some values."""

    names: tuple[bytes, ...]
    pieces: tuple[bytes, ...]
    """What stands before each value that changes, up to its colon."""
    rest: bytes
    """What stands behind the last of them, with the final empty line."""
    passed: bytes
    """The lines that reach the caller, as a format that takes all values that change."""
    length_at: int
    """Which value is the content length; -1 when that does not change."""
    request_id_at: int
    """Which value is the id of the request, likewise."""
    like: ResponseHead

    def read(self, data: bytes) -> ResponseHead | None:
        """Read the head that bytes begin with; None for one of another shape, or none that is sound and whole."""
        values = []
        end = 0
        for piece in self.pieces:
            if not data.startswith(piece, end):
                return None
            begin = end + len(piece)
            end = data.find(b"\r\n", begin)
            if end < 0:
                return None
            values.append(data[begin:end])
        if not data.startswith(self.rest, end):
            return None
        changed = b"".join(values)
        if len(changed) != len(changed.translate(None, _NEVER_IN_A_VALUE)):
            return None
        like = self.like
        length = like.content_length
        if self.length_at >= 0:
            digits = values[self.length_at].strip(b" \t")
            if not is_plain_length(digits):
                return None
            length = int(digits)
        at = self.request_id_at
        return ResponseHead(
            like.status,
            like.status_line,
            self.passed % tuple(values),
            length,
            size=end + len(self.rest),
            chunked=like.chunked,
            plain=like.plain,
            closes=like.closes,
            content_type=like.content_type,
            request_id=like.request_id if at < 0 else read_request_id(values[at].strip(b" \t")),
        )


@dataclass(slots=True)
class _Seen:
    """The latest head of certain names, and which of its lines have ever changed."""

    lines: list[bytes]
    changing: set[int]


class KnownHeads:
    """The shapes of one backend's heads, learnt as they come."""

    __slots__ = ("_seen", "_shapes")

    def __init__(self) -> None:
        """Begin with none."""
        self._shapes: tuple[_Shape, ...] = ()
        self._seen: dict[tuple[bytes, ...], _Seen] = {}

    def recognise(self, data: bytes) -> ResponseHead | None:
        """Read the head that bytes begin with, if it is whole and of a shape seen before."""
        for shape in self._shapes:
            head = shape.read(data)
            if head is not None:
                return head
        return None

    def read(self, raw: bytes) -> ResponseHead:
        """Read a head of any shape, and learn from it: all of it but its final empty line, each line with its CRLF.

        Raises:
            ValueError: when it does not begin with a status line.
        """
        head = read_response_head(raw[:-2])
        if len(raw) <= LEARNT_BYTES_MAX and (head.plain or (head.chunked and head.content_length < 0)):
            self._learn(raw, head)
        return head

    def _learn(self, raw: bytes, head: ResponseHead) -> None:
        """See what has changed since the head of the same names before, and make a shape of what has not."""
        status_line, *lines = raw.split(b"\r\n")[:-1]
        kinds = [line_kind(line) for line in lines]
        if not _LEARNT.issuperset(kinds):
            return
        names = (
            status_line,
            *(
                line.partition(b":")[0] if kind in _MAY_CHANGE else line
                for line, kind in zip(lines, kinds, strict=True)
            ),
        )
        seen = self._seen.get(names)
        if seen is None:
            if len(self._seen) >= SEEN_MAX:
                self._seen.clear()
            self._seen[names] = _Seen(lines, set())
            return
        seen.changing.update(index for index, line in enumerate(lines) if line != seen.lines[index])
        seen.lines = lines
        shape = _shape(names, head, lines, kinds, seen.changing)
        self._shapes = (shape, *(other for other in self._shapes if other.names != names))[:SHAPES_MAX]


def _shape(
    names: tuple[bytes, ...], head: ResponseHead, lines: list[bytes], kinds: list[LineKind], changing: set[int]
) -> _Shape:
    """The shape of a head in which these lines change."""
    pieces = []
    piece = head.status_line
    passed = b""
    for index, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        piece += b"\r\n"
        shown = line.replace(b"%", b"%%")
        if index in changing:
            name = line.partition(b":")[0] + b":"
            pieces.append(piece + name)
            piece = b""
            shown = name + b"%b"
            if kind not in PASSED:
                passed += b"%.0b"  # takes the value, and shows none of it
        else:
            piece += line
        if kind in PASSED:
            passed += shown + b"\r\n"
    order = sorted(changing)
    id_kind = LineKind.APIM_REQUEST_ID if LineKind.APIM_REQUEST_ID in kinds else LineKind.REQUEST_ID
    return _Shape(
        names=names,
        pieces=tuple(pieces),
        rest=piece + b"\r\n\r\n",
        passed=passed,
        length_at=_place(LineKind.CONTENT_LENGTH, kinds, order),
        request_id_at=_place(id_kind, kinds, order),
        like=head,
    )


def _place(kind: LineKind, kinds: list[LineKind], order: list[int]) -> int:
    """Which of the changing values, in their order, is that of the last line of a kind; -1 for none."""
    last = max((index for index, each in enumerate(kinds) if each == kind), default=-1)
    return order.index(last) if last in order else -1
