"""Policies that resources hold."""

from headgate.audit.graph.policy import held_policies
from headgate.audit.graph.value import Unknown
from tests.audit_samples import resource

API = "Microsoft.ApiManagement/service/apis"


def test_policies_are_taken_from_resources_with_what_they_govern() -> None:
    api = resource(API, "apim/openai")
    policy = resource(f"{API}/policies", "apim/openai/policy", path="resources[1]", properties={"value": "<policies/>"})
    fragment = resource(
        "Microsoft.ApiManagement/service/policyFragments", "apim/auth", properties={"value": "<fragment/>"}
    )
    held = held_policies([api, policy, fragment])

    assert [(one.name, one.text, one.fragment) for one in held] == [
        ("apim/openai/policy", "<policies/>", False),
        ("apim/auth", "<fragment/>", True),
    ]
    assert held[0].scope == api.id
    assert held[0].path == "resources[1].properties.value"


def test_a_policy_whose_text_is_unknown_is_left_out() -> None:
    assert held_policies([resource(f"{API}/policies", "a/b/policy", properties={"value": Unknown("x")})]) == []
