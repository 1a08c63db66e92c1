"""Neither tags nor name say which environment a resource belongs to."""

from datetime import date

from headgate.audit.environments import TAGS, environment_of, names_environment
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.naming import unknown_parts
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="PRA-009",
    severity="low",
    bullet="practices.naming",
    about=(
        "microsoft.cognitiveservices/accounts",
        "microsoft.apimanagement/service",
        "microsoft.search/searchservices",
        "microsoft.keyvault/vaults",
        "microsoft.operationalinsights/workspaces",
        "microsoft.cdn/profiles",
        "microsoft.documentdb/databaseaccounts",
    ),
    references=(
        "https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-tagging",
    ),
    reviewed=date(2026, 11, 24),
)
def environment_not_told(resource: Resource, _: Graph) -> Verdict:
    """Neither tags nor name say which environment a resource belongs to.

    Why:
        Who answers an alert at night has to know whether it is production. Rules that keep environments
        apart, and bills split by them, rest on it too.

    Fix (bicep):
        tags: { environment: 'prod' }

    Fix (az):
        az tag update --resource-id ID --operation merge --tags environment=prod

    Fix (terraform):
        tags = { environment = "prod" }

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot
          kind: OpenAI
          location: eastus
          tags: {environment: prod}

    Pass (by its name):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          location: eastus

    Fail:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot
          kind: OpenAI
          location: eastus
          tags: {owner: team}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot
          kind: OpenAI
          location: eastus
          tags: !unknown "later"

    Pass (by a tag that a parameter fills):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot
          kind: OpenAI
          location: eastus
          tags: {env: !unknown "later"}

    Pass (by a part of its name that a parameter fills):
        - type: Microsoft.CognitiveServices/accounts
          name: "(unknown: oai-{environmentName}-{#x7w2})"
          kind: OpenAI
          location: westeurope

    Fail (the rest of its name is a hash):
        - type: Microsoft.CognitiveServices/accounts
          name: "(unknown: oai-{#x7w2})"
          kind: OpenAI
          location: westeurope

    Unknown (its name):
        - type: Microsoft.CognitiveServices/accounts
          name: "(unknown: it has no value)"
          kind: OpenAI
          location: eastus
    """
    if resource.existing:
        return not_applicable("it is only referred to here")
    quote = Quote(resource, "tags", resource.tags)
    if isinstance(resource.tags, dict) and any(key.lower() in TAGS for key in resource.tags):
        return passed("a tag says it", quote)
    environment = environment_of(resource)
    if environment:
        return passed(f"it is {environment}", quote)
    if names_environment(resource):
        return passed("its name has a part for it", Quote(resource, "name", resource.short_name))
    if unknown_parts(resource):
        return unknown("its tags do not say it, and its name cannot be told", quote)
    return failed("no tag such as environment, and no word such as prod in its name", quote)
