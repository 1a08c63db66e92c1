"""An API of API Management can be called without TLS."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.setting import quoted, setting
from headgate.audit.verdict import Verdict, failed, passed, unknown

_CLEAR = frozenset({"http", "ws"})


@rule(
    id="NET-030",
    severity="high",
    bullet="security.apim-route",
    about="microsoft.apimanagement/service/apis",
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-manage-protocols-ciphers",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000042",), "azure-policy": ("ee7495e7-3ba7-40b6-bfee-c29e22cc75d4",)},
)
def api_answered_in_the_clear(resource: Resource, _: Graph) -> Verdict:
    """An API of API Management can be called without TLS.

    Why:
        Keys, tokens and prompts of whoever calls by http cross the network in clear text.

    Fix (az):
        az apim api update --service-name APIM --resource-group GROUP --api-id API --protocols https

    Fix (bicep):
        properties: { protocols: [ 'https' ] }

    Fix (terraform):
        protocols = ["https"]

    Pass:
        - type: Microsoft.ApiManagement/service/apis
          name: apim-ai-prod/oai
          properties: {protocols: [https]}

    Pass (by default):
        - type: Microsoft.ApiManagement/service/apis
          name: apim-ai-prod/oai
          properties: {path: openai}

    Fail:
        - type: Microsoft.ApiManagement/service/apis
          name: apim-ai-prod/oai
          properties: {protocols: [http, https]}

    Fail (a WebSocket):
        - type: Microsoft.ApiManagement/service/apis
          name: apim-ai-prod/realtime
          properties: {type: websocket, protocols: [ws, wss]}

    Unknown:
        - type: Microsoft.ApiManagement/service/apis
          name: apim-ai-prod/oai
          properties: {protocols: !unknown "parameter 'protocols' has no value"}
    """
    listed = setting(resource, "protocols", default=["https"])
    quote = quoted(resource, "protocols")
    if isinstance(listed, Unknown):
        return unknown(f"its protocols cannot be told: {listed.reason}", quote)
    protocols = [word(one) for one in listed] if isinstance(listed, list) else []
    clear = [one for one in protocols if one in _CLEAR]
    if clear:
        return failed(f"{' and '.join(clear)} is answered", quote)
    return passed(f"only {' and '.join(protocols) or 'https'} is answered", quote)
