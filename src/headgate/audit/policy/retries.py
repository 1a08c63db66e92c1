"""What a retry of a policy does: on which answers, how often, how long it waits, and where to."""

import re
from itertools import islice
from typing import Literal, TypeAlias

from msgspec import Struct

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import MISSING, Missing, Value, look, same
from headgate.audit.policy.csharp import inside
from headgate.audit.policy.evaluate import Anything, Facts, RaisesError, outcome
from headgate.audit.policy.node import Node, is_expression
from headgate.audit.policy.view import Place, View

STATUSES = range(100, 600)

RETRIES_MAX = 50
"""Of one policy; real ones have one or two."""

BACKEND = "microsoft.apimanagement/service/backends"

Matches: TypeAlias = Literal["yes", "no", "maybe", "error"]


class Target(Struct, frozen=True):
    """Where a retry sends what it repeats."""

    kind: Literal["same", "pool", "chosen", "untold"]
    """``same``: one backend, each time. ``chosen``: by the policy itself. ``untold``: it may be a pool."""
    members: int | None = None
    """How many there are, when it can be told."""
    honours_retry_after: bool | None = None
    """Whether the breakers of all members take ``Retry-After``."""


def retries(view: View) -> list[Place]:
    """Return the retries of a policy that send something on, at most ``RETRIES_MAX``."""
    sending = (place for place in view.named("retry") if any(True for _ in place.node.all("forward-request")))
    return list(islice(sending, RETRIES_MAX))


def matches(retry: Node, status: int | None) -> Matches:
    """Whether the condition of a retry asks for another attempt after this answer; None: there was none."""
    try:
        result = outcome(retry.get("condition"), Facts(status=status))
    except RaisesError:
        return "error"
    if isinstance(result, Anything):
        return "maybe"
    return "yes" if result else "no"


def names_status(retry: Node) -> bool:
    """Whether the condition looks at the status of the answer at all."""
    return "StatusCode" in retry.get("condition")


def seconds(retry: Node) -> float | None:
    """Return how long a retry sleeps at first; None when it is computed."""
    text = retry.get("interval", "0")
    try:
        return float(text)
    except ValueError:
        return None


def attempts(retry: Node) -> int | None:
    """Return how often a retry repeats; None when it is computed."""
    text = retry.get("count")
    return int(text) if text.isdigit() else None


def target(place: Place, view: View, graph: Graph) -> Target:
    """Return where the attempts of a retry go."""
    inside_retry = [one for one in view.named("set-backend-service") if one.retry is place.node]
    listed = _inline_members(view)
    if any(is_expression(one.node.get(name)) for one in inside_retry for name in ("base-url", "backend-id")):
        return Target("chosen", listed)
    names = {one.node.get("backend-id") or one.node.get("base-url") for one in inside_retry}
    if len(names) > 1 or any(one.guards for one in inside_retry):
        return Target("chosen", max(len(names), 2))
    if any(one.retry is place.node for one in view.missing):
        return Target("untold")
    before = [one for one in view.named("set-backend-service") if one.retry is None]
    last = inside_retry[-1] if inside_retry else (before[-1] if before else None)
    if last is None or not last.node.get("backend-id"):
        return Target("untold" if last is None else "same")
    return _backend(last.node.get("backend-id"), graph, again=bool(inside_retry) or seconds(place.node) == 0)


def settles(place: Place, view: View, graph: Graph) -> Target | None:
    """Return where every attempt after the first repetition goes, when a retry knows one other backend; else None."""
    count = attempts(place.node)
    inside_retry = [one for one in view.named("set-backend-service") if one.retry is place.node]
    names = {one.node.get("backend-id") or one.node.get("base-url") for one in inside_retry}
    if len(names) != 1 or count == 1 or not all(one.guards for one in inside_retry):
        return None
    name = names.pop()
    return None if is_expression(name) else _backend(name, graph, again=True)


def _backend(name: str, graph: Graph, *, again: bool) -> Target:
    found = next((one for one in graph.of_type(BACKEND) if one.short_name.lower() == name.lower()), None)
    if found is None:
        # Who sets the same backend again for each attempt, or asks it again at once, means a pool.
        return Target("untold" if again or "{" in name else "same")
    services = look(found.properties, "pool", "services")
    if not isinstance(services, list):
        is_pool = same(look(found.properties, "type"), "pool")
        return Target("pool" if is_pool is True else "same")
    return Target("pool", len(services), _all_honour(services, graph))


def _all_honour(services: list[Value], graph: Graph) -> bool | None:
    told = []
    for service in services:
        member = graph.resolve(look(service, "id"))
        rules = look(getattr(member, "properties", None), "circuitBreaker", "rules")
        if not isinstance(rules, list):
            return None if member is None else False
        told.append(any(same(look(one, "acceptRetryAfter"), True) is True for one in rules))
    return all(told)


def _inline_members(view: View) -> int | None:
    """Return how many backends the policy lists itself: objects added to an array in one expression."""
    counts = []
    for place in view.named("set-variable"):
        code = inside(place.node.get("value"))
        if re.search(r'"(?:url|backend-id|backendId|base-url|name)"', code):
            counts.append(len(re.findall(r"\.Add\s*\(\s*new\s+JObject\b", code)))
    return max(counts, default=0) or None


def value_of(node: Node, name: str) -> str | Missing:
    """Return an attribute, or ``MISSING``."""
    found = node.attributes.get(name)
    return MISSING if found is None else found.value
