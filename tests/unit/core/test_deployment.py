import pytest

from headgate.core.deployment import Deployment, DeploymentKind


def _deployment(kind: DeploymentKind) -> Deployment:
    return Deployment(backend="eastus", name="gpt-4o-ptu", model="gpt-4o", version="2024-11-20", kind=kind)


def test_a_deployment_is_named_as_pools_name_it() -> None:
    assert _deployment("standard").key == "eastus/gpt-4o-ptu"


@pytest.mark.parametrize("kind", ["provisioned", "global-provisioned", "data-zone-provisioned"])
def test_reserved_capacity_is_provisioned(kind: DeploymentKind) -> None:
    assert _deployment(kind).provisioned


@pytest.mark.parametrize("kind", ["standard", "global-standard", "data-zone-standard", "global-batch", "developer"])
def test_capacity_paid_by_the_token_is_not_provisioned(kind: DeploymentKind) -> None:
    assert not _deployment(kind).provisioned
