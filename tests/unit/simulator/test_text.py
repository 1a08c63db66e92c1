import pytest

from headgate.simulator import text


@pytest.mark.parametrize("seed", range(40))
def test_a_natural_answer_is_some_whole_sentences_of_16_to_40_tokens(seed: int) -> None:
    written = text.natural(seed)

    assert 16 <= len(written) <= 40
    assert "".join(written).endswith(".")
    assert not written[0].startswith(" ")


def test_the_same_seed_writes_the_same() -> None:
    assert text.natural(7) == text.natural(7)
    assert text.natural(7) != text.natural(8)


@pytest.mark.parametrize("length", [1, 17, 5000])
def test_a_text_can_have_any_length(length: int) -> None:
    assert len(text.of_length(3, length)) == length
