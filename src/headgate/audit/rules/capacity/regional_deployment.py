"""A deployment is worked on in its own region only."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import deployed
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="CAP-010",
    severity="info",
    bullet="capacity.regions",
    about="microsoft.cognitiveservices/accounts/deployments",
    references=("https://learn.microsoft.com/azure/ai-services/openai/how-to/deployment-types",),
    reviewed=date(2026, 11, 24),
    also={"aprl": ("042c034e", "081fc8a4", "ac3add17")},
)
def regional_deployment(resource: Resource, _: Graph) -> Verdict:
    """A deployment is worked on in its own region only.

    Why:
        Global and data zone deployments have more quota and go on when a region is full. Regional ones are
        for data that must stay in the region: then this is to be waived.

    Fix (bicep):
        sku: { name: 'DataZoneStandard' }

    Fix (terraform):
        sku { name = "DataZoneStandard" }

    Pass:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: GlobalStandard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Fail:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: !unknown "it has no value", capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Not applicable:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: GlobalBatch, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}
    """
    one = deployed(resource)
    quote = Quote(resource, "sku.name", look(resource.sku, "name"))
    if one.level is None:
        return not_applicable(f"{one.sku or 'no sku'} is neither standard nor provisioned")
    return failed(f"{one.sku} is regional", quote) if one.level == "regional" else passed(f"it is {one.level}", quote)
