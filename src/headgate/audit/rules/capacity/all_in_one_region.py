"""All models are in one region."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.openai import ACCOUNT, openai_accounts, word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="CAP-012",
    severity="low",
    bullet="capacity.regions",
    about="graph",
    references=("https://learn.microsoft.com/azure/ai-services/openai/how-to/business-continuity-disaster-recovery",),
    reviewed=date(2026, 11, 24),
    also={"aprl": ("61187af4",)},
)
def all_in_one_region(graph: Graph) -> Verdict:
    """All models are in one region.

    Why:
        When the region has an outage, or no capacity left, everything stops.

    Fix (bicep):
        location: 'swedencentral'  // a second account, in another region

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
        - type: Microsoft.CognitiveServices/accounts
          name: oai-b
          kind: OpenAI
          location: westus

    Fail:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: !unknown "it has no value"

    Unknown (an export of one):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: eastus
          source: az-export

    Not applicable:
        []
    """
    accounts = openai_accounts(graph)
    if not accounts:
        return not_applicable("there is no account that holds models")
    quotes = [Quote(account, "location", account.location) for account in accounts]
    regions = {word(account.location).replace(" ", "") for account in accounts}
    if len(regions) > 1:
        return passed(f"there are {len(regions)} regions: {', '.join(sorted(regions))}", *quotes)
    if not graph.absence_counts(ACCOUNT):
        return unknown("other accounts may exist beside what was given", *quotes)
    return failed(f"all accounts are in {', '.join(regions) or 'one place'}", *quotes)
