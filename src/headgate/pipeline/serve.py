"""One exchange, from a complete request to its record in the journal: the order of the stages."""

from typing import Final

from headgate.admission.limiter import Hold
from headgate.core.errors import JournalError
from headgate.core.refusal import Refusal
from headgate.identity.keys import decide
from headgate.pipeline.attempts import send_until_answered
from headgate.pipeline.call import list_models, read_call, read_request_body, read_route, show_model
from headgate.pipeline.exchange import Exchange
from headgate.pipeline.ports import Ports, Reply, Request
from headgate.pipeline.replies import own_head, refuse
from headgate.pipeline.snapshot import Snapshot

JOURNAL_FAILED: Final = Refusal(
    503,
    "journal_unavailable",
    "The journal cannot be written, so nothing can be accounted: the request was not sent.",
    type="server_error",
    retry_after_seconds=5.0,
)


async def serve(request: Request, reply: Reply, snapshot: Snapshot, ports: Ports, in_flight: set[Exchange]) -> None:
    """Serve one request: identify, read, admit, send, relay, account.

    While it is being sent it stands in ``in_flight``, where its deadline is watched.
    """
    route = read_route(request)
    if isinstance(route, Refusal):
        ports.deny(route)
        return refuse(reply, route)
    now = ports.clock.now()
    caller = decide(snapshot.rings, request.head.credential, now)
    if isinstance(caller, Refusal):
        ports.deny(caller)
        return refuse(reply, caller)
    exchange = Exchange(request, reply, snapshot, ports, caller=caller, route=route, started_at=now)
    try:
        if route.api == "models":
            return _answer_models(exchange)
        body = read_request_body(request)
        if isinstance(body, Refusal):
            return await exchange.refuse(body)
        exchange.model_name = route.model or body.model or ""
        call = read_call(request, route, body, exchange.use_case, snapshot)
        if isinstance(call, Refusal):
            return await exchange.refuse(call)
        exchange.call = call
        hold = exchange.use_case.limiter.take(
            exchange.started,
            prompt_tokens=call.prompt_tokens,
            completion_tokens_max=call.completion_tokens_max,
        )
        if isinstance(hold, Refusal):
            return await exchange.refuse(hold)
        exchange.hold = hold
        reply.listener = exchange
        in_flight.add(exchange)
        await send_until_answered(exchange, call)
    except JournalError:
        ports.deny(JOURNAL_FAILED)
        if not exchange.begun and not exchange.left:
            refuse(reply, JOURNAL_FAILED, exchange_id=exchange.id)
        else:
            reply.abort(b"")
    finally:
        reply.listener = None
        in_flight.discard(exchange)
        _let_go(exchange)


def _answer_models(exchange: Exchange) -> None:
    """The list of models, or one of them, comes from the configuration: no backend is asked, nothing is charged."""
    name = exchange.route.rest.removeprefix("/models").strip("/")
    body = show_model(name, exchange.use_case) if name else list_models(exchange.use_case)
    if isinstance(body, Refusal):
        return refuse(exchange.reply, body, exchange_id=exchange.id)
    exchange.reply.whole(own_head(200, exchange_id=exchange.id), len(body), body)


def _let_go(exchange: Exchange) -> None:
    """Whatever happened, no hold outlives its exchange."""
    if isinstance(exchange.hold, Hold):
        exchange.settle(exchange.ports.clock.monotonic())
