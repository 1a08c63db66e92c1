"""A resource: who may ask, which deployment or collection is meant, what goes wrong. Decides at once, sends nothing."""

import logging
from functools import partial
from urllib.parse import parse_qs

import msgspec
from msgspec import Struct

from headgate.core.clock import Clock
from headgate.simulator import errors, ids, routes
from headgate.simulator.access import Access
from headgate.simulator.answer import Answer
from headgate.simulator.apis import form, models
from headgate.simulator.apis.call import read
from headgate.simulator.apis.state_apis import STATE_APIS
from headgate.simulator.apis.state_call import StateCall
from headgate.simulator.books import Books, Models
from headgate.simulator.cloud.directory import Directory
from headgate.simulator.deployment import Deployment
from headgate.simulator.drawing import Drawing
from headgate.simulator.errors import AzureError
from headgate.simulator.exchange import Exchange, Request
from headgate.simulator.faults import Fault, Faults
from headgate.simulator.heads import ResourceHeads, apim_request_id
from headgate.simulator.inference import Asked, Inference
from headgate.simulator.keys import Keys
from headgate.simulator.quotas import Quotas
from headgate.simulator.realtime import opening
from headgate.simulator.realtime.model import Model
from headgate.simulator.refusals import Refusals
from headgate.simulator.routes import Route
from headgate.simulator.settings import ResourceSettings
from headgate.simulator.state.resource_state import ResourceState
from headgate.simulator.state.responses import ConnectionResponses
from headgate.simulator.threads.served import THREAD_APIS
from headgate.simulator.threads.switch import kept_then
from headgate.simulator.truth import ServedRequest, Truth
from headgate.simulator.websocket import handshake, response_talk

_KEPT_APIS = STATE_APIS | THREAD_APIS
_OPERATION_NAMES = {"chat.completions": "chatCompletion", "completions": "completion"}
_CREDENTIALS = (b"api-key", b"authorization")
_log = logging.getLogger(__name__)


class _ModelPeek(Struct):
    model: str | None = None


_PEEK = msgspec.json.Decoder(_ModelPeek)


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
        self._refusals = Refusals(self._heads)
        self._drawing = Drawing(faults, name)
        self._truth = truth
        self._clock = clock
        self._state = ResourceState(name)
        self._inference = Inference(
            self.deployments,
            heads=self._heads,
            refusals=self._refusals,
            drawing=self._drawing,
            state=self._state,
            truth=truth,
            clock=clock,
            time_factor=time_factor,
        )

    def reached_at(self, endpoint: str) -> None:
        """Know where it listens: ``http://127.0.0.1:8082``."""
        self._state.endpoint = endpoint

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
            answer = self._refusals.of_error(error)
        except Exception:  # noqa: BLE001 (the last resort of one request: others go on)
            _log.exception("the simulator failed at a request for %s", entry.api)
            answer = self._refusals.of_error(AzureError(500, errors.server_failure()))
        return Exchange(answer=answer, on_end=partial(self._truth.close, entry))

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
            return Exchange(answer=listed, on_end=partial(self._truth.close, entry))
        if handler := _KEPT_APIS.get(route.api):
            if not kept_then(route, self.settings):
                raise errors.no_path()
            kept = handler(self._state_call(request, route, entry))
            kept.headers = self._heads.refused()
            answer = self._refusals.of_fault(kept.fault) or kept
            return Exchange(answer=answer, fault=kept.fault, on_end=partial(self._truth.close, entry))
        deployment = self.deployments.get(route.deployment or _named_in_body(request))
        if deployment is None:
            raise errors.no_deployment()
        entry.deployment = deployment.name
        if route.api not in deployment.apis:
            raise errors.wrong_operation(_OPERATION_NAMES.get(route.api, route.api), deployment.name)
        asked = Asked(request, route, entry)
        delay, fault = self._drawing.asked_or_in_force(request, deployment.name, route.api, entry)
        serve = self._converse if route.api == "realtime" else self._inference.serve
        exchange = serve(asked, deployment, fault)
        exchange.delay_seconds += delay
        return exchange

    def _converse(self, asked: Asked, deployment: Deployment, fault: Fault | None) -> Exchange:
        """Open a realtime conversation: the connection is one request, and so is each response in it."""
        on_end = partial(self._truth.close, asked.entry)
        if (refused := self._refusals.of_fault(fault)) is not None:
            return Exchange(answer=refused, on_end=on_end)
        books = self._books(asked.request)
        filtered = fault is not None and fault.kind.startswith("content_filter")
        after = (fault.after if fault.kind == "content_filter_completion" else 0) if filtered and fault else None
        model = Model(deployment, self.deployments, books, asked.route, filtered_after=after)
        socket = opening.opened(asked.request, asked.route, model, headers=self._heads.refused(), clock=self._clock)
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
        return Exchange(answer=Answer(status=101), upgraded=socket, on_end=partial(self._truth.close, entry))

    def _books(self, request: Request) -> Books:
        return Books(
            open=lambda name, api: self._open_entry(request, api, name),
            admit=self._inference.admit,
            settle=self._inference.settle,
            close=self._truth.close,
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
                draw=lambda deployment: self._drawing.asked_or_in_force(request, deployment.name, route.api, entry),
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


def _named_in_body(request: Request) -> str:
    content_type = request.headers.get(b"content-type", b"")
    if content_type.startswith(b"multipart/"):
        return form.read(request.body, content_type).get("model", b"").decode(errors="replace")
    name = read(request.body or b"{}", _PEEK).model
    if not name:
        raise errors.invalid("you must provide a model parameter")
    return name
