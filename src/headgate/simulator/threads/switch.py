"""Whether these APIs are there: Azure took them away on 26 August 2026, and had them only in preview versions."""

from headgate.simulator.profiles import profile_of
from headgate.simulator.routes import Route
from headgate.simulator.settings import ResourceSettings

_KINDS = frozenset({"assistants", "threads"})
_FIRST_VERSION = "2024-05-01-preview"
"""The first with version 2 of assistants: with tool resources (Azure's API descriptions)."""


def kept_then(route: Route, settings: ResourceSettings) -> bool:
    """Whether a resource with these settings keeps what a route asks for; all but assistants and threads it does.

    Azure's published description of v1 has no assistants; they are served there beside the dated versions, for
    clients that know no other path.
    """
    if route.api.partition(".")[0] not in _KINDS:
        return True
    if route.version != "v1" and not (route.version.endswith("-preview") and route.version >= _FIRST_VERSION):
        return False
    return profile_of(settings.profile).assistants if settings.assistants is None else settings.assistants
