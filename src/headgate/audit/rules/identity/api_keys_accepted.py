"""Keys on an account: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import MISSING, Unknown, look, same
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown


@rule(
    id="IDN-001",
    severity="high",
    bullet="identity.entra",
    about="microsoft.cognitiveservices/accounts",
    references=("https://learn.microsoft.com/azure/ai-services/disable-local-auth",),
    reviewed=date(2026, 11, 24),
    also={
        "psrule": ("AZR-000282",),
        "azure-policy": (
            "14de9e63-1b31-492e-a5a3-c3f7fd57f555",
            "55eff01b-f2bd-4c32-9203-db285f709d30",
            "71ef260a-8f18-47b7-abcb-62d0673d94dc",
        ),
        "checkov": ("CKV_AZURE_236",),
        "azqr": ("aif-008",),
    },
)
def api_keys_accepted(account: Resource, _: Graph) -> Verdict:
    """An account accepts api keys.

    Why:
        A key is a shared secret: a call made with it belongs to nobody, it does not expire, and taking it from one
        caller takes it from all. Whoever may list the keys of an account can call its models.

    Fix (az):
        az resource update --ids ACCOUNT_ID --set properties.disableLocalAuth=true

    Fix (bicep):
        properties: { disableLocalAuth: true }

    Fix (terraform):
        local_auth_enabled = false

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Fail (absent means that keys work):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: !unknown "parameter 'keys' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          existing: true
    """
    value = look(account.properties, "disableLocalAuth")
    quote = Quote(account, "properties.disableLocalAuth", value)
    if isinstance(value, Unknown):
        return unknown(f"whether keys are accepted cannot be told: {value.reason}", quote)
    if value is MISSING and account.existing:
        return unknown("the account is only referred to; its own template or an export would tell", quote)
    if same(value, True):
        return passed("disableLocalAuth is true: only Entra tokens are accepted", quote)
    said = "is not set, and ARM's default is false" if value is MISSING or value is None else f"is {str(value).lower()}"
    return failed(f"disableLocalAuth {said}: keys are accepted", quote)
