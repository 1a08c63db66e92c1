"""Broken policies: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.policy import PolicyDocument
from headgate.audit.policy.reader import PolicySyntaxError, read_policy
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown


@rule(
    id="POL-043",
    severity="high",
    bullet="security.apim-route",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-policies",),
    reviewed=date(2026, 11, 24),
)
def policy_cannot_be_read(document: PolicyDocument, _: Graph) -> Verdict:
    """A policy is not well formed.

    Why:
        API Management refuses it and keeps the one it had, or none. Whatever the policy was to check is not checked.

    Fix (policy):
        Close every element, in the order in which they were opened; the line is named.

    Pass:
        <policies><inbound><choose><when condition="@(context.Variables["a"] == "b" && 1 < 2)"><set-header name="x" /></when></choose></inbound></policies>

    Fail:
        <policies><inbound><llm-emit-token-metric></azure-openai-emit-token-metric></inbound></policies>

    Fail (no document types):
        - policy: '<!DOCTYPE policies [<!ENTITY a "aaaa">]><policies>&a;</policies>'

    Unknown (a link to a policy, not a policy):
        - policy: https://example.com/policy.xml
    """
    text = document.text.strip()
    if not text.startswith(("<", "\ufeff")):
        return unknown(
            "its text is not in the evidence: a link, or a placeholder", Quote(document, "line 1", text[:80])
        )
    try:
        read_policy(document.text)
    except PolicySyntaxError as error:
        return failed(str(error), Quote(document, f"line {error.line}", error.reason))
    return passed("it is well formed")
