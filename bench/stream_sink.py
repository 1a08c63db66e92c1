"""The client of the stream rounds: opens many streams gently, then times every gap in each of them.

It prints one JSON line when its window opens, one when it closes, and one with what it saw; the benchmark reads the
processes' books at the first two. Like the source it speaks epoll directly.
"""

import argparse
import gc
import json
import select
import socket
import sys
import time
from dataclasses import dataclass, field

from bench.chat import SDK_HEADERS
from bench.stream_events import EVENT_START, EVENTS_PER_SECOND, INTERVAL_NS, STALL_INTERVALS, sent_at_ns

STALL_NS = STALL_INTERVALS * INTERVAL_NS
BUFFER_BYTES = 262_144
SAMPLED_STREAMS = 16
"""Every how many-th stream has the delay of its events measured; all have their gaps timed."""
SETTLE_SECONDS = 1.0
"""Between the last stream's start and the window."""
TAIL_SECONDS = 1.0
"""How much longer than the window streams are asked to last, so that none ends inside it."""
BODY_TEXT = "Summarise the following note for the support team and list what is still open. " * 10


@dataclass(slots=True)
class Reading:
    """One stream as its reader sees it."""

    socket: socket.socket
    request: bytes
    """What is to be sent once the connection stands; empty when that is done."""
    sampled: bool
    last_ns: int = 0
    """When the latest event came; 0 before the first."""
    events: int = 0
    gaps_ns: list[int] = field(default_factory=list)
    """Gaps past the threshold, in the window."""
    failed: str = ""


