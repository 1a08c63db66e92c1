"""All models are in one region."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import Unknown
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

    Fail (wherever that is):
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: !unknown "it has no value"

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-a
          kind: OpenAI
          location: !unknown "it has no value"
        - type: Microsoft.CognitiveServices/accounts
          name: oai-b
          kind: OpenAI
          location: eastus

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
    known = {word(one.location).replace(" ", "") for one in accounts if not isinstance(one.location, Unknown)}
    open_ = {one.location.reason for one in accounts if isinstance(one.location, Unknown)}
    if len(known) > 1:
        return passed(f"there are {len(known)} regions: {', '.join(sorted(known))}", *quotes)
    if len(known) + len(open_) > 1:
        return unknown(f"whether they are in one region cannot be told: {min(open_)}", *quotes)
    if not graph.absence_counts(ACCOUNT):
        return unknown("other accounts may exist beside what was given", *quotes)
    where = ", ".join(known) or "one region, whichever it is"
    what = "the only account that holds models is" if len(accounts) == 1 else f"all {len(accounts)} accounts are"
    return failed(f"{what} in {where}", *quotes)
