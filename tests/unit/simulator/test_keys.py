import pytest

from headgate.simulator.keys import Keys


def test_a_key_made_anew_takes_the_place_of_the_old_one() -> None:
    keys = Keys("eastus", ["one", "two"])

    made = keys.regenerate("key1")
    assert keys.named() == {"key1": made, "key2": "two"}
    assert [keys.accepts(key) for key in (b"one", b"two", made.encode())] == [False, True, True]


def test_keys_made_anew_differ_and_are_the_same_in_every_run() -> None:
    first, second = Keys("eastus", ["one"]), Keys("eastus", ["one"])

    made = [first.regenerate("key1"), first.regenerate("key1")]
    assert made == [second.regenerate("key1"), second.regenerate("key1")]
    assert len(set(made)) == 2


def test_a_key_that_is_not_there_is_not_made() -> None:
    with pytest.raises(ValueError, match="eastus has no key2"):
        Keys("eastus", ["one"]).regenerate("key2")
