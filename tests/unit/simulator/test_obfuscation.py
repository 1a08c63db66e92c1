import re

from headgate.simulator.obfuscation import Obfuscation


def test_text_and_padding_fill_blocks_of_sixteen() -> None:
    padding = Obfuscation()

    for length in range(40):
        pad = padding.pad(length)
        assert (length + len(pad)) % 16 == 0
        assert re.fullmatch(rb"[0-9A-Za-z]+", pad)


def test_padding_never_runs_out() -> None:
    padding = Obfuscation()

    assert all(len(padding.pad(0)) == 16 for _ in range(10_000))
