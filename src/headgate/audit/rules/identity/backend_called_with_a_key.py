"""A backend of API Management is called with a key."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import MISSING, Unknown, look, present
from headgate.audit.rule import rule
from headgate.audit.secrets import withheld
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="IDN-020",
    severity="high",
    bullet="identity.entra",
    about="microsoft.apimanagement/service/backends",
    references=("https://learn.microsoft.com/azure/api-management/api-management-authenticate-authorize-azure-openai",),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("c15dcc82-b93c-4dcb-9332-fbf121685b54",)},
)
def backend_called_with_a_key(resource: Resource, _: Graph) -> Verdict:
    """A backend of API Management is called with a key.

    Why:
        The key opens the account to whoever reads it, and calls of the gateway cannot be told from calls of others who have it.

    Fix (bicep):
        credentials: { managedIdentity: { resource: 'https://cognitiveservices.azure.com' } }

    Fix (policy):
        <authentication-managed-identity resource="https://cognitiveservices.azure.com" />

    Pass:
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/oai
          properties: {url: "https://oai.openai.azure.com/openai", credentials: {managedIdentity: {resource: "https://cognitiveservices.azure.com"}}}

    Fail:
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/oai
          properties: {url: "https://oai.openai.azure.com/openai", credentials: {header: {api-key: ["{{openai-key}}"]}}}

    Fail (in the query):
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/oai
          properties: {url: "https://oai.openai.azure.com/openai", credentials: {query: {api-key: ["{{openai-key}}"]}}}

    Fail (a token that somebody wrote down):
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/oai
          properties: {url: "https://oai.openai.azure.com/openai", credentials: {authorization: {scheme: Bearer, parameter: "{{token}}"}}}

    Fail (in the header):
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/oai
          properties: {url: "https://oai.openai.azure.com/openai", credentials: {header: {Authorization: ["Bearer {{token}}"]}}}

    Unknown:
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/oai
          properties: {url: "https://oai.openai.azure.com/openai", credentials: !unknown "parameter 'credentials' has no value"}

    Not applicable (a policy authenticates):
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/oai
          properties: {url: "https://oai.openai.azure.com/openai"}
    """
    given = look(resource.properties, "credentials")
    if isinstance(given, Unknown):
        return unknown(f"its credentials cannot be told: {given.reason}")
    for place in ("header", "query"):
        held = look(given, place)
        if isinstance(held, Unknown):
            return unknown(f"its {place} cannot be told: {held.reason}")
        for name in ("api-key", "Ocp-Apim-Subscription-Key", "subscription-key"):
            if look(held, name) is not MISSING:
                return failed(
                    f"{name} is sent in its {place}", withheld(resource, f"properties.credentials.{place}.{name}")
                )
    if look(given, "header", "Authorization") is not MISSING:
        return failed(
            "an Authorization that never changes is sent",
            withheld(resource, "properties.credentials.header.Authorization"),
        )
    parameter = present(look(given, "authorization", "parameter"))
    if isinstance(parameter, Unknown):
        return unknown(f"its authorization cannot be told: {parameter.reason}")
    if parameter:
        return failed(
            "an Authorization that never changes is sent", withheld(resource, "properties.credentials.authorization")
        )
    identity = look(given, "managedIdentity")
    if present(identity) is True:
        return passed("a managed identity is used", Quote(resource, "properties.credentials.managedIdentity", identity))
    return not_applicable("it has no credentials of its own; a policy may set them")
