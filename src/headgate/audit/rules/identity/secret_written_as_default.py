"""A secret stands in a template as the default of a parameter."""

from datetime import date

from headgate.audit.arm.handed import WRITTEN
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, Value, look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.secrets import sounds_secret, withheld
from headgate.audit.verdict import Outcome, Verdict, not_applicable

_SAID: dict[Outcome, str] = {
    "fail": "defaults that are written down",
    "unknown": "whether they have defaults that are written down cannot be told",
    "pass": "no default is written down",
}


@rule(
    id="IDN-032",
    severity="high",
    bullet="identity.keys",
    about="microsoft.resources/deployments",
    references=("https://learn.microsoft.com/azure/azure-resource-manager/bicep/linter-rule-secure-parameter-default",),
    reviewed=date(2026, 11, 24),
)
def secret_written_as_default(resource: Resource, _: Graph) -> Verdict:
    """A secret stands in a template as the default of a parameter.

    Why:
        A default is read by everybody who reads the template, and used by everybody who forgets to give another: the same secret
        in every environment.

    Fix (bicep):
        @secure()
        param adminPassword string // without a default, or newGuid()

    Pass (made anew):
        - type: Microsoft.Resources/deployments
          name: main.json
          properties: {parameters: {adminPassword: {type: securestring, defaultValue: "(computed)"}}}

    Fail:
        - type: Microsoft.Resources/deployments
          name: main.json
          properties: {parameters: {adminPassword: {type: securestring, defaultValue: "(written in the template)"}}}

    Unknown:
        - type: Microsoft.Resources/deployments
          name: main.json
          properties: {parameters: {adminPassword: {type: securestring, defaultValue: !unknown "it is in another file"}}}

    Not applicable (no secure parameter):
        - type: Microsoft.Resources/deployments
          name: main.json
          properties: {parameters: {apiKeySecret: {type: string, defaultValue: "(written in the template)"}}}
    """
    parameters = look(resource.properties, "parameters")
    told: dict[str, list[str]] = {}
    for name, parameter in parameters.items() if isinstance(parameters, dict) else ():
        told.setdefault(_judge(name, parameter), []).append(name)
    for outcome, words in _SAID.items():
        if outcome in told:
            quotes = [withheld(resource, f"parameters.{name}.defaultValue") for name in told[outcome]]
            return Verdict(outcome, f"{words}: {', '.join(told[outcome])}", tuple(quotes))
    return not_applicable("no secure parameter is called like a secret")


def _judge(name: str, parameter: Value) -> str:
    """Judge one parameter; what is only said to be secure, such as the version of a model, is no secret for that."""
    kind, default = look(parameter, "type"), look(parameter, "defaultValue")
    if not sounds_secret(name):
        return "not_applicable"
    if isinstance(kind, Unknown) or isinstance(default, Unknown):
        return "unknown"
    if not word(kind).startswith("secure"):
        return "not_applicable"
    return "fail" if default == WRITTEN else "pass"
