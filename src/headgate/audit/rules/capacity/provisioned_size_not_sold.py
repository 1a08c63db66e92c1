"""A provisioned deployment has a size that is not sold."""

from datetime import date

from headgate.audit.facts.throughput import throughput
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from headgate.audit.openai import deployed, word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="CAP-009",
    severity="medium",
    bullet="capacity.overflow",
    about="microsoft.cognitiveservices/accounts/deployments",
    references=("https://learn.microsoft.com/azure/ai-services/openai/how-to/provisioned-throughput-onboarding",),
    reviewed=date(2026, 11, 24),
)
def provisioned_size_not_sold(resource: Resource, _: Graph) -> Verdict:
    """A provisioned deployment has a size that is not sold.

    Why:
        Each model has a least size and steps. A template with another fails on the day it is needed.

    Fix (headgate):
        headgate plan ptu --model gpt-4o --input-tpm 500000 --output-tpm 100000

    Fix (bicep):
        sku: { name: 'GlobalProvisionedManaged', capacity: 15 }

    Pass:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: 20}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Fail:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: ProvisionedManaged, capacity: 40}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/ptu
          sku: {name: GlobalProvisionedManaged, capacity: !unknown "it has no value"}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}

    Not applicable:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}
    """
    one = deployed(resource)
    if not one.provisioned:
        return not_applicable("it is not provisioned")

    known = throughput(one.model)
    if known is None:
        return not_applicable(f"the sizes of {one.model} are not known")
    sold = known.regional if one.level == "regional" else known.wide
    value = look(resource.sku, "capacity")
    quote = Quote(resource, "sku.capacity", value)
    capacity = word(value)
    if not capacity.isdigit():
        return unknown(f"its capacity is {capacity or 'not given'}", quote)
    said = f"{capacity} PTU of {one.model}, {one.level}: {sold.least} is the least, in steps of {sold.step}"
    return passed(said, quote) if sold.sold(int(capacity)) else failed(said, quote)
