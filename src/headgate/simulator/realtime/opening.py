"""How a realtime conversation begins: a request that becomes a WebSocket."""

from headgate.core.clock import Clock
from headgate.simulator import errors
from headgate.simulator.exchange import Request, Upgraded
from headgate.simulator.realtime.dialogue import Dialogue
from headgate.simulator.realtime.model import Model
from headgate.simulator.realtime.session import SECONDS_MAX
from headgate.simulator.routes import Route
from headgate.simulator.websocket import handshake
from headgate.simulator.websocket.talk import Lifetime

_EXPIRED = f"Your session hit the maximum duration of {SECONDS_MAX // 60} minutes."
_LIFETIME = Lifetime(SECONDS_MAX, errors.invalid(_EXPIRED, code="session_expired"))


def opened(request: Request, route: Route, model: Model, *, headers: bytes, clock: Clock) -> Upgraded:
    """The WebSocket that a request asks for; ``headers`` are the resource's, dated api-versions speak the beta.

    Raises:
        AzureError: when it asks for none, or none can be had.
    """
    in_beta = route.version != "v1"
    return handshake.opened(
        request,
        lambda loop, line: Dialogue(model, in_beta=in_beta, now=clock.now(), loop=loop, send=line.send),
        headers=headers,
        lifetime=_LIFETIME,
    )
