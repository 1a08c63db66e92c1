"""Open APIs: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.policy import SERVICE, PolicyDocument
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import MISSING, Unknown, look, same
from headgate.audit.policy.authentication import authentication
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown

_POLICIES = f"{SERVICE}/apis/policies"


@rule(
    id="POL-004",
    severity="critical",
    bullet="identity.entra",
    about=f"{SERVICE}/apis",
    references=("https://learn.microsoft.com/azure/api-management/api-management-subscriptions",),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("3aa03346-d8c5-4994-a5bc-7652c2a2aef1",)},
)
def api_open_to_anyone(api: Resource, graph: Graph) -> Verdict:
    """An API asks for no subscription key, and no policy validates a token.

    Why:
        Whoever finds the address can call the models behind it, and the gateway pays: it attaches its own identity.

    Fix (policy):
        <validate-azure-ad-token tenant-id="{{tenant}}"><audiences><audience>api://gateway</audience></audiences></validate-azure-ad-token>

    Fix (bicep):
        properties: { subscriptionRequired: true }

    Pass:
        - {type: Microsoft.ApiManagement/service/apis, name: apim/chat, properties: {path: openai}}

    Pass (tokens instead of keys):
        - {type: Microsoft.ApiManagement/service/apis, name: apim/chat, properties: {subscriptionRequired: false}}
        - type: Microsoft.ApiManagement/service/apis/policies
          name: apim/chat/policy
          properties: {value: '<policies><inbound><base /><validate-azure-ad-token tenant-id="t" /></inbound></policies>'}

    Fail:
        - {type: Microsoft.ApiManagement/service/apis, name: apim/chat, properties: {subscriptionRequired: false}}
        - type: Microsoft.ApiManagement/service/apis/policies
          name: apim/chat/policy
          properties: {value: '<policies><inbound><base /><authentication-managed-identity resource="https://cognitiveservices.azure.com" /></inbound></policies>'}

    Fail (no policy at all):
        - {type: Microsoft.ApiManagement/service/apis, name: apim/chat, properties: {subscriptionRequired: false}}

    Unknown:
        - {type: Microsoft.ApiManagement/service/apis, name: apim/chat, properties: {subscriptionRequired: !unknown "no value"}}

    Unknown (an operation does it by itself):
        - {type: Microsoft.ApiManagement/service/apis, name: apim/chat, properties: {subscriptionRequired: false}}
        - type: Microsoft.ApiManagement/service/apis/operations/policies
          name: apim/chat/completions/policy
          properties: {value: '<policies><inbound><base /><validate-azure-ad-token tenant-id="t" /></inbound></policies>'}

    Unknown (the policy is not in the evidence):
        - {type: Microsoft.ApiManagement/service/apis, name: apim/chat, source: az-export, properties: {subscriptionRequired: false}}
    """
    asked = look(api.properties, "subscriptionRequired")
    quote = Quote(api, "properties.subscriptionRequired", asked)
    if isinstance(asked, Unknown):
        return unknown(f"whether it asks for a subscription key cannot be told: {asked.reason}", quote)
    if asked is MISSING and api.existing:
        return unknown("the API is only referred to", quote)
    if same(asked, False) is not True:
        return passed("it asks for a subscription key", quote)
    service = graph.parent(api)
    scopes = {api.id} | ({service.id} if service is not None else {api.id.rpartition("/apis/")[0]})
    reasons = []
    for document in graph.policies:
        if document.scope in scopes:
            found = authentication(document, graph)
            if found.state == "always":
                return passed(f"no key is asked for, but {found.because} of {document.name} lets nobody else in", quote)
            if found.state in {"sometimes", "untold"}:
                reasons.append(found.because)
        elif _of_an_operation(document, api) and authentication(document, graph).state != "never":
            reasons.append(f"{document.name} may do it for its operation; whether each of them does is not followed")
    reasons += _unread(api, graph)
    if reasons:
        return unknown(f"it asks for no key; whether a token is needed cannot be told: {reasons[0]}", quote)
    return failed("subscriptionRequired is false, and no policy of the API or the service validates a token", quote)


def _of_an_operation(document: PolicyDocument, api: Resource) -> bool:
    return (document.scope or "").startswith(f"{api.id}/operations/")


def _unread(api: Resource, graph: Graph) -> list[str]:
    """Return why there may be a policy that nobody has seen."""
    read = {document.id for document in graph.policies}
    held = [one for one in graph.children(api, _POLICIES) if one.id not in read]
    if held:
        return [f"the text of {held[0].name} is not known"]
    if graph.children(api, _POLICIES) or graph.absence_counts(_POLICIES, api):
        return []
    return ["its policies are not in the evidence"]
