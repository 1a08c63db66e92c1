"""Casts of the wrong type: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.casts import bad_casts
from headgate.audit.policy.judging import conclude, of_view, shown
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict


@rule(
    id="POL-007",
    severity="high",
    bullet="capacity.load-balancing",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/api-management-policy-expressions",),
    reviewed=date(2026, 11, 24),
)
@of_view
def cast_that_throws(seen: View, graph: Graph) -> Verdict:
    """A variable is cast to a type that it does not hold.

    Why:
        Variables are objects, and a cast of a boxed number to a text throws. Typical is a counter that begins as the text
        "1" and becomes a number after the first 429: the first throttled call ends in a 500.

    Fix (policy):
        Give the variable one type from the beginning, value="@(1)", or read it with Convert.ToInt32(context.Variables["n"]).

    Pass:
        <policies><inbound><set-variable name="left" value="@(3)" /></inbound>
        <backend><retry condition="@((int)context.Variables["left"] > 0)" count="5"><set-variable name="left" value="@((int)context.Variables["left"] - 1)" /><forward-request /></retry></backend></policies>

    Fail:
        <policies><inbound><set-variable name="left" value="1" /></inbound>
        <backend><retry condition="@(int.Parse((string)context.Variables["left"]) > 0)" count="5"><forward-request />
          <choose><when condition="@(context.Response.StatusCode == 429)"><set-variable name="left" value="@{ int n = 0; n++; return n; }" /></when></choose>
        </retry></backend></policies>

    Fail (a text is no number):
        <policies><inbound><set-variable name="place" value="-1" /><set-variable name="next" value="@((int)context.Variables["place"] + 1)" /></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    faults = [
        Quote(
            seen.document,
            f"line {one.line}" if one.document is seen.document else f"{one.document.name} line {one.line}",
            shown(f"({one.wanted})context.Variables[{one.variable}] where it may hold {one.held}"),
        )
        for one in bad_casts(seen.document, graph)
    ]
    return conclude(
        faults,
        bad="a cast throws, and the caller gets a 500",
        good="no cast of a variable meets another type",
        concerned=bool(seen.named("set-variable")),
        beside="it sets no variables",
    )
