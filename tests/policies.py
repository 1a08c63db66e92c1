"""Policies of API Management for tests of the audit."""

from headgate.audit.collect.apim_policy import POLICY_FILE
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.policy import FRAGMENT, PolicyDocument, held_policies
from headgate.audit.graph.resource import Resource
from headgate.audit.registry import find_rule
from headgate.audit.run import judge
from tests.audit_samples import TODAY, source


def policy(text: str, name: str = "policy.xml") -> PolicyDocument:
    """Return a policy, or a fragment, as its file would give it."""
    kind = FRAGMENT if text.lstrip().startswith("<fragment") else POLICY_FILE
    return PolicyDocument(type=kind, name=name, id=name, text=text, source=source("apim-policy", name))


def inbound(content: str) -> PolicyDocument:
    """Return a policy with this inbound part."""
    return policy(f"<policies><inbound>{content}</inbound></policies>")


def retrying(
    condition: str, attributes: str = 'count="3" interval="0"', inside: str = "<forward-request />"
) -> PolicyDocument:
    """Return a policy that repeats what it sends."""
    return policy(
        f'<policies><backend><retry condition="{condition}" {attributes}>{inside}</retry></backend></policies>'
    )


def graph_of(*policies: PolicyDocument, resources: tuple[Resource, ...] = ()) -> Graph:
    """Return a graph of these policies, and of those that the resources hold."""
    return Graph(resources, policies=(*policies, *held_policies(resources)), today=TODAY)


def judged(rule: str, document: PolicyDocument, *others: PolicyDocument, resources: tuple[Resource, ...] = ()) -> str:
    """Return ``outcome: because`` of a rule about a policy."""
    found = find_rule(rule)
    assert found is not None, rule
    verdict = judge(found, document, graph_of(document, *others, resources=resources))[0]
    return f"{verdict.outcome}: {verdict.because}"
