"""Dead authentication: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.authentication import VALIDATIONS
from headgate.audit.policy.evaluate import Facts
from headgate.audit.policy.judging import conclude, never_set, of_view, quote
from headgate.audit.policy.view import View, can_run
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-002",
    severity="critical",
    bullet="identity.entra",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/validate-jwt-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def authentication_never_runs(seen: View, graph: Graph) -> Verdict:
    """Tokens are validated in a branch that can never run.

    Why:
        The policy looks as if it authenticated callers, and lets all of them through: its condition hangs on a variable
        that nothing sets, or on something that is always false. The gateway then attaches its own identity.

    Fix (policy):
        Validate outside of any condition. Where a switch is needed, compare the named value itself:
        condition="@("{{validate-tokens}}" == "true")", and refuse with 401 in <otherwise>.

    Pass:
        <policies><inbound><base />
          <validate-azure-ad-token tenant-id="{{tenant}}"><audiences><audience>api://gateway</audience></audiences></validate-azure-ad-token>
        </inbound></policies>

    Fail (the variable has another name):
        <policies><inbound><base />
          <set-variable name="require-token" value="{{tokens}}" />
          <choose><when condition="@(context.Variables.GetValueOrDefault("tokens") == "true")">
            <validate-jwt header-name="Authorization"><openid-config url="https://login.microsoftonline.com/t/v2.0/.well-known/openid-configuration" /></validate-jwt>
          </when></choose>
        </inbound></policies>

    Fail (always false):
        <policies><inbound><base />
          <choose><when condition="false"><validate-jwt header-name="Authorization" /></when></choose>
        </inbound></policies>

    Unknown:
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    facts = Facts(never_set=never_set(seen, graph))
    validations = seen.named(*VALIDATIONS)
    dead = [place for place in validations if not can_run(place, facts)]
    faults = [
        quote(seen, place, f"<{place.node.name}> below {place.guards[-1].condition}", place.node.line) for place in dead
    ]
    return conclude(
        faults,
        bad="the condition above the validation can never be true",
        good="no condition keeps the validation from running for everybody",
        concerned=bool(validations),
        beside="it validates no tokens",
    )