class Sink:
    """All streams to one route, and what was seen of them in the window."""

    def __init__(self, *, port: int, path: str, headers: dict[str, str], model: str) -> None:
        self._address = ("127.0.0.1", port)
        self._path, self._headers, self._model = path, headers, model
        self._poller = select.epoll()
        self._readings: dict[int, Reading] = {}
        self._buffer = bytearray(BUFFER_BYTES)
        self._window_from = 0
        self._delays_ns: list[int] = []

    def run(self, *, streams: int, per_second: float, window_seconds: float) -> dict[str, object]:
        """Ramp up, settle, watch the window, hang up."""
        ramp_seconds = streams / per_second
        ends_at = time.monotonic() + ramp_seconds + SETTLE_SECONDS + window_seconds + TAIL_SECONDS
        self._ramp(streams, per_second, ends_at)
        self._read_until(time.monotonic_ns() + int(SETTLE_SECONDS * 1e9))
        _tell(phase="window opens", started=sum(1 for reading in self._readings.values() if reading.last_ns))
        self._window_from = begin = time.monotonic_ns()
        self._read_until(begin + int(window_seconds * 1e9))
        end = time.monotonic_ns()
        _tell(phase="window closes", events=sum(reading.events for reading in self._readings.values()))
        return self._summary(begin, end)

    def _ramp(self, streams: int, per_second: float, ends_at: float) -> None:
        begin = time.monotonic_ns()
        for index in range(streams):
            self._read_until(begin + int(index / per_second * 1e9))
            self._open(sampled=index % SAMPLED_STREAMS == 0, ends_at=ends_at)

    def _open(self, *, sampled: bool, ends_at: float) -> None:
        connection = socket.socket()
        connection.setblocking(False)  # noqa: FBT003 - socket's own signature
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.connect_ex(self._address)
        request = self._request(events=int((ends_at - time.monotonic()) * EVENTS_PER_SECOND))
        self._readings[connection.fileno()] = Reading(socket=connection, request=request, sampled=sampled)
        self._poller.register(connection.fileno(), select.EPOLLOUT)

    def _request(self, *, events: int) -> bytes:
        body = json.dumps(
            {
                "messages": [{"role": "user", "content": BODY_TEXT}],
                "model": self._model,
                "max_tokens": events,
                "stream": True,
                "stream_options": {"include_usage": True},
            }
        )
        headers = {
            **SDK_HEADERS,
            **self._headers,
            "Accept-Encoding": "identity",
            "Host": "localhost",
            "Content-Length": str(len(body)),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"POST {self._path} HTTP/1.1\r\n{lines}\r\n{body}".encode()

    def _read_until(self, deadline_ns: int) -> None:
        while (left := deadline_ns - time.monotonic_ns()) > 0:
            for descriptor, event in self._poller.poll(left / 1e9):
                reading = self._readings[descriptor]
                if event == select.EPOLLOUT and reading.request:
                    self._send(reading)
                else:
                    self._read(reading)

    def _send(self, reading: Reading) -> None:
        """Send the request: two kilobytes into an empty socket buffer go in one piece."""
        reading.socket.send(reading.request)
        reading.request = b""
        self._poller.modify(reading.socket.fileno(), select.EPOLLIN)

    def _read(self, reading: Reading) -> None:
        try:
            length = reading.socket.recv_into(self._buffer)
        except BlockingIOError:
            return
        except OSError as error:
            length, reading.failed = 0, type(error).__name__
        if not length:
            self._over(reading)
            return
        events = self._buffer.count(EVENT_START, 0, length)
        if not events:
            self._check_status(reading, length)
            return
        now = time.monotonic_ns()
        if self._window_from:
            reading.events += events
            gap = now - max(reading.last_ns, self._window_from)
            if gap > STALL_NS:
                reading.gaps_ns.append(gap)
            if reading.sampled and (sent := sent_at_ns(self._buffer, length)):
                self._delays_ns.append(now - sent)
        reading.last_ns = now

    def _check_status(self, reading: Reading, length: int) -> None:
        if not reading.last_ns and not self._buffer.startswith(b"HTTP/1.1 200") and not reading.failed:
            reading.failed = bytes(self._buffer[:length]).split(b"\r\n")[0].decode(errors="replace")

    def _over(self, reading: Reading) -> None:
        reading.failed = reading.failed or "closed early"
        self._poller.unregister(reading.socket.fileno())

    def _summary(self, begin: int, end: int) -> dict[str, object]:
        for reading in self._readings.values():
            silent = end - max(reading.last_ns, begin)
            if silent > STALL_NS:
                reading.gaps_ns.append(silent)
        readings = self._readings.values()
        events = sum(reading.events for reading in readings)
        gaps = [gap for reading in readings for gap in reading.gaps_ns]
        delays = sorted(self._delays_ns) or [0]
        expected = len(readings) * (end - begin) / INTERVAL_NS
        return {
            "streams": len(readings),
            "streams_stalled": sum(1 for reading in readings if reading.gaps_ns or reading.failed),
            "streams_failed": sum(1 for reading in readings if reading.failed),
            "failures": sorted({reading.failed for reading in readings if reading.failed})[:5],
            "events": events,
            "events_share_of_expected": round(events / expected, 4),
            "gaps_long": len(gaps),
            "gap_ms_max": round(max(gaps, default=0) / 1e6, 1),
            "delay_ms_p50": round(delays[len(delays) // 2] / 1e6, 3),
            "delay_ms_p99": round(delays[len(delays) * 99 // 100] / 1e6, 3),
            "window_seconds": round((end - begin) / 1e9, 3),
        }


def _tell(**message: object) -> None:
    print(json.dumps(message), flush=True)


def main() -> int:
    """Take the route from the command line, run, and print what was seen."""
    parser = argparse.ArgumentParser(prog="python -m bench.stream_sink")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--headers", type=json.loads, default={})
    parser.add_argument("--streams", type=int, required=True)
    parser.add_argument("--per-second", type=float, default=200.0, help="streams opened per second")
    parser.add_argument("--window-seconds", type=float, default=10.0)
    options = parser.parse_args()
    gc.disable()
    sink = Sink(port=options.port, path=options.path, headers=options.headers, model=options.model)
    seen = sink.run(streams=options.streams, per_second=options.per_second, window_seconds=options.window_seconds)
    _tell(phase="seen", **seen)
    return 0


if __name__ == "__main__":
    sys.exit(main())
