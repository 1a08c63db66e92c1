from headgate.simulator.demo import EASTUS_KEY, WESTUS_KEY, demo_settings


def test_the_demo_has_provisioned_capacity_in_one_region_and_overflow_in_the_other() -> None:
    resources = demo_settings().resources

    ptu, overflow = resources["eastus"].deployments["gpt-4o-ptu"], resources["westus"].deployments["gpt-4o"]
    assert ptu.provisioned
    assert not overflow.provisioned
    assert (ptu.model, ptu.version) == (overflow.model, overflow.version)


def test_small_models_are_in_both_regions() -> None:
    for resource in demo_settings().resources.values():
        assert {"gpt-4o-mini", "text-embedding-3-small"} <= set(resource.deployments)


def test_each_region_takes_the_demos_keys() -> None:
    for resource in demo_settings().resources.values():
        assert {EASTUS_KEY, WESTUS_KEY} <= set(resource.keys)
