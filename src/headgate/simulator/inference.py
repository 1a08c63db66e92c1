"""Having a deployment answer: fault, call, context, capacity, answer, and where it spills over to."""

from collections.abc import Callable, Mapping
from functools import partial

from msgspec import Struct, structs

from headgate.core.clock import Clock
from headgate.core.usage import Usage
from headgate.simulator import errors, spill_over
from headgate.simulator.answer import Answer, Prepared
from headgate.simulator.apis import (
    chat,
    completions,
    embeddings,
    image_edits,
    images,
    responses,
    speech,
    transcription,
)
from headgate.simulator.apis.call import Call
from headgate.simulator.capacity import Demand, Throttled
from headgate.simulator.deployment import Deployment
from headgate.simulator.drawing import Drawing
from headgate.simulator.errors import AzureError, TooLongError
from headgate.simulator.exchange import Exchange, Request
from headgate.simulator.faults import Fault
from headgate.simulator.heads import ResourceHeads, retry_after
from headgate.simulator.refusals import Refusals
from headgate.simulator.routes import Route
from headgate.simulator.state.resource_state import ResourceState
from headgate.simulator.truth import Ending, ServedRequest, Truth

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


class Asked(Struct, frozen=True):
    """One request to a deployment, on its way to an answer."""

    request: Request
    route: Route
    entry: ServedRequest
    """Its place in the truth."""


class Inference:
    """The models of one resource, answering."""

    def __init__(
        self,
        deployments: Mapping[str, Deployment],
        *,
        heads: ResourceHeads,
        refusals: Refusals,
        drawing: Drawing,
        state: ResourceState,
        truth: Truth,
        clock: Clock,
        time_factor: float,
    ) -> None:
        """Answer by these deployments; ``time_factor`` of the clock's seconds pass in one of a caller's."""
        self._deployments = deployments
        self._heads = heads
        self._refusals = refusals
        self._drawing = drawing
        self._state = state
        self._truth = truth
        self._clock = clock
        self._time_factor = time_factor

    def serve(self, asked: Asked, deployment: Deployment, fault: Fault | None) -> Exchange:
        """Have the deployment answer, or the standard one it spills over to.

        Raises:
            AzureError: for a request that is refused.
        """
        other = spill_over.target(deployment, asked.request.headers, self._deployments)
        try:
            exchange = self._serve_by(asked, deployment, fault)
        except TooLongError:
            if other is None:
                raise
            status = 400
        else:
            found = spill_over.trigger(exchange.answer) if other is not None else None
            if other is None or found is None:
                return exchange
            status = found
        return self._spill(asked, deployment, other, status)

    def _spill(self, asked: Asked, deployment: Deployment, other: Deployment, status: int) -> Exchange:
        """The answer of the deployment that is spilled over to, whatever it is, says so."""
        asked.entry.deployment = other.name
        delay, fault = self._drawing.in_force(other.name, asked.route.api, asked.entry)
        try:
            spilled = self._serve_by(asked, other, fault)
        except AzureError as error:
            spilled = Exchange(answer=self._refusals.of_error(error), on_end=partial(self._truth.close, asked.entry))
        spill_over.mark(spilled.answer, spilled_from=deployment.name, spilled_to=other.name, status=status)
        spilled.delay_seconds = delay
        return spilled

    def _serve_by(self, asked: Asked, deployment: Deployment, fault: Fault | None) -> Exchange:
        on_end = partial(self._truth.close, asked.entry)
        if (refused := self._refusals.of_fault(fault)) is not None:
            return Exchange(answer=refused, on_end=on_end)
        if fault is not None and fault.kind == "content_filter":
            apart = asked.route.api.startswith("images.") or _goes_apart(asked, deployment)
            raise errors.blocked_picture_prompt() if apart else errors.blocked_prompt()
        call = self._call(asked.request, deployment)
        if fault is not None and fault.kind == "content_filter_completion":
            call, fault = structs.replace(call, filtered_after=fault.after), None
        prepared = _PREPARE[asked.route.api](call)
        asked.entry.stream = prepared.stream
        if prepared.prompt_tokens > deployment.context_tokens:
            raise errors.too_long(prepared.prompt_tokens, deployment.context_tokens, param=prepared.prompt_param)
        demand = deployment.demand(prepared)
        if throttled := self.admit(deployment, demand, asked.entry):
            return Exchange(answer=self._throttled(throttled, asked, deployment, prepared), fault=fault, on_end=on_end)
        deployment.remember(prepared)
        answer = prepared.compose(demand.cached_tokens)
        self._dress(answer, asked, deployment)
        return Exchange(answer=answer, fault=fault, on_end=partial(self.settle, asked.entry, deployment, demand))

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

    def admit(self, deployment: Deployment, demand: Demand, entry: ServedRequest) -> Throttled | None:
        """Ask the deployment's limiter, and keep how full it was; a refusal says how long its caller has to wait."""
        now = self._clock.monotonic()
        throttled = deployment.capacity.admit(demand, now)
        utilization = deployment.capacity.utilization(now)
        self._truth.note_load(entry, at=self._clock.now(), utilization=utilization, throttled=throttled is not None)
        return throttled and structs.replace(throttled, seconds=throttled.seconds / self._time_factor)

    def settle(
        self, entry: ServedRequest, deployment: Deployment, demand: Demand, ended: Ending, status: int, usage: Usage
    ) -> None:
        """Tell the deployment's limiter what was used in the end, and the truth how it ended."""
        deployment.capacity.settle(demand, usage, self._clock.monotonic())
        self._truth.close(entry, ended=ended, status=status, usage=usage)

    def _dress(self, answer: Answer, asked: Asked, deployment: Deployment) -> None:
        """Give an answer of a model its headers and its pace."""
        answer.headers = deployment.heads.answered(
            asked.route.api,
            limits=deployment.capacity.headers(self._clock.monotonic()),
            client_request_id=asked.request.headers.get(b"x-ms-client-request-id", b""),
            stream=answer.streamed,
            pictures=_goes_apart(asked, deployment),
        )
        if answer.streamed:
            answer.content_type = deployment.shapes.profile.stream_type
        if not answer.at_once:
            by_token = answer.events is not None or asked.route.api in _WRITTEN_TOKEN_BY_TOKEN
            deployment.pace.set(answer, token_by_token=by_token)

    def _throttled(self, throttled: Throttled, asked: Asked, deployment: Deployment, prepared: Prepared) -> Answer:
        """Status 429 at once, or on streamed responses status 200 with the refusal inside."""
        message = deployment.refusal_message(throttled, asked.route)
        waits = retry_after(throttled.seconds)
        if prepared.throttle is not None:
            answer = prepared.throttle(message)
            self._dress(answer, asked, deployment)
            answer.first_token_seconds = answer.between_tokens_seconds = 0.0
            answer.headers += waits.partition(b"\r\n")[0] + b"\r\n"
            return answer
        limits = deployment.capacity.headers(self._clock.monotonic())
        return Answer(status=429, body=errors.rate_limited(message), headers=self._heads.refused() + limits + waits)


def _goes_apart(asked: Asked, deployment: Deployment) -> bool:
    """Whether a request goes the way that prompts with pictures went."""
    return deployment.shapes.profile.pictures_apart and _has_pictures(asked)


def _has_pictures(asked: Asked) -> bool:
    """Only chat takes pictures; a text that speaks of them is not one, but sends no header that means anything."""
    return asked.route.api == "chat.completions" and b'"image_url"' in asked.request.body
