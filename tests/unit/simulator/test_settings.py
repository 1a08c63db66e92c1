import msgspec
import pytest

from headgate.simulator.settings import DEMO_KEYS, DeploymentSettings, SimulatorSettings


def test_a_resource_needs_a_region_and_deployments_and_has_the_demo_keys() -> None:
    text = '{"resources": {"one": {"region": "eastus", "deployments": {"gpt-4o": {"model": "gpt-4o"}}}}}'

    settings = msgspec.json.decode(text, type=SimulatorSettings)

    assert settings.resources["one"].keys == list(DEMO_KEYS)
    assert not settings.resources["one"].deployments["gpt-4o"].provisioned


@pytest.mark.parametrize(
    "text,complaint",
    [
        ('{"model": "gpt-4o", "kind": "provisioned"}', "needs `ptu`"),
        ('{"model": "gpt-4o", "ptu": 5}', "has no `ptu`"),
        ('{"model": "gpt-4o", "speed": 5}', "unknown field `speed`"),
        ('{"model": "gpt-4o", "kind": "reserved"}', "Invalid enum value"),
    ],
)
def test_what_does_not_hold_together_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=complaint):
        msgspec.json.decode(text, type=DeploymentSettings)
