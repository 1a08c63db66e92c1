"""Whether a policy lets nobody through whose token, or certificate, it has not validated."""

import re
from typing import Literal, TypeAlias

from msgspec import Struct

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.policy import PolicyDocument
from headgate.audit.policy.evaluate import Anything, Facts, RaisesError, outcome
from headgate.audit.policy.node import Node
from headgate.audit.policy.reads import variables_read
from headgate.audit.policy.view import fragment, parsed, view

VALIDATIONS = ("validate-azure-ad-token", "validate-jwt", "validate-client-certificate")

State: TypeAlias = Literal["always", "sometimes", "never", "untold"]
"""``untold``: a missing fragment, or a check of the policy's own making, may do it."""

_OWN_CHECK = re.compile(r"Certificate|\.AsJwt\(|\.Claims|Authorization|api-key|Subscription", re.IGNORECASE)


class Authentication(Struct, frozen=True):
    """What a policy does about who calls."""

    state: State
    because: str
    """For people, with the line."""


NEVER = Authentication("never", "nothing validates a token")


def authentication(document: PolicyDocument, graph: Graph) -> Authentication:
    """Judge the inbound part of a policy, or a fragment. Raises ``UnknownValueError`` when it cannot be read."""
    seen = view(document, graph)
    read = {name for place in seen.places for name in _reads(place.node)}
    facts = Facts(never_set=frozenset(read - seen.variables_set) if not seen.missing else frozenset())
    inbound = seen.root if seen.root.name == "fragment" else seen.root.child("inbound")
    return NEVER if inbound is None else _sequence(inbound, facts, graph, 0)


def _reads(node: Node) -> list[str]:
    return [one.name for text, line in node.expressions() for one in variables_read(text, line)]


def _sequence(node: Node, facts: Facts, graph: Graph, depth: int) -> Authentication:
    """Judge elements that run one after the other: the strongest counts."""
    best = NEVER
    order = ("never", "untold", "sometimes", "always")
    for child in node.children:
        one = _element(child, facts, graph, depth)
        if order.index(one.state) > order.index(best.state):
            best = one
        if best.state == "always":
            break
    return best


def _element(node: Node, facts: Facts, graph: Graph, depth: int) -> Authentication:
    if node.name in VALIDATIONS:
        return Authentication("always", f"{node.name} in line {node.line}")
    if node.name == "return-response":
        return Authentication("always", f"return-response in line {node.line} lets nobody through")
    if node.name == "choose":
        return _choose(node, facts, graph, depth)
    if node.name == "check-header" and "authorization" in node.get("name").lower():
        return Authentication("untold", f"check-header in line {node.line} is a check of its own making")
    if node.name == "include-fragment":
        found = fragment(node.get("fragment-id"), graph)
        if found is None or depth > 8:
            return Authentication("untold", f"the fragment {node.get('fragment-id')} of line {node.line} is not here")
        return _sequence(parsed(found, graph), facts, graph, depth + 1)
    return NEVER


def _choose(choose: Node, facts: Facts, graph: Graph, depth: int) -> Authentication:
    states: list[Authentication] = []
    for branch in choose.children:
        holds = _holds(branch, facts)
        if holds is False:
            continue
        one = _sequence(branch, facts, graph, depth)
        if one.state == "always" and branch.name == "when" and _refuses(branch):
            one = _refusal(branch)
        states.append(one)
        if holds is True:
            break
    else:
        if choose.children and choose.children[-1].name != "otherwise":
            states.append(NEVER)
    kinds = {one.state for one in states}
    if kinds == {"always"}:
        return states[0]
    partial = next((one for one in states if one.state in {"always", "sometimes"}), None)
    if partial is not None:
        return Authentication("sometimes", f"{partial.because} runs only in a branch of line {choose.line}")
    return next((one for one in states if one.state == "untold"), NEVER)


def _holds(branch: Node, facts: Facts) -> bool | None:
    if branch.name == "otherwise":
        return True
    try:
        result = outcome(branch.get("condition"), facts)
    except RaisesError:
        return False
    return None if isinstance(result, Anything) else bool(result)


def _refuses(branch: Node) -> bool:
    """Whether a branch does nothing but answer."""
    return not any(True for _ in branch.all(*VALIDATIONS))


def _refusal(branch: Node) -> Authentication:
    """Judge a branch that turns callers away: who falls through has passed whatever its condition asks."""
    if _OWN_CHECK.search(branch.get("condition")):
        return Authentication("untold", f"the condition of line {branch.line} is a check of its own making")
    return NEVER
