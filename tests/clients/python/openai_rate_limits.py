"""A limit of one call at a time and two a minute: what is refused says how long to wait, and the client waits."""

import openai
from facts import saw, tell
from openai import OpenAI
from openai.types.chat import ChatCompletionMessageParam

MODEL = "gpt-4o-mini"
MESSAGES: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Is there room?"}]
LONG = 200
"""Tokens; more than a second of them."""


def refused(client: OpenAI) -> openai.RateLimitError:
    try:
        client.chat.completions.create(model=MODEL, messages=MESSAGES)
    except openai.RateLimitError as error:
        saw("chat.completions", MODEL, status=429)
        return error
    raise AssertionError("it was not refused")


with OpenAI(max_retries=0) as impatient, OpenAI(max_retries=5) as patient:
    stream = impatient.chat.completions.create(
        model=MODEL, messages=MESSAGES, stream=True, stream_options={"include_usage": True}, max_tokens=LONG
    )
    next(stream)
    beside_another = refused(impatient)
    assert beside_another.code == "concurrency_limit_reached"
    assert beside_another.response.headers["retry-after"] == "1"
    assert beside_another.response.headers["retry-after-ms"] == "1000"

    served = patient.chat.completions.with_raw_response.create(model=MODEL, messages=MESSAGES)
    assert served.retries_taken >= 1
    for _ in range(served.retries_taken):
        saw("chat.completions", MODEL, status=429)
    saw("chat.completions", MODEL, served.parse().usage)
    saw("chat.completions", MODEL, [chunk.usage for chunk in stream][-1])

    too_many = refused(impatient)
    assert too_many.code == "request_rate_limit_reached"
    assert 1 <= int(too_many.response.headers["retry-after"]) <= 60
    assert too_many.response.headers["x-ratelimit-limit-requests"] == "2"
    assert too_many.response.headers["x-ratelimit-remaining-requests"] == "0"

tell(retries=served.retries_taken)
