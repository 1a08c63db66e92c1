"""Validation that does not validate: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.authentication import VALIDATIONS
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-033",
    severity="high",
    bullet="identity.entra",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/validate-jwt-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def token_checks_switched_off(seen: View, _: Graph) -> Verdict:
    """A token validation does without signatures or expiry.

    Why:
        An unsigned token is a note that anybody can write, and one that does not expire is good for ever once it is lost.

    Fix (policy):
        <validate-jwt require-signed-tokens="true" require-expiration-time="true" …>

    Pass:
        <policies><inbound><validate-jwt header-name="Authorization" require-signed-tokens="true" /></inbound></policies>

    Fail:
        <policies><inbound><validate-jwt header-name="Authorization" require-signed-tokens="false" /></inbound></policies>

    Fail (no expiry):
        <policies><inbound><validate-jwt header-name="Authorization" require-expiration-time="false" /></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    validations = seen.named(*VALIDATIONS)
    faults = [
        quote(seen, place, f'{name}="false"')
        for place in validations
        for name in ("require-signed-tokens", "require-expiration-time")
        if place.node.get(name).lower() == "false"
    ]
    return conclude(
        faults,
        bad="unsigned tokens, or tokens without an end, are accepted",
        good="signature and expiry are asked for",
        concerned=bool(validations),
        beside="it validates no tokens",
    )
