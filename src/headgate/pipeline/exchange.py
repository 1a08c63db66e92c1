"""The state of one exchange while it is served: who, what, which attempts, and how it stands with its caller."""

import asyncio

from headgate.admission.limiter import Hold
from headgate.core.caller import Caller
from headgate.core.records import Attempt, Closed, ExchangeOutcome, Opened, Resent
from headgate.core.refusal import Refusal
from headgate.core.usage import Usage
from headgate.metering.rough import rough_prompt_tokens
from headgate.pipeline.attempt import OpenAttempt
from headgate.pipeline.call import Call
from headgate.pipeline.ports import Ports, Reply, Request
from headgate.pipeline.replies import refuse
from headgate.pipeline.sending import Sending
from headgate.pipeline.snapshot import Snapshot, UseCase
from headgate.routing.choice import Choice
from headgate.wire.paths import Route


class Exchange:
    """One exchange. It listens to its reply, and its deadline is watched from outside (``expire``)."""

    __slots__ = (
        "attempts",
        "call",
        "caller",
        "deadline",
        "ends_by",
        "expired",
        "first_byte_at",
        "hold",
        "id",
        "last_bytes",
        "left",
        "opened",
        "ports",
        "reply",
        "request",
        "route",
        "sending",
        "snapshot",
        "started",
        "started_at",
        "status",
        "use_case",
    )

    def __init__(
        self, request: Request, reply: Reply, snapshot: Snapshot, ports: Ports, caller: Caller, route: Route
    ) -> None:
        """Begin now, with a new id."""
        self.request = request
        self.reply = reply
        self.snapshot = snapshot
        self.ports = ports
        self.caller = caller
        self.route = route
        self.use_case: UseCase = snapshot.use_cases[caller.use_case]
        self.id = ports.ids.new()
        self.started = ports.clock.monotonic()
        self.started_at = ports.clock.now()
        self.ends_by = self.started + self.use_case.deadline_seconds
        self.deadline: float | None = self.ends_by
        self.call: Call | None = None
        self.hold: Hold | None = None
        self.sending: Sending | None = None
        self.attempts: list[Attempt] = []
        self.opened = False
        self.left = False
        self.expired = False
        self.status = 0
        self.last_bytes = 0
        self.first_byte_at: float | None = None

    # What others tell it

    def caller_left(self) -> None:
        """The caller is gone: end the backend's work, unless its true usage is wanted."""
        self.left = True
        sending = self.sending
        if sending is None:
            return
        if self.use_case.on_disconnect == "cancel":
            self._stop("the caller left")
        elif sending.connection is not None:
            sending.connection.resume()

    def caller_full(self) -> None:
        """The caller reads too slowly: let the backend wait."""
        if self.sending is not None and self.sending.connection is not None:
            self.sending.connection.pause()

    def caller_ready(self) -> None:
        """The caller has read: let the backend go on."""
        if self.sending is not None and self.sending.connection is not None:
            self.sending.connection.resume()

    def expire(self) -> None:
        """The deadline of the use case has passed."""
        self.expired = True
        self._stop("the deadline of the use case has passed")

    def _stop(self, reason: str) -> None:
        sending = self.sending
        if sending is not None and not sending.complete:
            if sending.connection is not None:
                sending.connection.abort()
            sending.broke(reason, timed_out=self.expired)

    @property
    def over(self) -> bool:
        """Whether nothing more should be tried."""
        return self.expired or self.left

    # What it writes

    def note_sent(self, choice: Choice, number: int) -> None:
        """Write to the journal that the exchange is about to be sent.

        Raises:
            JournalError: then it must not be sent.
        """
        call = self.call
        assert call is not None
        deployment = choice.deployment
        now = self.ports.clock.now()
        if self.opened:
            self.ports.journal.append(
                Resent(
                    id=self.id,
                    at=now,
                    number=number,
                    backend=deployment.backend,
                    deployment=deployment.name,
                    deployed_model=deployment.model,
                    version=deployment.version,
                    kind=deployment.kind,
                    region=deployment.region,
                )
            )
            return
        self.ports.journal.append(
            Opened(
                id=self.id,
                at=self.started_at,
                use_case=self.use_case.name,
                caller=self.caller.name,
                model=call.model_name,
                api=self.route.api,
                backend=deployment.backend,
                deployment=deployment.name,
                deployed_model=deployment.model,
                version=deployment.version,
                kind=deployment.kind,
                prompt_tokens=rough_prompt_tokens(len(self.request.body)),
                completion_tokens=call.body.completion_tokens_max,
                stream=call.stream,
                region=deployment.region,
            )
        )
        self.opened = True

    def note_attempt(self, attempt: OpenAttempt, usage: Usage | None) -> None:
        """Keep the record of an attempt that has ended."""
        self.attempts.append(attempt.record(self.started, self.ports.clock.monotonic(), usage))

    def close(self, outcome: ExchangeOutcome, code: str = "") -> None:
        """Settle the hold and write the one record of this exchange."""
        now = self.ports.clock.monotonic()
        self.settle(now)
        head = self.request.head
        first_byte = self.first_byte_at
        self.ports.journal.append(
            Closed(
                id=self.id,
                at=self.started_at,
                duration_ms=round((now - self.started) * 1000, 3),
                use_case=self.use_case.name,
                caller=self.caller.name,
                model=self.call.model_name if self.call is not None else self.route.model,
                api=self.route.api,
                status=self.status,
                outcome=outcome,
                attempts=tuple(self.attempts),
                stream=self.call is not None and self.call.stream,
                code=code,
                first_byte_ms=None if first_byte is None else round((first_byte - self.started) * 1000, 3),
                bytes_in=len(self.request.body),
                bytes_out=self.reply.bytes_out + self.last_bytes,
                client_request_id=head.client_request_id.decode("latin-1"),
                traceparent=head.traceparent.decode("latin-1"),
            )
        )

    def settle(self, now: float) -> None:
        """Give back the hold against what was used; once, however the exchange ends."""
        if self.hold is None or self.hold.settled:
            return
        used = [attempt.usage for attempt in self.attempts if attempt.usage is not None]
        self.use_case.limiter.settle(
            self.hold,
            now,
            tokens=sum(usage.total_tokens for usage in used),
            completion_tokens=sum(usage.completion_tokens for usage in used),
        )

    def refuse(self, refusal: Refusal, outcome: ExchangeOutcome = "refused") -> None:
        """Answer with a refusal, after its record is written."""
        self.status = 0 if self.left else refusal.status
        self.close("cancelled" if self.left else outcome, refusal.code)
        if not self.left:
            refuse(self.reply, refusal, exchange_id=self.id, attempts=len(self.attempts))


def new_sending(exchange: Exchange) -> Sending:
    """The sink of the exchange's next attempt."""
    exchange.sending = Sending(asyncio.get_running_loop())
    return exchange.sending
