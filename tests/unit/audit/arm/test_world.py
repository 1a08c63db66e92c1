from headgate.audit.arm.world import MISTAKES_MAX, World


def test_mistakes_are_kept_once_and_up_to_a_limit() -> None:
    world = World()
    for number in range(MISTAKES_MAX * 2):
        world.note(f"mistake {number // 2}")

    assert len(world.mistakes) == len(set(world.mistakes)) == MISTAKES_MAX
    assert world.find_linked("anything") is None
