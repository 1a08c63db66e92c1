"""API Management logs bodies of answers, which holds back streams."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed


@rule(
    id="LOG-009",
    severity="medium",
    bullet="logging.streaming",
    about=("microsoft.apimanagement/service/apis/diagnostics", "microsoft.apimanagement/service/diagnostics"),
    references=("https://learn.microsoft.com/azure/api-management/how-to-server-sent-events",),
    reviewed=date(2026, 11, 24),
)
def bodies_logged_in_streams(resource: Resource, _: Graph) -> Verdict:
    """API Management logs bodies of answers, which holds back streams.

    Why:
        To log a body API Management has to have it whole. A streamed answer then reaches the caller in one
        piece at its end, or is cut off. Model calls are logged by largeLanguageModel, which leaves streams
        alone.

    Fix (bicep):
        properties: { frontend: { response: { body: { bytes: 0 } } }, backend: { response: { body: { bytes: 0 } } }, largeLanguageModel: { logs: 'enabled' } }

    Fix (portal):
        API > Settings > Diagnostics: number of payload bytes to log for responses 0

    Pass:
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/chat/azuremonitor
          properties: {frontend: {response: {body: {bytes: 0}}}, backend: {response: {headers: [x-request-id]}}}

    Fail:
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/chat/azuremonitor
          properties: {frontend: {response: {body: {bytes: 8192}}}}

    Unknown:
        - type: Microsoft.ApiManagement/service/apis/diagnostics
          name: apim/chat/azuremonitor
          properties: {frontend: {response: {body: {bytes: !unknown it has no value}}}}
    """
    quotes = []
    for side in ("frontend", "backend"):
        value = look(resource.properties, side, "response", "body", "bytes")
        quote = Quote(resource, f"properties.{side}.response.body.bytes", value)
        if word(value) not in {"", "0"}:
            return failed(f"{value} bytes of every answer's body are logged", quote)
        quotes.append(quote)
    return passed("bodies of answers are not logged", *quotes)
