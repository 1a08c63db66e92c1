"""The request that goes to a backend: its path there, allow-listed headers, our credential, the caller's bytes."""

from dataclasses import dataclass, field
from typing import Final, Literal

from headgate.core.deployment import Deployment
from headgate.wire.paths import Route, path_on_azure, path_on_openai
from headgate.wire.request_body import names_model_once, with_model, with_usage_asked, without_repeats
from headgate.wire.request_head import RequestHead

_PREFIXES_MAX: Final = 4096


@dataclass(slots=True)
class Target:
    """Where a backend's requests go."""

    backend: str
    api: Literal["azure", "openai"]
    host: str
    """The Host header: with the port unless it is the scheme's own."""
    base_path: str
    """The endpoint's own path, without a slash at its end: ``""`` or ``/v1``."""
    _prefixes: dict[tuple[bytes, bytes, str], bytes] = field(default_factory=dict)

    def request_prefix(self, head: RequestHead, route: Route, deployment: Deployment) -> bytes:
        """The request line and Host header, remembered for targets seen before."""
        known = (head.method, head.target, deployment.name)
        prefix = self._prefixes.get(known)
        if prefix is None:
            path = path_on_openai(route) if self.api == "openai" else path_on_azure(route, deployment.name)
            line = f"{head.method.decode()} {self.base_path}{path} HTTP/1.1\r\nhost: {self.host}\r\n"
            prefix = line.encode()
            if len(self._prefixes) >= _PREFIXES_MAX:
                self._prefixes.clear()
            self._prefixes[known] = prefix
        return prefix


def request_head(
    target: Target,
    deployment: Deployment,
    route: Route,
    head: RequestHead,
    *,
    credential: bytes,
    body_length: int,
    exchange_id: str,
    attempt: int,
) -> bytes:
    """The head of an attempt's request, with its final empty line.

    ``credential`` is a whole header line with CRLF, or nothing. Compression is not asked for, since usage is read
    from the answer as it passes.
    """
    return (
        b"%b%b%baccept-encoding: identity\r\ncontent-length: %d\r\n"
        b"x-headgate-request-id: %b\r\nx-headgate-attempt: %d\r\n\r\n"
    ) % (
        target.request_prefix(head, route, deployment),
        credential,
        head.forward,
        body_length,
        exchange_id.encode(),
        attempt,
    )


def request_body(
    target: Target,
    deployment: Deployment,
    route: Route,
    body: bytes,
    content_type: bytes,
    *,
    model: str,
    ask_usage: bool,
) -> bytes:
    """The body of an attempt: the caller's bytes, rewritten only where the backend would not understand them.

    ``model`` is the name the caller gave, empty when it gave none; where a backend finds the model in the body, it
    must find the deployment.
    """
    if ask_usage:
        body = with_usage_asked(body)
    if not body or (route.family == "deployments" and target.api == "azure"):
        return body
    if not model:
        return body if names_model_once(body) else without_repeats(body, content_type)
    if model == deployment.name and route.family != "deployments" and names_model_once(body):
        return body
    return with_model(body, content_type, deployment.name)
