"""Ids of resources, made and taken apart."""

from headgate.audit.graph.ids import group_id, parent_id, resource_id, subscription_of, type_of

ACCOUNT = "/subscriptions/template/resourcegroups/template/providers/microsoft.cognitiveservices/accounts/oai"


def test_an_id_is_made_in_lower_case_and_is_stable() -> None:
    assert resource_id("Microsoft.CognitiveServices/accounts", "OAI") == ACCOUNT
    assert resource_id("Microsoft.CognitiveServices/accounts/deployments", "oai/GPT") == f"{ACCOUNT}/deployments/gpt"


def test_an_extension_hangs_on_what_it_is_about() -> None:
    made = resource_id("Microsoft.Insights/diagnosticSettings", "all", scope=ACCOUNT)

    assert made == f"{ACCOUNT}/providers/microsoft.insights/diagnosticsettings/all"
    assert type_of(made) == "microsoft.insights/diagnosticsettings"
    assert parent_id(made) is None


def test_the_way_up() -> None:
    assert parent_id(f"{ACCOUNT}/deployments/gpt") == ACCOUNT
    assert parent_id(ACCOUNT) is None
    assert group_id(ACCOUNT) == "/subscriptions/template/resourcegroups/template"
    assert group_id("/subscriptions/x") is None
    assert subscription_of(ACCOUNT) == "template"
    assert subscription_of("x") is None
    assert type_of(f"{ACCOUNT}/deployments/gpt") == "microsoft.cognitiveservices/accounts/deployments"
    assert type_of("/subscriptions/x") == ""


def test_a_name_with_parts_missing_still_gives_an_id() -> None:
    assert resource_id("Microsoft.CognitiveServices/accounts/deployments", "gpt").endswith("/accounts/gpt/deployments")
