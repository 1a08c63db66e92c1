"""A deployment is of a model that has retired."""

from datetime import date

from headgate.audit.facts.retirements import model_retirement, retirements
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import deployed
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="CAP-005",
    severity="critical",
    bullet="capacity.hybrid-models",
    about="microsoft.cognitiveservices/accounts/deployments",
    references=("https://learn.microsoft.com/azure/ai-services/openai/concepts/model-retirements",),
    reviewed=date(2026, 11, 24),
)
def model_retired(resource: Resource, graph: Graph) -> Verdict:
    """A deployment is of a model that has retired.

    Why:
        A retired model answers every call with an error. Where the date is of a preview it is upgraded or
        stopped without a further word.

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
          properties: {model: {format: OpenAI, name: gpt-4o, version: "2024-05-13"}}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-99, version: "2026-01-01"}}

    Not applicable:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          properties: {model: {name: gpt-4o}}
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
        return unknown(f"no retirement date of {one.what} is known", *quotes)
    tense = "retired" if known.retires <= graph.today else "retires"
    told = f"{one.what} {tense} on {known.retires} ({retirements().sources[known.source].partition(',')[0]}, {known.source})"

    if known.retires > graph.today:
        return passed(told, *quotes)
    return failed(f"{told}" + (f"; its replacement is {known.replacement}" if known.replacement else ""), *quotes)
