"""A resource: key, path, deployment, fault, capacity, answer. Reads top to bottom, decides at once, sends nothing."""

import logging
from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qs

import msgspec
from msgspec import Struct, structs

from headgate.core.clock import Clock
from headgate.core.usage import Usage
from headgate.simulator import errors, ids, routes, spill_over
from headgate.simulator.access import Access
from headgate.simulator.answer import Answer, Prepared
from headgate.simulator.apis import (
    chat,
    completions,
    embeddings,
    form,
    image_edits,
    images,
    models,
    responses,
    speech,
    transcription,
)
from headgate.simulator.apis.call import Call, read
from headgate.simulator.apis.state_apis import STATE_APIS
from headgate.simulator.apis.state_call import StateCall
from headgate.simulator.books import Books, Models
from headgate.simulator.capacity import Demand, Throttled
from headgate.simulator.cloud.directory import Directory
from headgate.simulator.deployment import Deployment
from headgate.simulator.errors import AzureError, TooLongError
from headgate.simulator.exchange import Exchange, Request
from headgate.simulator.faults import Fault, Faults
from headgate.simulator.heads import ResourceHeads, apim_request_id, retry_after
from headgate.simulator.keys import Keys
from headgate.simulator.quotas import Quotas
from headgate.simulator.realtime import opening
from headgate.simulator.realtime.model import Model
from headgate.simulator.routes import Route
from headgate.simulator.settings import ResourceSettings
from headgate.simulator.state.resource_state import ResourceState
from headgate.simulator.state.responses import ConnectionResponses
from headgate.simulator.threads.served import THREAD_APIS
from headgate.simulator.threads.switch import kept_then
from headgate.simulator.truth import Ending, ServedRequest, Truth
from headgate.simulator.websocket import handshake, response_talk

_PREPARE: dict[str, Callable[[Call], Prepared]] = {
    "chat.completions": chat.prepare,
    "completions": completions.prepare,
    "embeddings": embeddings.prepare,
    "responses": responses.prepare,
    "images.generations": images.prepare,
    "images.edits": image_edits.prepare,
    "audio.transcriptions": transcription.prepare,
    "audio.translations": transcription.prepare_translation,
    "audio.speech": speech.prepare,
}
_WRITTEN_TOKEN_BY_TOKEN = {"chat.completions", "completions", "responses"}
_KEPT_APIS = STATE_APIS | THREAD_APIS
_HIGH_DEMAND_SECONDS = 10
_OPERATION_NAMES = {"chat.completions": "chatCompletion", "completions": "completion"}
_CREDENTIALS = (b"api-key", b"authorization")
_log = logging.getLogger(__name__)


class _ModelPeek(Struct):
    model: str | None = None


_PEEK = msgspec.json.Decoder(_ModelPeek)
_FAULT = msgspec.json.Decoder(Fault)


