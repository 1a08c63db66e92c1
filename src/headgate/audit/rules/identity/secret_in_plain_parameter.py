"""A template takes a secret as a plain parameter."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, Value, look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.secrets import comes_from_a_secret, comes_from_listing, sounds_secret, withheld
from headgate.audit.verdict import Outcome, Verdict, not_applicable

_SAID: dict[Outcome, str] = {
    "fail": "secrets in parameters that are kept readable",
    "unknown": "whether they are kept readable cannot be told",
    "pass": "secrets in parameters of a secure type",
}


@rule(
    id="IDN-031",
    severity="high",
    bullet="identity.keys",
    about="microsoft.resources/deployments",
    references=(
        "https://learn.microsoft.com/azure/azure-resource-manager/bicep/linter-rule-secure-secrets-in-parameters",
        "https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices#security-recommendations-for-parameters",
    ),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("Azure.Deployment.SecureParameter", "Azure.Deployment.SecureValue")},
)
def secret_in_plain_parameter(resource: Resource, _: Graph) -> Verdict:
    """A template takes a secret as a plain parameter.

    Why:
        The values of plain parameters stay in the history of deployments and in logs of pipelines. Those of a secure type are kept
        nowhere; a reference to a secret of Key Vault is not even typed in.

    Fix (bicep):
        @secure()
        param openAiApiKey string

    Pass:
        - type: Microsoft.Resources/deployments
          name: main.json
          properties: {parameters: {adminPassword: {type: securestring}}}

    Fail:
        - type: Microsoft.Resources/deployments
          name: main.json
          properties: {parameters: {adminPassword: {type: string}}}

    Fail (handed on to a module in plain):
        - type: Microsoft.Resources/deployments
          name: main.json/vault
          path: resources[3]
          properties: {parameters: {text: {type: string, value: !unknown "listKeys() is called on oai-bot-prod"}}}

    Unknown:
        - type: Microsoft.Resources/deployments
          name: main.json
          properties: {parameters: {adminPassword: {type: !unknown "it is no text"}}}

    Not applicable (the name of a secret, not the secret):
        - type: Microsoft.Resources/deployments
          name: main.json
          properties: {parameters: {apiKeySecret: {type: string, defaultValue: "(written in the template)"}}}

    Not applicable (a module is handed no secret):
        - type: Microsoft.Resources/deployments
          name: main.json/vm
          path: resources[3]
          properties: {parameters: {adminPassword: {type: string}}}
    """
    nested = resource.path.startswith("resources")
    parameters = look(resource.properties, "parameters")
    told: dict[str, list[str]] = {}
    for name, parameter in parameters.items() if isinstance(parameters, dict) else ():
        outcome = _judge_handed(parameter) if nested else _judge_taken(name, parameter)
        told.setdefault(outcome, []).append(name)
    for outcome, words in _SAID.items():
        if outcome in told:
            quotes = [withheld(resource, f"parameters.{name}") for name in told[outcome]]
            return Verdict(outcome, f"{words}: {', '.join(told[outcome])}", tuple(quotes))
    return not_applicable("no parameter is a secret")


def _judge_taken(name: str, parameter: Value) -> str:
    """Judge what a person gives, by name and type; a default that is written down is the name of something."""
    kind, default = look(parameter, "type"), look(parameter, "defaultValue")
    if not sounds_secret(name):
        return "not_applicable"
    if isinstance(kind, Unknown):
        return "unknown"
    if word(kind).startswith("secure"):
        return "pass"
    if isinstance(default, Unknown):
        return "unknown"
    return "fail" if word(kind) == "string" and not default else "not_applicable"


def _judge_handed(parameter: Value) -> str:
    """Judge what a module is handed, by where it comes from."""
    value, kind = look(parameter, "value"), look(parameter, "type")
    if isinstance(kind, Unknown):
        return "unknown"
    if word(kind).startswith("secure"):
        return "pass"
    if comes_from_listing(value) or comes_from_a_secret(value):
        return "fail"
    return "unknown" if isinstance(value, Unknown) else "not_applicable"
