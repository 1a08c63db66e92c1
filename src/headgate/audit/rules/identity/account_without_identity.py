"""An account has no identity of its own."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown


@rule(
    id="IDN-017",
    severity="low",
    bullet="identity.entra",
    about="microsoft.cognitiveservices/accounts",
    references=("https://learn.microsoft.com/azure/ai-services/openai/how-to/managed-identity",),
    reviewed=date(2026, 11, 24),
    also={
        "azure-policy": ("fe3fd216-4f83-4fc1-8984-2bbec80a3418",),
        "checkov": ("CKV_AZURE_238",),
        "psrule": ("AZR-000281",),
    },
)
def account_without_identity(resource: Resource, _: Graph) -> Verdict:
    """An account has no identity of its own.

    Why:
        Data sources, storage and customer keys that an account reaches by itself are reached with an identity or with a secret;
        without the first there will be the second.

    Fix (az):
        az cognitiveservices account identity assign --name ACCOUNT --resource-group GROUP

    Fix (bicep):
        identity: { type: 'SystemAssigned' }

    Fix (terraform):
        identity { type = "SystemAssigned" }

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          identity: {type: SystemAssigned}

    Fail:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod

    Fail (none):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          identity: {type: None}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          identity: {type: !unknown "parameter 'identity' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          existing: true
    """
    given = look(resource.identity, "type")
    quote = Quote(resource, "identity.type", given)
    if isinstance(given, Unknown):
        return unknown(f"its identity cannot be told: {given.reason}", quote)
    if isinstance(given, str) and given.lower() not in {"", "none"}:
        return passed(f"identity is {given}", quote)
    if resource.existing:
        return unknown("it is only referred to", quote)
    return failed("it has no identity", quote)
