"""A deployment overflows to one that works elsewhere: global, data zone and regional do not mix."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import all_deployed, deployed, word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="CAP-003",
    severity="high",
    bullet="capacity.overflow",
    about="microsoft.cognitiveservices/accounts/deployments",
    references=("https://learn.microsoft.com/azure/ai-services/openai/how-to/spillover-traffic-management",),
    reviewed=date(2026, 11, 24),
)
def overflow_across_data_boundaries(resource: Resource, graph: Graph) -> Verdict:
    """A deployment overflows to one that works elsewhere: global, data zone and regional do not mix.

    Why:
        Spill-over goes from global to global and from data zone to data zone. A wider target would send
        requests out of the zone they were promised to stay in.

    Fix (bicep):
        sku: { name: 'DataZoneStandard' }  // beside DataZoneProvisionedManaged

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
          sku: {name: DataZoneProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}, spilloverDeploymentName: paygo}
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/paygo
          sku: {name: GlobalStandard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}, spilloverDeploymentName: paygo}
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/paygo
          sku: {name: !unknown "it has no value", capacity: 50}
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
    one = deployed(resource)
    if one.level == target.level:
        return passed(f"both are {one.level}", quote)
    return failed(f"this one is {one.level or one.sku}, {spill} is {target.level or target.sku}", quote)
