"""A connection of a Foundry project or hub holds a key."""

from datetime import date
from typing import Final

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.setting import quoted
from headgate.audit.verdict import Verdict, failed, not_applicable, passed, unknown

_KEYS: Final = frozenset({"apikey", "accountkey", "accesskey", "sas", "customkeys", "usernamepassword"})
_TAKES_ENTRA: Final = frozenset(
    {
        "aiservices", "adlsgen2", "azureblob", "azureblobstorage", "azureopenai", "azurestorageaccount",
        "cognitivesearch", "cognitiveservice", "cosmosdb",
    }
)  # fmt: skip
"""Categories whose services take tokens of Entra as well. Others, such as Bing and Application Insights, need a key."""


@rule(
    id="IDN-040",
    severity="high",
    bullet="identity.keys",
    about=(
        "microsoft.cognitiveservices/accounts/connections",
        "microsoft.cognitiveservices/accounts/projects/connections",
        "microsoft.machinelearningservices/workspaces/connections",
    ),
    references=("https://learn.microsoft.com/azure/ai-foundry/how-to/connections-add",),
    reviewed=date(2026, 11, 24),
)
def connection_holds_a_key(resource: Resource, _: Graph) -> Verdict:
    """A connection of a Foundry project or hub holds a key to a service that takes Entra.

    Why:
        Everybody who works in the project calls with the same key, may read it, and keeps it when they leave; renewing it
        breaks every connection that holds it.

    Fix (bicep):
        properties: { category: 'AzureOpenAI', target: endpoint, authType: 'AAD' } // and a role for the identity of the project

    Pass:
        - type: Microsoft.CognitiveServices/accounts/projects/connections
          name: ais-bot-prod/bot/search
          properties: {category: CognitiveSearch, authType: AAD, target: "https://srch-bot-prod.search.windows.net"}

    Fail:
        - type: Microsoft.CognitiveServices/accounts/projects/connections
          name: ais-bot-prod/bot/search
          properties: {category: CognitiveSearch, authType: ApiKey, target: "https://srch-bot-prod.search.windows.net"}

    Fail (of a hub):
        - type: Microsoft.MachineLearningServices/workspaces/connections
          name: hub-bot-prod/models
          properties: {category: AzureOpenAI, authType: ApiKey, target: "https://oai-bot-prod.openai.azure.com"}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts/connections
          name: ais-bot-prod/search
          properties: {category: CognitiveSearch, authType: !unknown "parameter 'authType' has no value"}

    Not applicable (a service that needs a key):
        - type: Microsoft.CognitiveServices/accounts/connections
          name: ais-bot-prod/insights
          properties: {category: AppInsights, authType: ApiKey}
    """
    category = word(look(resource.properties, "category"))
    if category not in _TAKES_ENTRA:
        return not_applicable("its service is not known to take tokens of Entra")
    kind = look(resource.properties, "authType")
    quote = quoted(resource, "authType")
    if isinstance(kind, Unknown):
        return unknown(f"how it authenticates cannot be told: {kind.reason}", quote)
    if word(kind) in _KEYS:
        return failed(f"authType is {kind}", quote)
    if word(kind) in {"", "none"}:
        return not_applicable("how it authenticates is not in it")
    return passed(f"authType is {kind}", quote)
