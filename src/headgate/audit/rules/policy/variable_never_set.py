"""Variables out of nowhere: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import UnknownValueError
from headgate.audit.policy.judging import conclude, never_set, of_view, quote, set_outside
from headgate.audit.policy.reads import variables_read
from headgate.audit.policy.view import View, view
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, unknown


@rule(
    id="POL-001",
    severity="high",
    bullet="security.apim-route",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/api-management-policy-expressions",),
    reviewed=date(2026, 11, 24),
)
@of_view
def variable_never_set(seen: View, graph: Graph) -> Verdict:
    """A policy reads a variable that nothing sets.

    Why:
        ``context.Variables["x"]`` of a variable that is not there ends in a 500; ``GetValueOrDefault("x")`` gives null,
        and a condition on it is silently never true. Mostly the variable was set under another name.

    Fix (policy):
        Set the variable under the name that is read, or read it with a default: GetValueOrDefault("x", "none").

    Pass:
        <policies><inbound><base />
          <set-variable name="tenant" value="{{tenant}}" />
          <set-header name="x-tenant" exists-action="override"><value>@((string)context.Variables["tenant"])</value></set-header>
        </inbound></policies>

    Pass (it asks first):
        <policies><inbound><base />
          <set-variable name="label" value="@(context.Variables.ContainsKey("operation") ? (string)context.Variables["operation"] : "none")" />
        </inbound></policies>

    Fail:
        <policies><inbound><base />
          <set-variable name="check-tokens" value="{{tokens}}" />
          <choose><when condition="@(context.Variables.GetValueOrDefault("tokens") == "on")"><set-header name="x-on" /></when></choose>
        </inbound></policies>

    Unknown (a fragment is missing, and may set it):
        <policies><inbound><base /><include-fragment fragment-id="prepare" />
          <set-header name="x-tenant"><value>@((string)context.Variables["tenant"])</value></set-header>
        </inbound></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    reads = [
        (place, one)
        for place in seen.places
        for text, line in place.node.expressions()
        for one in variables_read(text, line)
    ]
    asked = {one.name for _, one in reads if one.prepared}
    bare = {one.name for _, one in reads if one.name not in asked} - seen.variables_set
    gone = bare & never_set(seen, graph)
    untold = sorted(bare - gone - set_outside(seen, graph)) if seen.missing or seen.root.name == "fragment" else []
    elsewhere = {name: by for name in sorted(gone) if (by := _set_in_the_folder(name, seen, graph))}
    faults = [
        quote(seen, place, f"reads {one.name}", one.line)
        for place, one in reads
        if one.name in gone and one.name not in elsewhere
    ]
    if not faults and elsewhere:
        name, by = next(iter(elsewhere.items()))
        return unknown(f"{name} is set by {by} only; whether that policy runs before this one is not in the evidence")
    if not faults and untold:
        missing = ", ".join(place.node.get("fragment-id") for place in seen.missing) or "the policy that includes it"
        return unknown(f"{', '.join(untold)}: it may be set by what is not in the evidence ({missing})")
    return conclude(
        faults,
        bad=f"nothing sets {', '.join(sorted(gone - elsewhere.keys()))}",
        good="every variable that is read is set, or read with an answer for its absence",
        concerned=bool(reads),
        beside="it reads no variables",
    )


def _set_in_the_folder(name: str, seen: View, graph: Graph) -> str | None:
    """Return the file beside this one that sets a variable: perhaps the policy of another scope."""
    document = seen.document
    if document.scope is not None:
        return None
    folder = document.source.file.rpartition("/")[0]
    for other in graph.policies:
        if other is document or other.fragment or other.source.file.rpartition("/")[0] != folder:
            continue
        try:
            if other.source.file != document.source.file and name in view(other, graph).variables_set:
                return other.name
        except UnknownValueError:
            continue
    return None
