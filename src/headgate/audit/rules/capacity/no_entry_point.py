"""Several accounts have no gateway before them."""

from datetime import date
from typing import Final

from headgate.audit.graph.graph import Graph
from headgate.audit.openai import openai_accounts
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, failed, not_applicable, passed, unknown

_SERVICE: Final = "microsoft.apimanagement/service"
_PERHAPS: Final = (
    "microsoft.app/containerapps",
    "microsoft.cdn/profiles",
    "microsoft.containerservice/managedclusters",
    "microsoft.network/applicationgateways",
    "microsoft.network/frontdoors",
    "microsoft.web/sites",
)


@rule(
    id="CAP-017",
    severity="medium",
    bullet="capacity.entry-point",
    about="graph",
    references=("https://learn.microsoft.com/azure/architecture/ai-ml/guide/azure-openai-gateway-multi-backend",),
    reviewed=date(2026, 11, 24),
)
def no_entry_point(graph: Graph) -> Verdict:
    """Several accounts have no gateway before them.

    Why:
        Each caller then knows every endpoint, and each balances, retries and counts in its own way, or not
        at all.

    Fix (headgate):
        headgate serve --config headgate.yaml

    Fix (bicep):
        resource apim 'Microsoft.ApiManagement/service@2024-05-01' = { }

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
        - type: Microsoft.CognitiveServices/accounts
          name: oai-b
          kind: OpenAI
          location: westus
        - type: Microsoft.ApiManagement/service
          name: apim
          sku: {name: StandardV2}

    Fail:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
        - type: Microsoft.CognitiveServices/accounts
          name: oai-b
          kind: OpenAI
          location: westus

    Unknown (an app may be the gateway):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
        - type: Microsoft.CognitiveServices/accounts
          name: oai-b
          kind: OpenAI
          location: westus
        - type: Microsoft.App/containerApps
          name: proxy

    Not applicable:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
    """
    accounts = openai_accounts(graph)
    if len(accounts) < 2:
        return not_applicable("there are not several accounts")
    if graph.gates or graph.of_type(_SERVICE):
        return passed("API Management or Headgate stands there")
    if any(graph.of_type(one) for one in _PERHAPS):
        return unknown("there are apps or proxies; whether one is the gateway is not shown")
    if not graph.absence_counts(_SERVICE):
        return unknown("a gateway may exist beside what was given")
    return failed(f"{len(accounts)} accounts, and neither API Management nor Headgate")
