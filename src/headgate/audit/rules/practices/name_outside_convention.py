"""A name does not begin as the convention says."""

from datetime import date
from typing import Final

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.naming import unknown_parts, written
from headgate.audit.graph.resource import Resource
from headgate.audit.openai import ACCOUNT, word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

_ACCOUNTS: Final = {"openai": ("oai", "aoai"), "aiservices": ("ais", "aif", "aisa", "oai", "aoai")}
_BEGINNINGS: Final = {
    "microsoft.apimanagement/service": ("apim",),
    "microsoft.search/searchservices": ("srch",),
    "microsoft.keyvault/vaults": ("kv",),
    "microsoft.operationalinsights/workspaces": ("log",),
    "microsoft.cdn/profiles": ("afd",),
    "microsoft.documentdb/databaseaccounts": ("cosmos", "cosno"),
}
_WORDS: Final = ("aiservice", "aisearch")
"""Words that begin like the abbreviation ``ais``."""


def _carries(name: str, abbreviation: str) -> bool:
    """Whether it stands in a name: a short one as a part of its own, a long one (apim, srch) anywhere."""
    parts = name.replace("_", "-").split("-")
    begins = name.startswith(abbreviation) and not name.startswith(_WORDS)
    return begins or abbreviation in parts or (len(abbreviation) > 3 and abbreviation in name)


@rule(
    id="PRA-008",
    severity="info",
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
        "https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-abbreviations",
    ),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000460", "AZR-000056")},
)
def name_outside_convention(resource: Resource, _: Graph) -> Verdict:
    """A name does not begin as the convention says.

    Why:
        Names that say kind, workload, environment and region make logs, bills and alerts readable by those
        who did not build it. The abbreviations are those of the Cloud Adoption Framework.

    Fix (bicep):
        name: 'oai-${workload}-${environment}-${region}-001'

    Pass:
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod-weu-001
          kind: OpenAI
          location: westeurope

    Fail:
        - type: Microsoft.CognitiveServices/accounts
          name: mytest
          kind: OpenAI
          location: westeurope

    Pass (what follows is computed):
        - type: Microsoft.CognitiveServices/accounts
          name: "(unknown: oai-{token})"
          kind: OpenAI
          location: westeurope

    Pass (written together):
        - type: Microsoft.ApiManagement/service
          name: botprodapim
          location: westeurope

    Fail (a hash after another beginning):
        - type: Microsoft.CognitiveServices/accounts
          name: "(unknown: aiservices{#x7w2})"
          kind: AIServices
          location: westeurope

    Unknown:
        - type: Microsoft.CognitiveServices/accounts
          name: "(unknown: it has no value)"
          kind: OpenAI
          location: westeurope

    Not applicable:
        - type: Microsoft.CognitiveServices/accounts
          name: speech
          kind: SpeechServices
    """
    wanted = _BEGINNINGS.get(resource.type, ())
    if resource.type == ACCOUNT:
        wanted = _ACCOUNTS.get(word(resource.kind), ())
    if not wanted:
        return not_applicable(f"no abbreviation is known for the kind {resource.kind}")
    if resource.existing:
        return not_applicable("it is only referred to here")
    name = written(resource).lower()
    quote = Quote(resource, "name", resource.short_name)
    carried = next((one for one in wanted if _carries(name, one)), None)
    if carried is not None:
        return passed(f"it carries {carried}", quote)
    if unknown_parts(resource):
        return unknown("its name cannot be told", quote)
    return failed(f"{name} does not carry {' or '.join(wanted)}", quote)
