"""A deployment and the one it overflows to are upgraded at different times."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import all_deployed, word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="CAP-004",
    severity="medium",
    bullet="capacity.overflow",
    about="microsoft.cognitiveservices/accounts/deployments",
    references=(
        "https://learn.microsoft.com/azure/ai-services/openai/how-to/spillover-traffic-management",
        "https://learn.microsoft.com/azure/ai-services/openai/how-to/working-with-models",
    ),
    reviewed=date(2026, 11, 24),
)
def overflow_upgrades_apart(resource: Resource, graph: Graph) -> Verdict:
    """A deployment and the one it overflows to are upgraded at different times.

    Why:
        When one half moves to the next version and the other stays, the pair is one no longer, and overflow
        ends on the day of the upgrade.

    Fix (bicep):
        properties: { versionUpgradeOption: 'OnceCurrentVersionExpired' }  // the same on both

    Pass:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}, spilloverDeploymentName: paygo}
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/paygo
          sku: {name: GlobalStandard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Fail:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}, versionUpgradeOption: NoAutoUpgrade, spilloverDeploymentName: paygo}
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/paygo
          sku: {name: GlobalStandard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}, versionUpgradeOption: !unknown "no value", spilloverDeploymentName: paygo}
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/paygo
          sku: {name: GlobalStandard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Not applicable:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}
    """
    spill = look(resource.properties, "spilloverDeploymentName")
    quote = Quote(resource, "properties.spilloverDeploymentName", spill)
    if not word(spill):
        return not_applicable("it names no deployment to overflow to")
    wanted = f"{resource.name.rpartition('/')[0]}/{spill}".lower()
    target = next((other for other in all_deployed(graph) if other.resource.name.lower() == wanted), None)

    if target is None:
        return unknown(f"the deployment {spill} is not in what was given, or cannot be read", quote)
    one, other = (
        word(look(each.properties, "versionUpgradeOption")) or "oncenewdefaultversionavailable"
        for each in (resource, target.resource)
    )
    if one == other:
        return passed(f"both are upgraded {one}", quote)
    return failed(f"this one is upgraded {one}, {spill} {other}", quote)