class Resource:
    """One simulated resource and its deployments."""

    def __init__(
        self,
        name: str,
        settings: ResourceSettings,
        *,
        faults: Faults,
        truth: Truth,
        clock: Clock,
        quotas: Quotas | None = None,
        seed: int = 0,
        directory: Directory | None = None,
        time_factor: float = 1.0,
    ) -> None:
        """Start with every deployment idle; ``time_factor`` of the clock's seconds pass in one of a caller's."""
        shared = quotas or Quotas()
        self.name = name
        self.settings = settings
        self.deployments = {
            deployment: Deployment(
                deployment,
                each,
                region=settings.region,
                profile=settings.profile,
                quota=shared.of(settings.subscription, settings.region, each.model),
                seed=f"{seed}/{name}/{deployment}",
            )
            for deployment, each in settings.deployments.items()
        }
        self._access = Access(name, settings, directory)
        self._heads = ResourceHeads(settings.region)
        self._faults = faults
        self._truth = truth
        self._clock = clock
        self._state = ResourceState(name)
        self._time_factor = time_factor

    @property
    def keys(self) -> Keys:
        """The keys it accepts now."""
        return self._access.keys

    def serve(self, request: Request) -> Exchange:
        """Decide the answer to a request; count its arrival."""
        route = routes.read(request.method, request.target)
        entry = self._open_entry(request, route.api if route else "")
        exchange = self._answer_or_error(request, route, entry)
        entry.apim_request_id = apim_request_id(exchange.answer.headers)
        return exchange

    def _answer_or_error(self, request: Request, route: Route | None, entry: ServedRequest) -> Exchange:
        try:
            return self._answer(request, route, entry)
        except AzureError as error:
            answer = self._error(error)
        except Exception:  # noqa: BLE001 (the last resort of one request: others go on)
            _log.exception("the simulator failed at a request for %s", entry.api)
            answer = self._error(AzureError(500, errors.server_failure()))
        return Exchange(answer=answer, on_end=partial(_close, self._truth, entry))

    def _open_entry(self, request: Request, api: str, deployment: str = "") -> ServedRequest:
        return self._truth.open(
            at=self._clock.now(),
            resource=self.name,
            deployment=deployment,
            api=api,
            request_id=request.headers.get(b"x-headgate-request-id", b"").decode("latin-1"),
            attempt=request.headers.get(b"x-headgate-attempt", b"").decode("latin-1"),
        )

    def _answer(self, request: Request, route: Route | None, entry: ServedRequest) -> Exchange:
        if request.connection is None:
            self._access.check(request, route)
        if route is None:
            raise errors.no_path()
        if route.api == "responses.socket":
            return self._hold(request, entry)
        if route.api == "models":
            listed = models.answer(self.settings.deployments, version=route.version, item=route.item)
            listed.headers = self._heads.refused()
            return Exchange(answer=listed, on_end=partial(_close, self._truth, entry))
        if handler := _KEPT_APIS.get(route.api):
            if not kept_then(route, self.settings):
                raise errors.no_path()
            kept = handler(self._state_call(request, route, entry))
            kept.headers = self._heads.refused()
            answer = self._refused_by(kept.fault) or kept
            return Exchange(answer=answer, fault=kept.fault, on_end=partial(_close, self._truth, entry))
        deployment = self.deployments.get(route.deployment or _named_in_body(request))
        if deployment is None:
            raise errors.no_deployment()
        entry.deployment = deployment.name
        if route.api not in deployment.apis:
            raise errors.wrong_operation(_OPERATION_NAMES.get(route.api, route.api), deployment.name)
        delay, fault = self._draw_fault(request, deployment, route, entry)
        serve = self._converse if route.api == "realtime" else self._serve_or_spill
        exchange = serve(request, route, deployment, entry, fault)
        exchange.delay_seconds += delay
        return exchange

    def _draw_fault(
        self, request: Request, deployment: Deployment, route: Route, entry: ServedRequest
    ) -> tuple[float, Fault | None]:
        """A fault asked for by the request itself goes before those in force."""
        asked = request.headers.get(b"x-simulator-fault")
        if asked is None:
            return self._draw_fault_in_force(deployment, route, entry)
        fault = read(asked, _FAULT)
        entry.fault = fault.kind
        return (fault.seconds, None) if fault.kind == "delay" else (0.0, fault)

    def _draw_fault_in_force(
        self, deployment: Deployment, route: Route, entry: ServedRequest
    ) -> tuple[float, Fault | None]:
        delay, fault = self._faults.draw(self.name, deployment.name, route.api)
        entry.fault = fault.kind if fault else "delay" if delay else entry.fault
        return delay, fault

    def _serve_or_spill(
        self, request: Request, route: Route, deployment: Deployment, entry: ServedRequest, fault: Fault | None
    ) -> Exchange:
        """Have the deployment answer, or the standard one it spills over to."""
        other = spill_over.target(deployment, request.headers, self.deployments)
        try:
            exchange = self._serve_model(request, route, deployment, entry, fault)
        except TooLongError:
            if other is None:
                raise
            status = 400
        else:
            found = spill_over.trigger(exchange.answer) if other is not None else None
            if other is None or found is None:
                return exchange
            status = found
        entry.deployment = other.name
        delay, fault = self._draw_fault_in_force(other, route, entry)
        try:
            spilled = self._serve_model(request, route, other, entry, fault)
        except AzureError as error:
            spilled = Exchange(answer=self._error(error), on_end=partial(_close, self._truth, entry))
        spill_over.mark(spilled.answer, spilled_from=deployment.name, spilled_to=other.name, status=status)
        spilled.delay_seconds = delay
        return spilled

    def _serve_model(
        self, request: Request, route: Route, deployment: Deployment, entry: ServedRequest, fault: Fault | None
    ) -> Exchange:
        on_end = partial(_close, self._truth, entry)
        if (refused := self._refused_by(fault)) is not None:
            return Exchange(answer=refused, on_end=on_end)
        if fault is not None and fault.kind == "content_filter":
            raise errors.blocked_prompt()
        call = self._call(request, deployment)
        if fault is not None and fault.kind == "content_filter_completion":
            call, fault = structs.replace(call, filtered_after=fault.after), None
        prepared = _PREPARE[route.api](call)
        entry.stream = prepared.stream
        if prepared.prompt_tokens > deployment.context_tokens:
            raise errors.too_long(prepared.prompt_tokens, deployment.context_tokens, param=prepared.prompt_param)
        demand = deployment.demand(prepared)
        if throttled := self._admit(deployment, demand, entry):
            refused = self._throttled(throttled, request, route, deployment, prepared)
            return Exchange(answer=refused, fault=fault, on_end=on_end)
        deployment.remember(prepared)
        answer = prepared.compose(demand.cached_tokens)
        self._dress(answer, request, route, deployment)
        on_end = partial(self._settle, entry, deployment, demand)
        return Exchange(answer=answer, fault=fault, on_end=on_end)

    def _converse(
        self, request: Request, route: Route, deployment: Deployment, entry: ServedRequest, fault: Fault | None
    ) -> Exchange:
        """Open a realtime conversation: the connection is one request, and so is each response in it."""
        on_end = partial(_close, self._truth, entry)
        if (refused := self._refused_by(fault)) is not None:
            return Exchange(answer=refused, on_end=on_end)
        books = self._books(request)
        filtered = fault is not None and fault.kind.startswith("content_filter")
        after = (fault.after if fault.kind == "content_filter_completion" else 0) if filtered and fault else None
        model = Model(deployment, self.deployments, books, route, filtered_after=after)
        socket = opening.opened(request, route, model, headers=self._heads.refused(), clock=self._clock)
        return Exchange(answer=Answer(status=101), upgraded=socket, fault=fault, on_end=on_end)

    def _hold(self, request: Request, entry: ServedRequest) -> Exchange:
        """Hold a WebSocket open for responses: the connection is one request, and so is each response asked over it."""
        if not handshake.asked_for(request):
            raise errors.no_path()
        connection = ConnectionResponses()
        headers = {**request.headers, b"content-type": b"application/json"}

        def ask(body: bytes) -> Exchange:
            return self.serve(Request("POST", request.target, headers, body, connection))

        socket = response_talk.opened(request, ask, connection, headers=self._heads.refused())
        return Exchange(answer=Answer(status=101), upgraded=socket, on_end=partial(_close, self._truth, entry))

    def _books(self, request: Request) -> Books:
        return Books(
            open=lambda name, api: self._open_entry(request, api, name),
            admit=self._admit,
            settle=self._settle,
            close=partial(_close, self._truth),
        )

    def _refused_by(self, fault: Fault | None) -> Answer | None:
        """What a fault answers in the model's place."""
        if fault is not None and fault.kind == "status":
            return self._faulty(fault)
        return self._high_demand() if fault is not None and fault.kind == "high_demand" else None

    def _admit(self, deployment: Deployment, demand: Demand, entry: ServedRequest) -> Throttled | None:
        """Ask the deployment's limiter, and keep how full it was; a refusal says how long its caller has to wait."""
        now = self._clock.monotonic()
        throttled = deployment.capacity.admit(demand, now)
        utilization = deployment.capacity.utilization(now)
        self._truth.note_load(entry, at=self._clock.now(), utilization=utilization, throttled=throttled is not None)
        return throttled and structs.replace(throttled, seconds=throttled.seconds / self._time_factor)

    def _dress(self, answer: Answer, request: Request, route: Route, deployment: Deployment) -> None:
        """Give an answer of a model its headers and its pace."""
        answer.headers = deployment.heads.answered(
            route.api,
            limits=deployment.capacity.headers(self._clock.monotonic()),
            client_request_id=request.headers.get(b"x-ms-client-request-id", b""),
            stream=answer.streamed,
            pictures=deployment.shapes.profile.pictures_apart and _has_pictures(request, route),
        )
        if answer.streamed:
            answer.content_type = deployment.shapes.profile.stream_type
        if not answer.at_once:
            by_token = answer.events is not None or route.api in _WRITTEN_TOKEN_BY_TOKEN
            deployment.pace.set(answer, token_by_token=by_token)

    def _throttled(
        self, throttled: Throttled, request: Request, route: Route, deployment: Deployment, prepared: Prepared
    ) -> Answer:
        """Status 429 at once, or on streamed responses status 200 with the refusal inside."""
        message = deployment.refusal_message(throttled, route)
        waits = retry_after(throttled.seconds)
        if prepared.throttle is not None:
            answer = prepared.throttle(message)
            self._dress(answer, request, route, deployment)
            answer.first_token_seconds = answer.between_tokens_seconds = 0.0
            answer.headers += waits.partition(b"\r\n")[0] + b"\r\n"
            return answer
        limits = deployment.capacity.headers(self._clock.monotonic())
        return Answer(status=429, body=errors.rate_limited(message), headers=self._heads.refused() + limits + waits)

    def _faulty(self, fault: Fault) -> Answer:
        headers = b"".join(b"%b: %b\r\n" % (name.encode(), value.encode()) for name, value in fault.headers.items())
        body = errors.body_of_status(fault.status) if fault.body is None else msgspec.json.encode(fault.body)
        return Answer(status=fault.status, body=body, headers=self._heads.refused() + headers)

    def _high_demand(self) -> Answer:
        headers = self._heads.refused() + retry_after(_HIGH_DEMAND_SECONDS)
        return Answer(status=429, body=errors.high_demand(_HIGH_DEMAND_SECONDS), headers=headers)

    def _error(self, error: AzureError) -> Answer:
        return Answer(
            status=error.status,
            reason=error.reason,
            content_type=error.content_type,
            headers=self._heads.unauthorized() if error.status == 401 else self._heads.refused(),
            body=error.body,
            chunked=error.recorded_chunked,
        )

    def _call(self, request: Request, deployment: Deployment) -> Call:
        return Call(
            deployment=deployment.name,
            settings=deployment.settings,
            served_model=deployment.served_name,
            fingerprint=deployment.fingerprint,
            body=request.body,
            content_type=request.headers.get(b"content-type", b""),
            created=int(self._clock.now()),
            state=self._state,
            shapes=deployment.shapes,
            connection=request.connection,
        )

    def _state_call(self, request: Request, route: Route, entry: ServedRequest) -> StateCall:
        query = parse_qs(request.target.partition(b"?")[2].decode("latin-1"))
        return StateCall(
            ids=route.items,
            version=route.version,
            query={name: values[-1] for name, values in query.items()},
            body=request.body,
            content_type=request.headers.get(b"content-type", b""),
            now=self._clock.now(),
            state=self._state,
            models=Models(
                self.deployments,
                self._books(request),
                draw=lambda deployment: self._draw_fault(request, deployment, route, entry),
            ),
            inner=partial(self._serve_line, request.headers),
        )

    def _serve_line(self, headers: dict[bytes, bytes], target: str, body: bytes) -> tuple[int, bytes, str]:
        """Answer a line of a batch as a request of its own, with the credential of whoever looks at the batch."""
        own = {name: value for name, value in headers.items() if name in _CREDENTIALS}
        headers = {**own, b"content-type": b"application/json"}
        exchange = self.serve(Request("POST", target.encode(), headers, body))
        exchange.end_served()
        return exchange.answer.status, exchange.answer.body, ids.uuid().decode()

    def _settle(
        self, entry: ServedRequest, deployment: Deployment, demand: Demand, ended: Ending, status: int, usage: Usage
    ) -> None:
        deployment.capacity.settle(demand, usage, self._clock.monotonic())
        self._truth.close(entry, ended=ended, status=status, usage=usage)


def _close(truth: Truth, entry: ServedRequest, ended: Ending, status: int, usage: Usage) -> None:
    truth.close(entry, ended=ended, status=status, usage=usage)


def _has_pictures(request: Request, route: Route) -> bool:
    """Only chat takes pictures; a text that speaks of them is not one, but sends no header that means anything."""
    return route.api == "chat.completions" and b'"image_url"' in request.body


def _named_in_body(request: Request) -> str:
    content_type = request.headers.get(b"content-type", b"")
    if content_type.startswith(b"multipart/"):
        return form.read(request.body, content_type).get("model", b"").decode(errors="replace")
    name = read(request.body or b"{}", _PEEK).model
    if not name:
        raise errors.invalid("you must provide a model parameter")
    return name
