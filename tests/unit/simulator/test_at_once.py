from typing import Any

import pytest

from headgate.core.usage import Usage
from headgate.simulator import at_once
from headgate.simulator.answer import Answer
from headgate.simulator.exchange import Exchange
from headgate.simulator.faults import Fault


def test_a_plain_answer_is_head_and_body_in_one_piece() -> None:
    answer = Answer(headers=b"x-ms-region: East US\r\n", body=b"{}", usage=Usage(completion_tokens=5))

    assert at_once.whole(Exchange(answer=answer), date=b"Date: now\r\n") == (
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\nDate: now\r\n"
        b"x-ms-region: East US\r\n\r\n{}"
    )


@pytest.mark.parametrize(
    "answer, of_exchange",
    [
        ({"events": iter(())}, {}),
        ({"chunked": True}, {}),
        ({"first_token_seconds": 0.1}, {}),
        ({"between_tokens_seconds": 0.1}, {}),
        ({}, {"fault": Fault(kind="stall")}),
        ({}, {"delay_seconds": 1.0}),
        ({}, {"upgraded": object()}),
    ],
    ids=lambda each: "-".join(each) or "plain",
)
def test_what_takes_its_time_or_is_framed_otherwise_is_played(
    answer: dict[str, Any], of_exchange: dict[str, Any]
) -> None:
    assert at_once.whole(Exchange(answer=Answer(**answer), **of_exchange), date=b"") is None
