from headgate.simulator.answer import EVENT_STREAM, Answer
from headgate.simulator.truth import NOTHING


def test_an_answer_is_json_with_status_200_and_costs_nothing_unless_it_says_so() -> None:
    answer = Answer(body=b"{}")

    assert (answer.status, answer.content_type) == (200, b"application/json")
    assert answer.usage is NOTHING


def test_pieces_of_sound_are_no_stream_of_events() -> None:
    assert Answer(content_type=EVENT_STREAM).streamed
    assert Answer(content_type=b"text/event-stream").streamed
    assert not Answer(content_type=b"audio/mpeg", events=iter(())).streamed
