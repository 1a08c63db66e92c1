"""An output of a template shows a key."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Missing, Unknown, Value, look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.secrets import comes_from_a_secret, comes_from_listing, is_observed, withheld
from headgate.audit.verdict import Outcome, Verdict, not_applicable

_SAID: dict[Outcome, str] = {
    "fail": "kept readable with the deployment",
    "unknown": "whether they are secrets cannot be told",
    "pass": "of a secure type, which no deployment keeps",
}


@rule(
    id="IDN-030",
    severity="high",
    bullet="identity.keys",
    about="microsoft.resources/deployments",
    references=(
        "https://learn.microsoft.com/azure/azure-resource-manager/bicep/linter-rule-outputs-should-not-contain-secrets",
        "https://learn.microsoft.com/azure/azure-resource-manager/bicep/outputs",
    ),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("Azure.Deployment.OutputSecretValue",)},
)
def template_output_shows_a_secret(resource: Resource, _: Graph) -> Verdict:
    """An output of a template shows a key.

    Why:
        Outputs stay in the history of deployments, readable for everybody with the role Reader, long after the key should be
        known to nobody. Only outputs of a secure type are not kept.

    Fix (bicep):
        @secure()
        output key string = account.listKeys().key1 // better: none, and an identity instead of the key

    Pass (kept by nobody):
        - type: Microsoft.Resources/deployments
          name: main.json
          properties: {outputs: {key: {type: securestring, value: !unknown "listKeys() is called on oai-bot-prod"}}}

    Fail:
        - type: Microsoft.Resources/deployments
          name: main.json
          properties: {outputs: {key: {type: string, value: !unknown "listKeys() is called on oai-bot-prod"}}}

    Fail (a secure parameter, handed back):
        - type: Microsoft.Resources/deployments
          name: main.json
          properties: {outputs: {connection: {type: object, value: !unknown "secure parameter 'password' has no value"}}}

    Unknown:
        - type: Microsoft.Resources/deployments
          name: main.json
          properties: {outputs: {adminPassword: {type: string, value: !unknown "parameter 'given' has no value"}}}

    Not applicable (no output is secret):
        - type: Microsoft.Resources/deployments
          name: main.json
          properties: {outputs: {}}
    """
    outputs = look(resource.properties, "outputs")
    told: dict[str, list[str]] = {}
    for name, output in outputs.items() if isinstance(outputs, dict) else ():
        outcome = _judge(look(output, "value"), look(output, "type"))
        told.setdefault(outcome, []).append(name)
    for outcome, words in _SAID.items():
        if outcome in told:
            quotes = [withheld(resource, f"outputs.{name}") for name in told[outcome]]
            return Verdict(outcome, f"{words}: {', '.join(told[outcome])}", tuple(quotes))
    return not_applicable("no output could be a secret")


def _judge(value: Value | Missing, kind: Value | Missing) -> str:
    if isinstance(kind, Unknown):
        return "unknown"
    if word(kind).startswith("secure"):
        return "pass"
    if comes_from_listing(value) or comes_from_a_secret(value):
        return "fail"
    return "unknown" if isinstance(value, Unknown) and not is_observed(value) else "not_applicable"
