"""Backends that do what a play tells them."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from headgate.pipeline.ports import ConnectFailedError, Sink
from headgate.upstream.requests import Target
from headgate.wire.response_head import read_response_head
from tests.playbook.world import Timeline


class Leg:
    """One sending, from the backend's side: what arrived there, and what it answers."""

    def __init__(self, backend: str, head: bytes, body: bytes, sink: Sink, connection: "ScriptedConnection") -> None:
        line, *lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
        self.method, self.target, _ = line.split(" ")
        self.headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines)}
        self.raw_head = head
        self.body = body
        self.backend = backend
        self.connection = connection
        self.sink = sink
        self.complete = False
        self.given_up = False

    @property
    def key(self) -> str:
        """Where it went, as pools name it: by the path, or by the model in the body."""
        if "/openai/deployments/" in self.target:
            return f"{self.backend}/{self.target.split('/')[3]}"
        model = self.json().get("model") if self.body.startswith(b"{") else None
        return f"{self.backend}/{model}" if model else f"{self.backend}{self.target}"

    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    # What it does

    async def answers(self, status: int = 200, body: bytes | dict[str, Any] = b"", **headers: str) -> None:
        """A whole answer in one piece."""
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        self._arrives(_head(status, headers, length=len(data)), data, complete=True)
        await _turns()

    async def begins(self, status: int = 200, data: bytes = b"", **headers: str) -> None:
        """The head of an answer of unknown length, and perhaps some of its body in the same read."""
        self._arrives(_head(status, headers, length=None), data, complete=False)
        await _turns()

    async def gives(self, data: bytes) -> None:
        """More of the body."""
        self._arrives(None, data, complete=False)
        await _turns()

    async def ends(self, data: bytes = b"") -> None:
        """The end of the body."""
        self._arrives(None, data, complete=True)
        await _turns()

    def begins_at_once(self, status: int = 200, data: bytes = b"", **headers: str) -> None:
        """As ``begins``, but the pipeline has not looked yet when the next thing happens."""
        self._arrives(_head(status, headers, length=None), data, complete=False)

    async def breaks(self, error: str = "connection reset") -> None:
        """The connection is lost."""
        self._over()
        self.sink.broke(error)
        await _turns()

    async def falls_silent(self) -> None:
        """Nothing comes for longer than the backend's read timeout."""
        self._over()
        self.sink.broke("no answer in time", timed_out=True)
        await _turns()

    def _over(self) -> None:
        assert not self.given_up, "nobody listens to this sending any more"
        self.complete = True
        self.connection.returned = True

    def _arrives(self, head: bytes | None, data: bytes, *, complete: bool) -> None:
        assert not self.given_up, "nobody listens to this sending any more"
        read = None if head is None else read_response_head(head)
        if complete:
            self._over()
            self.sink.ended(read, data)
        else:
            self.sink.arrived(read, data)


def _head(status: int, headers: Mapping[str, str], length: int | None) -> bytes:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("content-type", "application/json")
    named |= {"transfer-encoding": "chunked"} if length is None else {"content-length": str(length)}
    return "\r\n".join([f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in named.items())]).encode()


async def _turns() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


class ScriptedConnection:
    """A connection, lent for one sending."""

    def __init__(self, backend: "ScriptedBackend", *, reused: bool) -> None:
        self.reused = reused
        self.returned = False
        self.paused = False
        self.leg: Leg | None = None
        self._backend = backend

    def send(self, head: bytes, body: bytes, sink: Sink) -> None:
        leg = self.leg = Leg(self._backend.name, head, body, sink, self)
        self._backend.sendings.append(leg)
        self._backend.timeline.note("sent", leg.headers["x-headgate-request-id"])

    def pause(self) -> None:
        self.paused = True

    def resume(self) -> None:
        self.paused = False

    def abort(self) -> None:
        self.returned = True
        if self.leg is not None:
            self.leg.given_up = True


class ScriptedBackend:
    """A backend that connects at once, unless told otherwise."""

    def __init__(self, name: str, api: Any, timeline: Timeline, sendings: list[Leg]) -> None:
        self.name = name
        self.target = Target(backend=name, api=api, host=f"{name}.example", base_path="" if api == "azure" else "/v1")
        self.timeline = timeline
        self.sendings = sendings
        self.lent: list[ScriptedConnection] = []
        self.idle = 0
        """Connections at hand that have been used before."""
        self.refuses: str | None = None
        """Why no connection can be had, if so."""
        self.hangs: asyncio.Future[None] | None = None
        """Connecting waits for this, if set."""
        self.credential_line: bytes | None = b"api-key: backend-secret\r\n"
        self.renewals = 0
        """How often there is another credential to be had."""
        self.refreshed = 0

    def credential(self) -> bytes | None:
        return self.credential_line

    async def refresh_credential(self) -> bool:
        self.refreshed += 1
        self.renewals -= 1
        if self.renewals < 0:
            return False
        self.credential_line = b"authorization: Bearer renewed\r\n"
        return True

    def idle_connection(self) -> ScriptedConnection | None:
        if not self.idle:
            return None
        self.idle -= 1
        return self._lend(reused=True)

    async def connect(self, deadline: float, *, fresh: bool = False) -> ScriptedConnection:
        if self.hangs is not None:
            await self.hangs
        if self.refuses is not None:
            raise ConnectFailedError(self.refuses)
        return self._lend(reused=False)

    def _lend(self, *, reused: bool) -> ScriptedConnection:
        connection = ScriptedConnection(self, reused=reused)
        self.lent.append(connection)
        return connection
