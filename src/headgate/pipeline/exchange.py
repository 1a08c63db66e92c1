"""The state of one exchange while it is served: who, what, which attempts, and how it stands with its caller."""

from headgate.admission.limiter import Hold
from headgate.core.caller import Caller
from headgate.core.records import Attempt, Closed, ExchangeOutcome, Opened, Resent
from headgate.core.refusal import Refusal
from headgate.core.usage import Usage
from headgate.pipeline.attempt import OpenAttempt
from headgate.pipeline.call import Call
from headgate.pipeline.ports import Ports, Reply, Request
from headgate.pipeline.replies import refuse
from headgate.pipeline.sending import Sending
from headgate.pipeline.snapshot import Snapshot
from headgate.routing.choice import Choice
from headgate.wire.paths import Route


class Exchange:
    """One exchange. It listens to its reply, and its deadline is watched from outside (``expire``)."""

    __slots__ = (
        "attempts",
        "begun",
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
        "model_name",
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
        self,
        request: Request,
        reply: Reply,
        snapshot: Snapshot,
        ports: Ports,
        *,
        caller: Caller,
        route: Route,
        started_at: float,
    ) -> None:
        """Begin an exchange now, with a new id."""
        self.request = request
        self.reply = reply
        self.snapshot = snapshot
        self.ports = ports
        self.caller = caller
        self.route = route
        self.use_case = snapshot.use_cases[caller.use_case]
        self.id = ports.ids.new(started_at)
        self.started = ports.clock.monotonic()
        """Monotonic seconds, as are all times but ``started_at``."""
        self.started_at = started_at
        """Unix seconds."""
        self.ends_by = self.started + self.use_case.deadline_seconds
        self.deadline: float | None = self.ends_by
        """``ends_by`` until it has passed."""
        self.model_name = ""
        """As the caller named it."""
        self.call: Call | None = None
        self.hold: Hold | None = None
        self.sending: Sending | None = None
        self.attempts: list[Attempt] = []
        self.opened = False
        """Whether the journal says that it was sent."""
        self.left = False
        """Whether the caller has left."""
        self.expired = False
        self.status = 0
        self.begun = False
        """Whether anything of an answer has gone out."""
        self.last_bytes = 0
        """Bytes of the body that go out after the record is written."""
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
        else:
            sending.connection.resume()

    def caller_full(self) -> None:
        """The caller reads too slowly: let the backend wait."""
        if self.sending is not None:
            self.sending.connection.pause()

    def caller_ready(self) -> None:
        """The caller has read: let the backend go on."""
        if self.sending is not None:
            self.sending.connection.resume()

    def expire(self) -> None:
        """The deadline of the use case has passed."""
        self.expired = True
        self._stop("the deadline of the use case has passed")

    def _stop(self, reason: str) -> None:
        sending = self.sending
        if sending is not None and not sending.complete:
            sending.connection.abort()
            sending.broke(reason, timed_out=self.expired)

    @property
    def over(self) -> bool:
        """Whether nothing more should be tried."""
        return self.expired or self.left

    # What it writes

    def note_sent(self, call: Call, choice: Choice, number: int) -> None:
        """Tell the journal that the exchange is about to be sent."""
        deployment = choice.deployment
        if self.opened:
            self.ports.journal.append(
                Resent(
                    id=self.id,
                    at=self.ports.clock.now(),
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
            Opened(  # by position, here and in the other records: by name it takes four times as long
                self.id,
                self.started_at,
                self.use_case.name,
                self.caller.name,
                self.model_name,
                self.route.api,
                deployment.backend,
                deployment.name,
                deployment.model,
                deployment.version,
                deployment.kind,
                call.prompt_tokens,
                call.completion_tokens_max,
                call.stream,
                deployment.region,
            )
        )
        self.opened = True

    def note_attempt(self, attempt: OpenAttempt, usage: Usage | None, now: float) -> None:
        """Keep the record of an attempt that has ended now."""
        self.attempts.append(attempt.record(self.started, now, usage))

    def close(self, outcome: ExchangeOutcome, now: float, code: str = "") -> None:
        """Settle the hold and write the one record of this exchange."""
        self.settle(now)
        head = self.request.head
        first_byte = self.first_byte_at
        self.ports.journal.append(
            Closed(
                self.id,
                self.started_at,
                (now - self.started) * 1000,
                self.use_case.name,
                self.caller.name,
                self.model_name,
                self.route.api,
                self.status,
                outcome,
                tuple(self.attempts),
                self.call is not None and self.call.stream,
                code,
                None if first_byte is None else (first_byte - self.started) * 1000,
                len(self.request.body),
                self.reply.bytes_out + self.last_bytes,
                head.client_request_id,
                head.traceparent,
            )
        )

    def settle(self, now: float) -> None:
        """Give back the hold against what was used; once, however the exchange ends."""
        if self.hold is None or self.hold.settled:
            return
        prompt = completion = 0
        for attempt in self.attempts:
            usage = attempt.usage
            if usage is not None:
                prompt += usage.prompt_tokens
                completion += usage.completion_tokens
        self.use_case.limiter.settle(self.hold, now, tokens=prompt + completion, completion_tokens=completion)

    async def refuse(self, refusal: Refusal, outcome: ExchangeOutcome = "refused") -> None:
        """Answer with a refusal, after its record is written."""
        self.status = 0 if self.left else refusal.status
        self.close("cancelled" if self.left else outcome, self.ports.clock.monotonic(), refusal.code)
        await self.ports.journal.written()
        if not self.left:
            refuse(self.reply, refusal, exchange_id=self.id, attempts=len(self.attempts))
