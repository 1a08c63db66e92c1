from typing import Any

import pytest

from headgate.audit.arm.opaque import Opaque
from headgate.audit.arm.states import account_endpoint, addresses
from tests.unit.audit.arm.expressions import template

PROVIDERS = "Microsoft.CognitiveServices/accounts"


def output(resource: dict[str, Any], expression: str, **sections: Any) -> Any:
    found = template(resources=[resource], outputs={"o": {"value": f"[{expression}]"}}, **sections)
    return found.outputs()["o"]["value"]  # type: ignore[call-overload,index]


@pytest.mark.parametrize(
    "kind, domain, address",
    [
        ("OpenAI", "bot", "https://bot.openai.azure.com/"),
        ("AIServices", "bot", "https://bot.cognitiveservices.azure.com/"),
        ("OpenAI", "", "https://eastus.api.cognitive.microsoft.com/"),
    ],
)
def test_an_account_answers_under_its_own_name_or_under_that_of_its_region(
    kind: str, domain: str, address: str
) -> None:
    assert account_endpoint(kind, domain, "eastus") == address


def test_the_endpoint_of_a_declared_account_is_known() -> None:
    account = {"type": PROVIDERS, "name": "a", "kind": "OpenAI", "properties": {"customSubDomainName": "bot"}}
    asked = f"reference(resourceId('{PROVIDERS}', 'a'), '2024-10-01')"

    assert output(account, f"concat({asked}.endpoint, 'openai')") == "https://bot.openai.azure.com/openai"
    assert output(account, f"{asked[:-1]}, 'full').properties.endpoint") == "https://bot.openai.azure.com/"
    assert isinstance(output(account, f"{asked}.provisioningState"), Opaque)


def test_an_address_with_an_unknown_part_is_unknown_and_filled() -> None:
    account = {"type": PROVIDERS, "name": "a", "kind": "OpenAI", "properties": {"customSubDomainName": "[newGuid()]"}}
    found = output(account, f"reference(resourceId('{PROVIDERS}', 'a'), '2024-10-01').endpoint")

    assert isinstance(found, Opaque)
    assert found.filled
    assert found.stand_in.endswith(".openai.azure.com/")


def test_other_services_answer_where_their_names_say() -> None:
    assert addresses("Microsoft.ApiManagement/service", "gate") == {"gatewayUrl": "https://gate.azure-api.net"}
    assert addresses("Microsoft.App/jobs", "a") == {}
    storage: Any = addresses("microsoft.storage/storageaccounts", "st")
    assert storage["primaryEndpoints"]["blob"] == "https://st.blob.core.windows.net/"


def test_what_another_template_declares_is_not_guessed() -> None:
    account = {"type": PROVIDERS, "name": "a", "kind": "OpenAI", "properties": {"customSubDomainName": "bot"}}

    assert isinstance(output(account, f"reference(resourceId('{PROVIDERS}', 'b'), '2024-10-01').endpoint"), Opaque)
