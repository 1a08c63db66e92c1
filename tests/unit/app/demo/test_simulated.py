from headgate.app.demo.simulated import simulated_settings


def test_only_the_resources_that_are_named_are_simulated_each_on_its_port() -> None:
    resources = simulated_settings({"westus": 8083}).resources

    assert {name: resource.port for name, resource in resources.items()} == {"westus": 8083}
    assert "gpt-4o" in resources["westus"].deployments
