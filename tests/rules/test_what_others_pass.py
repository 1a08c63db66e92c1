"""Set-ups that are broken and that other tools pass: each is caught here, by the rule that says why."""

from datetime import date

from headgate.audit.examples import build
from headgate.audit.registry import find_rule
from headgate.audit.run import judge, subjects

ACCOUNT = "- {type: Microsoft.CognitiveServices/accounts, name: oai, kind: OpenAI, properties: {%s}}\n"
ENDPOINT = """
- type: Microsoft.Network/privateEndpoints
  name: pep
  properties: {%s: [{properties: {privateLinkServiceId: !id oai, groupIds: [account]}}]}
"""


def outcomes(rule_id: str, text: str) -> set[str]:
    """Return what a rule says of everything in a set-up."""
    rule = find_rule(rule_id)
    assert rule is not None
    graph = build(text, date(2026, 11, 24)).graph
    return {verdict.outcome for subject in subjects(rule, graph) for verdict in judge(rule, subject, graph)}


def test_deny_by_default_beside_a_rule_for_everybody_is_open() -> None:
    """PSRule AZR-000280 and policy 037eea7a look at the default action alone."""
    text = ACCOUNT % ("publicNetworkAccess: Enabled, networkAcls: {defaultAction: Deny, ipRules: [{value: 0.0.0.0/0}]}")

    assert outcomes("NET-001", text) == {"fail"}
    assert outcomes("NET-017", text) == {"fail"}


def test_a_closed_account_that_no_endpoint_leads_to_is_not_private() -> None:
    """PSRule AZR-000283 needs no endpoint."""
    assert outcomes("NET-011", ACCOUNT % "publicNetworkAccess: Disabled") == {"fail"}


def test_an_endpoint_that_is_pending_does_not_count() -> None:
    """azqr aif-004 and AI.77 count endpoints in any state."""
    pending = ACCOUNT % (
        "privateEndpointConnections: [{properties: {privateLinkServiceConnectionState: {status: Pending}}}]"
    )

    assert outcomes("NET-011", pending) == {"fail"}
    assert outcomes("NET-011", ACCOUNT % "" + ENDPOINT % "manualPrivateLinkServiceConnections") == {"fail"}
    assert outcomes("NET-013", ACCOUNT % "" + ENDPOINT % "manualPrivateLinkServiceConnections") == {"fail"}


def test_disabled_in_lower_case_is_disabled() -> None:
    """An exact comparison fails what ARM takes."""
    assert outcomes("NET-001", ACCOUNT % "publicNetworkAccess: disabled") == {"pass"}


def test_owner_is_not_only_control_plane_while_keys_are_accepted() -> None:
    """Owner has no data action, and lists the keys."""
    owner = """
- type: Microsoft.Authorization/roleAssignments
  name: a
  scope: oai
  properties: {roleDefinitionName: Owner, principalType: ServicePrincipal}
"""

    assert outcomes("IDN-010", ACCOUNT % "" + owner) == {"fail"}
    assert outcomes("IDN-010", ACCOUNT % "disableLocalAuth: true" + owner) == {"pass"}
    assert outcomes("IDN-011", ACCOUNT % "disableLocalAuth: true" + owner) == {"fail"}


def test_a_pinned_version_of_a_secret_does_not_follow_when_it_is_renewed() -> None:
    """PSRule AZR-000045 asks for Key Vault only."""
    text = (
        "- {type: Microsoft.ApiManagement/service/namedValues, name: apim/key, properties: {secret: true, keyVault: "
        "{secretIdentifier: 'https://kv.vault.azure.net/secrets/key/0123456789abcdef0123456789abcdef'}}}"
    )

    assert outcomes("IDN-019", text) == {"fail"}
