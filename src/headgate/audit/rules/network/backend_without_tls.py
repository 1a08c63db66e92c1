"""API Management calls a backend without TLS."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from headgate.audit.rule import rule
from headgate.audit.setting import quoted, setting
from headgate.audit.verdict import Verdict, failed, not_applicable, passed, unknown


@rule(
    id="NET-025",
    severity="critical",
    bullet="security.apim-route",
    about=("microsoft.apimanagement/service/backends", "microsoft.apimanagement/service/apis"),
    references=("https://learn.microsoft.com/azure/api-management/backends",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000044",), "checkov": ("CKV_AZURE_215",)},
)
def backend_without_tls(resource: Resource, _: Graph) -> Verdict:
    """API Management calls a backend without TLS.

    Why:
        The token of the gateway and every prompt cross the network in clear text.

    Fix (bicep):
        properties: { url: 'https://oai-bot-prod.openai.azure.com/openai' }

    Fix (az):
        az apim backend update … --url https://…

    Pass:
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/oai
          properties: {url: "https://oai.openai.azure.com/openai"}

    Fail:
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/oai
          properties: {url: "http://oai.openai.azure.com/openai"}

    Fail (the address of an API):
        - type: Microsoft.ApiManagement/service/apis
          name: apim-ai-prod/oai
          properties: {serviceUrl: "http://oai.openai.azure.com/openai"}

    Unknown:
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/oai
          properties: {url: !unknown "parameter 'url' has no value"}

    Not applicable (an API that leaves it to its policies):
        - type: Microsoft.ApiManagement/service/apis
          name: apim-ai-prod/oai
          properties: {path: openai}

    Not applicable (a pool):
        - type: Microsoft.ApiManagement/service/backends
          name: apim-ai-prod/oai
          properties: {type: Pool, pool: {services: []}}
    """
    path = "serviceUrl" if resource.type.endswith("/apis") else "url"
    url = setting(resource, path, default="")
    quote = quoted(resource, path)
    text = url.form if isinstance(url, Unknown) else str(url)
    if text.lower().startswith("https://"):
        return passed("it is called by https", quote)
    if text.lower().startswith("http://"):
        return failed("it is called by http", quote)
    return (
        unknown(f"its address cannot be told: {url.reason}", quote)
        if isinstance(url, Unknown)
        else not_applicable("it has no http address")
    )
