import pytest

from tests.unit.simulator.cloud.clouds import SETTINGS, resource_settings


def test_the_usual_cloud_has_a_tenant_and_tokens_for_an_hour() -> None:
    assert (len(SETTINGS.tenant), SETTINGS.token_seconds) == (36, 3_600)


def test_a_role_that_there_is_not_is_a_mistake_that_names_the_known() -> None:
    with pytest.raises(ValueError, match=r"there is no role 'Cook'; known: Azure AI Developer, .*Reader"):
        resource_settings(roles={"app": ["Cook"]})
