"""An account has no name of its own."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, present
from headgate.audit.rule import rule
from headgate.audit.setting import quoted, setting
from headgate.audit.verdict import Verdict, failed, passed, unknown


@rule(
    id="NET-018",
    severity="medium",
    bullet="security.private-endpoints",
    about="microsoft.cognitiveservices/accounts",
    references=("https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains",),
    reviewed=date(2026, 11, 24),
)
def custom_subdomain_missing(resource: Resource, _: Graph) -> Verdict:
    """An account has no name of its own.

    Why:
        Entra tokens and private endpoints work only with a custom subdomain; without one callers are left with keys and the shared
        regional name.

    Fix (az):
        az cognitiveservices account update --name ACCOUNT --resource-group GROUP --custom-domain ACCOUNT

    Fix (bicep):
        properties: { customSubDomainName: name }

    Fix (terraform):
        custom_subdomain_name = "oai-bot-prod"

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {customSubDomainName: oai-bot-prod}

    Fail:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {customSubDomainName: !unknown "parameter 'name' has no value"}
    """
    value = setting(resource, "customSubDomainName")
    quote = quoted(resource, "customSubDomainName")
    if isinstance(value, Unknown) and value.filled:
        return passed("customSubDomainName is set; its text is known only once deployed", quote)
    if isinstance(value, Unknown):
        return unknown(f"customSubDomainName cannot be told: {value.reason}", quote)
    if present(value) is True:
        return passed(f"customSubDomainName is {value}", quote)
    return failed("customSubDomainName is not set", quote)
