from headgate.simulator.answer import Answer
from headgate.simulator.truth import NOTHING


def test_an_answer_is_json_with_status_200_and_costs_nothing_unless_it_says_so() -> None:
    answer = Answer(body=b"{}")

    assert (answer.status, answer.content_type) == (200, b"application/json")
    assert answer.usage is NOTHING
