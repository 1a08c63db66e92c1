from headgate.simulator.state.sealing import Seal


def test_a_resource_takes_back_what_it_sealed_and_nothing_else() -> None:
    mine, other = Seal("eastus"), Seal("westus")
    sealed = mine.seal(64, created=1_774_962_746, seed=1)

    assert sealed.startswith("gAAAAA")
    assert mine.is_mine(sealed)
    assert Seal("eastus").is_mine(sealed)
    assert not other.is_mine(sealed)


def test_what_is_no_seal_is_not_taken() -> None:
    for sealed in ("", "nonsense", "é", "gAAAAA", "A" * 3):
        assert not Seal("eastus").is_mine(sealed)
