"""A content filter lets through what the default one stops."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, Value, look, same
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.setting import quoted, setting
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

_HARMS = frozenset({"hate", "sexual", "violence", "selfharm"})
_ATTACKS = frozenset({"jailbreak"})
_FILTERS = "contentFilters"


@rule(
    id="PRA-011",
    severity="high",
    bullet="practices.evaluation",
    about="microsoft.cognitiveservices/accounts/raipolicies",
    references=(
        "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/default-safety-policies",
        "https://learn.microsoft.com/azure/templates/microsoft.cognitiveservices/accounts/raipolicies",
    ),
    reviewed=date(2026, 11, 24),
    also={
        "azure-policy": (
            "c1ad46c6-37f8-4af0-9c71-c208375c87dd",
            "af253d37-136a-42f8-a1fc-30010c083d41",
            "930f48f9-f07e-427c-9494-52603581c6a9",
            "f3a9c2e0-7b4d-4d8f-9c3a-2e1f6b9a8d4e",
        )
    },
)
def content_filter_weakened(resource: Resource, _: Graph) -> Verdict:
    """A content filter lets through what the default one stops.

    Why:
        The default filter stops hate, sexual content, violence and self-harm from severity medium on, and attempts to talk the model
        out of its instructions. A filter of one's own that stops less is a decision about users; made in a template, nobody
        takes it.

    Fix (bicep):
        contentFilters: [ { name: 'Hate', source: 'Prompt', enabled: true, blocking: true, severityThreshold: 'Medium' } ] // each harm, both sources

    Fix (portal):
        Guardrails and controls, content filters: choose medium or low for every harm, block for prompt shields

    Fix (terraform):
        content_filter { name = "Hate", source = "Prompt", filter_enabled = true, block_enabled = true, severity_threshold = "Medium" }

    Pass:
        - type: Microsoft.CognitiveServices/accounts/raiPolicies
          name: oai-bot-prod/strict
          properties: {basePolicyName: Microsoft.DefaultV2, contentFilters: [{name: Hate, source: Prompt, enabled: true, blocking: true, severityThreshold: Low}, {name: Jailbreak, source: Prompt, enabled: true, blocking: true}]}

    Fail (only the worst is stopped):
        - type: Microsoft.CognitiveServices/accounts/raiPolicies
          name: oai-bot-prod/lax
          properties: {contentFilters: [{name: Violence, source: Completion, enabled: true, blocking: true, severityThreshold: High}]}

    Fail (told and let through):
        - type: Microsoft.CognitiveServices/accounts/raiPolicies
          name: oai-bot-prod/lax
          properties: {contentFilters: [{name: Jailbreak, source: Prompt, enabled: true, blocking: false}]}

    Fail (switched off):
        - type: Microsoft.CognitiveServices/accounts/raiPolicies
          name: oai-bot-prod/lax
          properties: {contentFilters: [{name: Hate, source: Prompt, enabled: false, blocking: true, severityThreshold: Medium}]}

    Unknown:
        - type: Microsoft.CognitiveServices/accounts/raiPolicies
          name: oai-bot-prod/own
          properties: {contentFilters: !unknown "parameter 'filters' has no value"}

    Not applicable (one of Microsoft's):
        - type: Microsoft.CognitiveServices/accounts/raiPolicies
          name: oai-bot-prod/Microsoft.Default
          properties: {type: SystemManaged, contentFilters: [{name: Hate, source: Prompt, enabled: true, blocking: true, severityThreshold: High}]}
    """
    if word(look(resource.properties, "type")) == "systemmanaged":
        return not_applicable("it is one of Microsoft's own")
    listed = setting(resource, _FILTERS, default=[])
    if isinstance(listed, Unknown):
        return unknown(f"what it stops cannot be told: {listed.reason}", quoted(resource, _FILTERS))
    doubt: str | None = None
    weak: list[tuple[int, str]] = []
    for number, one in enumerate(listed if isinstance(listed, list) else ()):
        told = _weakness(one)
        if isinstance(told, Unknown):
            doubt = told.reason
        elif told:
            weak.append((number, told))
    if weak:
        quotes = [Quote(resource, f"properties.{_FILTERS}[{number}]", look(listed, number)) for number, _ in weak]
        return failed("; ".join(told for _, told in weak), *quotes)
    if doubt is not None:
        return unknown(f"what it stops cannot be told: {doubt}", quoted(resource, _FILTERS))
    return passed("nothing in it is weaker than the default", quoted(resource, _FILTERS))


def _weakness(one: Value) -> str | Unknown:
    """Say what is weaker than the default in one filter; empty when nothing is. Others than harms and attacks are a choice."""
    name, source = look(one, "name"), look(one, "source")
    if isinstance(one, Unknown) or isinstance(name, Unknown):
        return one if isinstance(one, Unknown) else Unknown("the name of a filter")
    kind = word(name).replace("_", "").replace(" ", "").replace("-", "")
    if kind not in _HARMS | _ATTACKS:
        return ""
    what = f"{name} of {'it' if isinstance(source, Unknown) else word(source) or 'both'}s"
    doubt: Unknown | None = None
    for key, words in (("enabled", "is not filtered"), ("blocking", "is told, and let through")):
        off = same(look(one, key), False)
        if isinstance(off, Unknown):
            doubt = off
        elif off:
            return f"{what} {words}"
    least = look(one, "severityThreshold")
    if isinstance(least, Unknown):
        doubt = least
    elif kind in _HARMS and word(least) == "high":
        return f"{what} is stopped only from severity high on"
    return doubt if doubt is not None else ""
