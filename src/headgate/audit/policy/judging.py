"""What the rules about policies share: how they get at a policy, what concerns them, and how they say it."""

import functools
import re
from collections.abc import Callable, Iterable, Sequence

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.ids import parent_id
from headgate.audit.graph.policy import PolicyDocument
from headgate.audit.graph.value import Value
from headgate.audit.policy.reads import named_values, variables_read
from headgate.audit.policy.view import Place, View, included, view
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed

SHOWN_MAX = 160
"""Characters of a policy in a quote."""

_MODELS = re.compile(
    r"openai|services\.ai\.azure|(?:^|\n)llm-|chat/completions"
    r"|previous_response_id|response_id|\bgpt-|\"messages\"|max_tokens|isStream|\"stream\"",
    re.IGNORECASE,
)


def of_view(
    check: Callable[[View, Graph], Verdict | Iterable[Verdict]],
) -> Callable[[PolicyDocument, Graph], Verdict | Iterable[Verdict]]:
    """Make a check of a view one of a document. Fragments are judged where policies include them."""

    @functools.wraps(check)
    def of_document(document: PolicyDocument, graph: Graph) -> Verdict | Iterable[Verdict]:
        if document.fragment and included(document, graph):
            return not_applicable("this fragment is judged in the policies that include it")
        if not document.text.lstrip("\ufeff \r\n\t").startswith("<"):
            return not_applicable("its text is elsewhere: see POL-043")
        return check(view(document, graph), graph)

    return of_document


def quote(seen: View, place: Place, value: Value = None, line: int = 0) -> Quote:
    """Quote an element by its line, and by its fragment when it stands in one."""
    where = f"line {line or place.node.line}"
    if place.document is not seen.document:
        where = f"{place.document.name} {where}"
    return Quote(seen.document, where, shown(value) if isinstance(value, str) else value or f"<{place.node.name}>")


def shown(text: str) -> str:
    """Return a text on one line, cut where it gets long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN_MAX else f"{flat[:SHOWN_MAX]}…"


def conclude(faults: Sequence[Quote], *, bad: str, good: str, concerned: bool, beside: str) -> Verdict:
    """Return fail with its quotes, pass when the rule concerns the policy, or not applicable and why."""
    if faults:
        lines = ", ".join(dict.fromkeys(one.path for one in faults))
        return failed(f"{bad} ({lines})", *faults)
    return passed(good) if concerned else not_applicable(beside)


def faces_models(seen: View, graph: Graph) -> bool:
    """Whether a policy has to do with language models: by its words, or by those of the API it governs."""
    if _MODELS.search(seen.text):
        return True
    scope = seen.document.scope
    while scope is not None:
        resource = graph.get(scope)
        if resource is not None and _MODELS.search(f"{resource.name} {resource.properties!r}"):
            return True
        scope = parent_id(scope)
    return False


def never_set(seen: View, graph: Graph) -> frozenset[str]:
    """Return the variables that a policy reads and that, as far as can be told, nothing sets.

    A policy with missing fragments, and a fragment on its own, may get any variable from elsewhere; but a name that is
    also that of a named value beside it is a slip.
    """
    read = {
        one.name
        for place in seen.places
        for text, line in place.node.expressions()
        for one in variables_read(text, line)
    }
    unset = frozenset(read - seen.variables_set - set_outside(seen, graph))
    if seen.missing or seen.root.name == "fragment":
        slips = set(named_values("\n".join(place.document.text for place in _one_per_document(seen.places))))
        return frozenset(name for name in unset if name.lower() in slips)
    return unset


def set_outside(seen: View, graph: Graph) -> frozenset[str]:
    """Return the variables that policies of other scopes of the same service set."""
    scope = seen.document.scope
    if scope is None:
        return frozenset()
    return frozenset(
        name
        for other in graph.policies
        if other.scope is not None and other is not seen.document and _related(scope, other.scope)
        for name in _set_by(other, graph)
    )


def _related(one: str, other: str) -> bool:
    service = one.lower().split("/service/")[0]
    return other.lower().split("/service/")[0] == service


def _set_by(document: PolicyDocument, graph: Graph) -> frozenset[str]:
    try:
        return view(document, graph).variables_set
    except Exception:  # noqa: BLE001 - a policy that cannot be read is told of by itself
        return frozenset()


def _one_per_document(places: Iterable[Place]) -> list[Place]:
    return list({place.document.id: place for place in places}.values())
