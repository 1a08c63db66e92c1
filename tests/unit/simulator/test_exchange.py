import pytest

from headgate.core.usage import Usage
from headgate.simulator.answer import Answer
from headgate.simulator.exchange import Exchange
from headgate.simulator.truth import NOTHING, Ending

WHOLE = Usage(prompt_tokens=10, cached_tokens=4, completion_tokens=20, reasoning_tokens=5)


class Ends:
    def __init__(self) -> None:
        self.seen: list[tuple[Ending, int, Usage]] = []

    def __call__(self, ended: Ending, status: int, usage: Usage) -> None:
        self.seen.append((ended, status, usage))


@pytest.fixture
def ends() -> Ends:
    return Ends()


def _exchange(ends: Ends, usage: Usage = WHOLE, status: int = 200) -> Exchange:
    return Exchange(answer=Answer(status=status, usage=usage), on_end=ends)


def test_a_served_answer_is_billed_whole(ends: Ends) -> None:
    _exchange(ends).end_served()

    assert ends.seen == [("served", 200, WHOLE)]


@pytest.mark.parametrize("produced,reasoning", [(0, 0), (3, 3), (12, 5)])
def test_a_broken_answer_is_billed_as_far_as_it_came(ends: Ends, produced: int, reasoning: int) -> None:
    _exchange(ends).end_midway("client_gone", produced=produced)

    usage = Usage(prompt_tokens=10, cached_tokens=4, completion_tokens=produced, reasoning_tokens=reasoning)
    assert ends.seen == [("client_gone", 200, usage)]


def test_a_model_that_never_began_bills_nothing(ends: Ends) -> None:
    _exchange(ends).end_unanswered("reset", produced=None)

    assert ends.seen == [("reset", 0, NOTHING)]


def test_a_model_that_wrote_for_nobody_bills_what_it_wrote(ends: Ends) -> None:
    _exchange(ends).end_unanswered("client_gone", produced=999)

    assert ends.seen == [("client_gone", 0, WHOLE)]


def test_an_error_is_never_billed(ends: Ends) -> None:
    _exchange(ends, usage=NOTHING, status=429).end_midway("client_gone", produced=5)

    assert ends.seen == [("client_gone", 429, NOTHING)]
