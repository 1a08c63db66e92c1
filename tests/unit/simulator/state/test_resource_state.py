from headgate.simulator.state.resource_state import ResourceState


def test_two_resources_share_nothing() -> None:
    one, other = ResourceState("eastus"), ResourceState("westus")

    assert one.files is not other.files
    assert not other.seal.is_mine(one.seal.seal(1, created=1, seed=1))
