"""How a resource counts what its models do apart from the request that asked: realtime responses, legs of runs."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from headgate.core.usage import Usage
from headgate.simulator.capacity import Demand, Throttled
from headgate.simulator.deployment import Deployment
from headgate.simulator.faults import Fault
from headgate.simulator.truth import Ending, ServedRequest


class Books(Struct, frozen=True):
    """By deployment, and to its limiter; each entry belongs to one request."""

    open: Callable[[str, str], ServedRequest]
    """Given the deployment and the API."""
    admit: Callable[[Deployment, Demand, ServedRequest], Throttled | None]
    settle: Callable[[ServedRequest, Deployment, Demand, Ending, int, Usage], None]
    close: Callable[[ServedRequest, Ending, int, Usage], None]


class Models(Struct, frozen=True):
    """The deployments of a resource, for those who ask them on behalf of something kept."""

    deployments: Mapping[str, Deployment]
    books: Books
    draw: Callable[[Deployment], tuple[float, Fault | None]]
    """Seconds of delay and the fault that strikes a request to a deployment; drawn once for each request."""
