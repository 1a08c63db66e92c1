"""Two accounts in one region deploy the same model the same way."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.ids import subscription_of
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from headgate.audit.openai import DEPLOYMENT, deployed, openai_accounts, serves_models, word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="CAP-011",
    severity="low",
    bullet="capacity.resource-per-region",
    about="microsoft.cognitiveservices/accounts",
    references=(
        "https://learn.microsoft.com/azure/architecture/ai-ml/guide/azure-openai-gateway-multi-backend",
        "https://learn.microsoft.com/azure/ai-services/openai/how-to/quota",
    ),
    reviewed=date(2026, 11, 24),
)
def accounts_share_a_region(resource: Resource, graph: Graph) -> Verdict:
    """Two accounts in one region deploy the same model the same way.

    Why:
        Quota belongs to subscription, region, model and kind of deployment, not to the account: a second
        account adds no throughput, only another door to guard. Roles and keys are per account; where that
        is the reason, waive this.

    Fix (bicep):
        location: 'swedencentral'  // the other account in another region

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
        - type: Microsoft.CognitiveServices/accounts
          name: oai-b
          kind: OpenAI
          location: westus
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai-a/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai-b/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Fail:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
        - type: Microsoft.CognitiveServices/accounts
          name: oai-b
          kind: OpenAI
          location: East US
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai-a/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai-b/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: !unknown "it has no value"
        - type: Microsoft.CognitiveServices/accounts
          name: oai-b
          kind: OpenAI
          location: eastus
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai-a/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai-b/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Not applicable:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
    """
    if not serves_models(resource):
        return not_applicable("it holds no models")
    others = [other for other in openai_accounts(graph) if other is not resource]
    if not others:
        return not_applicable("it is the only account")
    mine = _offered(resource, graph)
    for other in others:
        shared = mine & _offered(other, graph)
        if shared and _together(resource, other):
            model, sku = sorted(shared)[0]
            return failed(
                f"{other.name} deploys {model} as {sku} in the same region", Quote(other, "location", other.location)
            )
    return passed("no other account deploys the same in its region", Quote(resource, "location", resource.location))


def _together(one: Resource, other: Resource) -> bool:
    if subscription_of(one.id) != subscription_of(other.id):
        return False
    if isinstance(one.location, Unknown) and isinstance(other.location, Unknown) and one.location == other.location:
        return True
    return word(one.location).replace(" ", "") == word(other.location).replace(" ", "")


def _offered(account: Resource, graph: Graph) -> set[tuple[str, str]]:
    read = (deployed(one) for one in graph.children(account, DEPLOYMENT))
    return {(one.model, one.sku) for one in read if one.standard}
