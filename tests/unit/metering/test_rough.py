import pytest

from headgate.metering.rough import rough_prompt_tokens


@pytest.mark.parametrize("length, tokens", [(0, 0), (1, 1), (4, 1), (5, 2), (33_554_432, 8_388_608)])
def test_four_bytes_are_a_token_rounded_up(length: int, tokens: int) -> None:
    assert rough_prompt_tokens(length) == tokens
