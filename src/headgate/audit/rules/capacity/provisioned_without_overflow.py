"""A provisioned deployment has no pay-as-you-go deployment of the same model and version to overflow to."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look, present
from headgate.audit.openai import DEPLOYMENT, all_deployed, deployed, unreadable, word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="CAP-001",
    severity="high",
    bullet="capacity.overflow",
    about="microsoft.cognitiveservices/accounts/deployments",
    references=(
        "https://learn.microsoft.com/azure/ai-services/openai/how-to/spillover-traffic-management",
        "https://learn.microsoft.com/azure/architecture/ai-ml/guide/azure-openai-gateway-multi-backend",
    ),
    reviewed=date(2026, 11, 24),
    also={"aprl": ("0c193899",)},
)
def provisioned_without_overflow(resource: Resource, graph: Graph) -> Verdict:
    """A provisioned deployment has no pay-as-you-go deployment of the same model and version to overflow to.

    Why:
        At 100 % utilisation a provisioned deployment answers 429. Callers get it when there is nowhere to
        go; another model or version answers differently.

    Fix (az):
        az cognitiveservices account deployment create --name ACCOUNT --resource-group GROUP --deployment-name gpt-4o-overflow --model-name MODEL --model-version VERSION --model-format OpenAI --sku-name GlobalStandard --sku-capacity 100

    Fix (bicep):
        properties: { spilloverDeploymentName: overflow.name }

    Fix (headgate):
        models: {gpt-4o: {pools: [[eastus/gpt-4o-ptu], [westus/gpt-4o]]}}

    Pass:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}, spilloverDeploymentName: paygo}
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/paygo
          sku: {name: GlobalStandard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Pass (through a gateway's pool):
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai-east/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai-west/paygo
          sku: {name: GlobalStandard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}
        - type: Microsoft.ApiManagement/service/backends
          name: apim/openai
          properties: {type: Pool, pool: {services: [{id: /a}, {id: /b}]}}

    Fail:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Fail (another version):
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/paygo
          sku: {name: GlobalStandard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2024-11-20"}}

    Unknown (nothing shows who would send the overflow):
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/paygo
          sku: {name: GlobalStandard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Unknown (an export of one account):
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          source: az-export
          sku: {name: GlobalProvisionedManaged, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Not applicable:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/paygo
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}
    """
    one = deployed(resource)
    if not one.provisioned:
        return not_applicable("it is not provisioned")

    quote = Quote(resource, "properties.model", look(resource.properties, "model"))
    spill = look(resource.properties, "spilloverDeploymentName")
    if present(spill):
        return passed(f"it overflows to {spill}", quote, Quote(resource, "properties.spilloverDeploymentName", spill))
    partners = [
        other.resource.name
        for other in all_deployed(graph)
        if other.standard and (other.model, other.version) == (one.model, one.version)
    ]
    if not partners:
        if unreadable(graph) or not graph.absence_counts(DEPLOYMENT, resource):
            return unknown(f"whether {one.what} is deployed pay-as-you-go too is not shown", quote)
        return failed(f"no pay-as-you-go deployment of {one.what} is there", quote)
    if _pooled(graph):
        return passed(f"{partners[0]} has the same model and version, and a gateway balances over a pool", quote)
    return unknown(f"{partners[0]} could take it, but nothing given shows who sends it there", quote)


def _pooled(graph: Graph) -> bool:
    backends = graph.of_type("microsoft.apimanagement/service/backends")
    return bool(graph.gates) or any(word(look(one.properties, "type")) == "pool" for one in backends)
