import pytest

from headgate.simulator import fitting

PASSAGE = "Context:\nThe north dam was built in 1911. Its spillway opens at 4.2 metres.\nSalmon return in October.\n\n"


@pytest.mark.parametrize(
    "prompt,expected",
    [
        ('Repeat after me: "The gate is open."', "The gate is open."),
        ("Please repeat: one two three", "one two three"),
        ("You are terse.\nReply with exactly: OK", "OK"),
        ("Respond with only the word 'ready'", "ready"),
        ("Say 'yes'", "yes"),
        ("echo: ping", "ping"),
    ],
)
def test_what_is_to_be_repeated_is_repeated(prompt: str, expected: str) -> None:
    assert fitting.text_for(prompt) == expected


@pytest.mark.parametrize("prompt", ["Hello", "What does a headgate do?", "", "Do not repeat it", "They say gates"])
def test_most_prompts_ask_for_nothing_special(prompt: str) -> None:
    assert fitting.text_for(prompt) is None


def test_a_passage_in_the_prompt_is_quoted() -> None:
    assert fitting.text_for(f"{PASSAGE}At what level does the spillway open?") == "Its spillway opens at 4.2 metres."
    assert fitting.text_for(f"{PASSAGE}When do salmon return?") == "Salmon return in October."


def test_a_passage_that_does_not_answer_is_not_quoted() -> None:
    assert fitting.text_for(f"{PASSAGE}Who won?") is None


def test_a_long_prompt_is_read_at_its_end() -> None:
    assert fitting.text_for("water " * 20_000 + "\n\nrepeat: the end") == "the end"


def test_the_answer_is_in_the_language_of_the_prompt() -> None:
    answer = fitting.text_for("Was macht ein Schütz und wie wird es bedient?")

    assert answer is not None
    assert "Wasser" in answer
