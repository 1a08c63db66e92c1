"""Development and production share a resource group."""

from datetime import date

from headgate.audit.environments import environment_of, environment_tag
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.ids import group_id
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import MISSING, Unknown
from headgate.audit.openai import ACCOUNT
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="PRA-010",
    severity="medium",
    bullet="practices.environments",
    about="microsoft.cognitiveservices/accounts",
    references=("https://learn.microsoft.com/azure/cloud-adoption-framework/ready/considerations/environments",),
    reviewed=date(2026, 11, 24),
)
def environments_share_a_group(resource: Resource, graph: Graph) -> Verdict:
    """Development and production share a resource group.

    Why:
        Roles, locks and deletions go by group: what is allowed to developers in one is allowed in the
        other. Sharing the subscription and region also shares the quota.

    Fix (bicep):
        targetScope = 'subscription'  // one group, or better one subscription, per environment

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a-prod
          kind: OpenAI
          location: eastus
        - type: Microsoft.CognitiveServices/accounts
          name: oai-b-prod
          kind: OpenAI
          location: eastus

    Fail:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a-prod
          kind: OpenAI
          location: eastus
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a-dev
          kind: OpenAI
          location: eastus

    Pass (one tag for all, whatever it will be):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
          tags: {env: !unknown "parameter 'env' has no value"}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-b
          kind: OpenAI
          location: eastus
          tags: {env: !unknown "parameter 'env' has no value"}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
          tags: !unknown "later"
        - type: Microsoft.CognitiveServices/accounts
          name: oai-b-dev
          kind: OpenAI
          location: eastus

    Not applicable:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a-dev
          kind: OpenAI
          location: eastus
        - type: Microsoft.CognitiveServices/accounts
          name: oai-b-dev
          kind: OpenAI
          location: eastus
    """
    group = group_id(resource.id)
    beside = [one for one in graph.of_type(ACCOUNT) if one is not resource and group_id(one.id) == group]
    if not beside:
        return not_applicable("it is the only account of its group")
    own = environment_tag(resource)
    if isinstance(own, Unknown) and all(
        environment_tag(one) is not MISSING and own == environment_tag(one) for one in beside
    ):
        return passed("all accounts of its group have the same tag", Quote(resource, "tags", resource.tags))
    if environment_of(resource) != "prod":
        return not_applicable("nothing says that it is production")
    strange = [one for one in beside if environment_of(one) in {"dev", "test"}]
    quotes = [Quote(resource, "tags", resource.tags), *(Quote(one, "tags", one.tags) for one in strange)]
    if strange:
        return failed(f"{strange[0].name} is {environment_of(strange[0])}, in the same group", *quotes)
    return passed("no account of another environment is in its group", *quotes)
