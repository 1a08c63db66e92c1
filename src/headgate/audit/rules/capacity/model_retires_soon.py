"""A deployment is of a model that retires within 90 days."""

from datetime import date, timedelta

from headgate.audit.facts.retirements import model_retirement, retirements
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import deployed
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="CAP-006",
    severity="medium",
    bullet="capacity.hybrid-models",
    about="microsoft.cognitiveservices/accounts/deployments",
    references=("https://learn.microsoft.com/azure/ai-services/openai/concepts/model-retirements",),
    reviewed=date(2026, 11, 24),
)
def model_retires_soon(resource: Resource, graph: Graph) -> Verdict:
    """A deployment is of a model that retires within 90 days.

    Why:
        Microsoft tells owners 60 days ahead. Evaluating another version, and moving callers to it, takes
        that long.

    Fix (az):
        az cognitiveservices account deployment create --name ACCOUNT --resource-group GROUP --deployment-name NAME --model-name NEWER --model-version VERSION --model-format OpenAI --sku-name GlobalStandard --sku-capacity 100

    Pass:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: GlobalStandard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-5.1, version: "2025-11-13"}}

    Fail:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: whisper, version: "001"}}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: !unknown "it has no value"}}

    Not applicable (no date is known, see CAP-005):
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-99, version: "2026-01-01"}}

    Not applicable (it is gone, see CAP-005):
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4o, version: "2024-05-13"}}
    """
    version = look(resource.properties, "model", "version")
    quotes = (
        Quote(resource, "properties.model.name", look(resource.properties, "model", "name")),
        Quote(resource, "properties.model.version", version),
    )
    one = deployed(resource)
    if not one.version:
        return not_applicable("it has no version of its own; see CAP-008")
    known = model_retirement(one.model, one.version)
    if known is None:
        return not_applicable(f"no retirement date of {one.what} is known; see CAP-005")
    told = f"{one.what} retires on {known.retires} ({retirements().sources[known.source].partition(',')[0]}, {known.source})"

    if known.retires <= graph.today:
        return not_applicable("it has retired; see CAP-005")
    return failed(told, *quotes) if known.retires <= graph.today + timedelta(days=90) else passed(told, *quotes)
