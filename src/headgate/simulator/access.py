"""Who gets in to a resource: its network rules, its keys, tokens of the simulated issuer, and roles.

In the order in which Azure refuses: the network, then the credential, then the missing data action. The simulator
cannot see where a request comes from: ``x-simulator-network: private`` says that it came by the private endpoint.
"""

import re
from urllib.parse import parse_qs

from headgate.simulator import errors, roles
from headgate.simulator.cloud.directory import Directory
from headgate.simulator.exchange import Request
from headgate.simulator.keys import Keys
from headgate.simulator.routes import Route
from headgate.simulator.settings import ResourceSettings

_AUDIENCES = frozenset({"https://cognitiveservices.azure.com", "https://ai.azure.com"})
_JWT = re.compile(rb"[\w-]+\.[\w-]+\.[\w-]*")


class Access:
    """The door of one resource."""

    def __init__(self, name: str, settings: ResourceSettings, directory: Directory | None) -> None:
        """Without a directory, no token is good."""
        self.keys = Keys(name, settings.keys)
        self._settings = settings
        self._directory = directory

    def check(self, request: Request, route: Route | None) -> None:
        """Let a request in.

        Raises:
            AzureError: 403 for the network or for keys where they are switched off, 401 for all else.
        """
        self._check_network(request)
        key = request.headers.get(b"api-key", b"") or _key_in_query(request, route)
        scheme, _, token = request.headers.get(b"authorization", b"").partition(b" ")
        token = token.strip() if scheme.lower() == b"bearer" else b""
        if self.keys.accepts(key) or self.keys.accepts(token):
            if self._settings.local_auth_disabled:
                raise errors.keys_disabled()
            return
        if key or not _JWT.fullmatch(token):
            raise errors.keys_disabled() if key and self._settings.local_auth_disabled else errors.bad_key()
        self._check_token(request, route)

    def _check_network(self, request: Request) -> None:
        network = self._settings.network
        if network != "public" and request.headers.get(b"x-simulator-network") != b"private":
            raise errors.private_only() if network == "private" else errors.firewall()

    def _check_token(self, request: Request, route: Route | None) -> None:
        directory = self._directory
        if directory is None:
            raise errors.bad_token()
        caller = directory.caller(request.headers[b"authorization"], _AUDIENCES)
        if caller is None:
            raise errors.bad_token()
        if route is None:
            return
        action = roles.data_action(route.api, request.method)
        if not roles.may_call(self.roles_of(directory.name_of(caller)), action):
            raise errors.no_permission(caller, action, f"{request.method} {_operation_path(route, request)}")

    def roles_of(self, principal: str) -> list[str]:
        """The roles a principal has on the resource, by its name."""
        return self._settings.roles.get(principal, [])


def _key_in_query(request: Request, route: Route | None) -> bytes:
    """Browsers cannot give a WebSocket headers: realtime takes the key in the query too (Microsoft Learn, 2026)."""
    if route is None or route.api != "realtime":
        return b""
    return parse_qs(request.target.partition(b"?")[2]).get(b"api-key", [b""])[0]


def _operation_path(route: Route, request: Request) -> str:
    path = request.target.partition(b"?")[0].decode("latin-1")
    return (
        path.replace(f"/deployments/{route.deployment}/", "/deployments/{deployment-id}/") if route.deployment else path
    )
