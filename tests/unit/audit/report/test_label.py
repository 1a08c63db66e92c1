"""People are told names that they recognise."""

import pytest
from msgspec.structs import replace

from headgate.audit.finding import Finding
from headgate.audit.report.label import label
from tests.audit_reports import RULE
from tests.audit_samples import ACCOUNT, resource

GRANT = "Microsoft.Authorization/roleAssignments"
GUID = "0e316f44-1b9e-59f1-8485-1eead9066826"
OAI = "/subscriptions/s/resourcegroups/g/providers/microsoft.cognitiveservices/accounts/oai"


@pytest.mark.parametrize(
    "kind, name, scope, told",
    [
        (ACCOUNT, "oai-prod", None, "oai-prod"),
        (ACCOUNT, "(unknown: oai-{environment})", None, "oai-{environment}"),
        (f"{ACCOUNT}/deployments", "(unknown: oai-{environment}/gpt-4o)", None, "oai-{environment}/gpt-4o"),
        (f"{ACCOUNT}/x", "(unknown: hub-{#a})/(unknown: aoai-{f(b)})", None, "hub-{#a}/aoai-{f(b)}"),
        (GRANT, GUID, OAI, "role assignment at oai"),
        (GRANT, "(unknown: {#54607afc-923d-5a53-ae8a-02725645a7c8})", OAI, "role assignment at oai"),
        (
            GRANT,
            GUID,
            "/subscriptions/template/resourcegroups/template",
            "role assignment at its group or subscription",
        ),
        (GRANT, GUID, None, f"role assignment {GUID}"),
        ("Microsoft.ApiManagement/service/policies", "(unknown: apim/{#a})", None, "policy of apim"),
    ],
)
def test_a_name_that_says_nothing_is_told_by_what_it_is_about(
    kind: str, name: str, scope: str | None, told: str
) -> None:
    subject = replace(resource(kind, name), scope=scope)

    assert label(Finding(RULE, subject, "fail", "x")) == told


def test_the_whole_set_up_has_a_name_too() -> None:
    assert label(Finding(RULE, None, "fail", "x")) == "the whole set-up"
