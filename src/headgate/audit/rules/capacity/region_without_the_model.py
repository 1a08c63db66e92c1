"""A deployment is in a region that does not carry its model."""

from datetime import date

from headgate.audit.facts.regions import carries, region_table
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.openai import deployed, word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="CAP-007",
    severity="medium",
    bullet="capacity.regions",
    about="microsoft.cognitiveservices/accounts/deployments",
    references=("https://learn.microsoft.com/azure/ai-services/openai/concepts/models",),
    reviewed=date(2026, 11, 24),
)
def region_without_the_model(resource: Resource, graph: Graph) -> Verdict:
    """A deployment is in a region that does not carry its model.

    Why:
        The deployment fails, or is there by an exception that a second one will not get. The table is
        dated: a fresh one settles a doubt.

    Fix (headgate):
        headgate plan regions --model gpt-4o --version 2024-11-20

    Fix (az):
        az cognitiveservices model list --location REGION -o json

    Pass:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4o, version: "2024-11-20"}}
        - type: Microsoft.CognitiveServices/accounts
          name: oai
          kind: OpenAI
          location: swedencentral

    Fail:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4o, version: "2024-11-20"}}
        - type: Microsoft.CognitiveServices/accounts
          name: oai
          kind: OpenAI
          location: West Europe

    Unknown:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: Standard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4o, version: "2024-11-20"}}
        - type: Microsoft.CognitiveServices/accounts
          name: oai
          kind: OpenAI
          location: !unknown "it has no value"

    Not applicable:
        - type: Microsoft.CognitiveServices/accounts/deployments
          name: oai/chat
          sku: {name: GlobalStandard, capacity: 50}
          properties: {model: {format: OpenAI, name: gpt-4.1, version: "2025-04-14"}}
    """
    one = deployed(resource)
    kind = {"standard": "standard", "provisionedmanaged": "provisioned"}.get(one.sku)
    table = region_table()
    regions = carries(table, one.model, one.version, kind) if kind else None
    if regions is None:
        return not_applicable(
            f"the table of {table.read} does not have {one.what} as {one.sku or 'a deployment without sku'}"
        )
    account = graph.parent(resource)
    where = "" if account is None else word(account.location).replace(" ", "")
    if account is None or not where:
        return unknown("the region of its account is not shown")
    quote = Quote(account, "location", account.location)
    if where in regions:
        return passed(f"{where} carries {one.what}", quote)
    return failed(f"by the table of {table.read} {where} does not carry {one.what}; {', '.join(regions)} do", quote)
