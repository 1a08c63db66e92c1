from hypothesis import given
from hypothesis import strategies as st

from headgate.simulator import tokens


@given(st.text())
def test_the_tokens_of_a_text_are_the_text(text: str) -> None:
    assert "".join(tokens.split(text)) == text
    assert tokens.count(text) == len(tokens.split(text))


def test_a_word_takes_the_space_before_it() -> None:
    assert tokens.split("Why did it?") == ["Why", " did", " it", "?"]


def test_long_words_are_several_tokens() -> None:
    assert tokens.split("opentelemetry") == ["opentele", "metry"]


def test_the_limiter_takes_four_characters_for_a_token() -> None:
    assert [tokens.estimate(characters) for characters in (0, 1, 4, 5, 34)] == [0, 1, 1, 2, 9]
