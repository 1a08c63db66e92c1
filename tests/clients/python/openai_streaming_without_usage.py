"""Streams that do not ask for their usage: not one chunk speaks of it."""

from facts import saw, tell
from openai import AzureOpenAI, OpenAI
from openai.types.chat import ChatCompletionMessageParam

MESSAGES: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Tell me of the newest canal."}]

with AzureOpenAI() as azure, OpenAI() as plain:
    for client in (azure, plain):
        chunks = list(client.chat.completions.create(model="gpt-4o", messages=MESSAGES, stream=True))
        saw("chat.completions", "gpt-4o")
        assert [chunk.usage for chunk in chunks] == [None] * len(chunks)
        assert [chunk.choices == [] for chunk in chunks] == [True] + [False] * (len(chunks) - 1)
        assert chunks[-1].choices[0].finish_reason == "stop"

    declined = list(
        azure.chat.completions.create(
            model="gpt-4o", messages=MESSAGES, stream=True, stream_options={"include_usage": False}
        )
    )
    saw("chat.completions", "gpt-4o")
    assert [chunk.usage for chunk in declined] == [None] * len(declined)

    pieces = list(plain.completions.create(model="gpt-4o-mini", prompt="Tell", max_tokens=5, stream=True))
    saw("completions", "gpt-4o-mini")
    assert [piece.usage for piece in pieces] == [None] * len(pieces)

tell(text="".join(chunk.choices[0].delta.content or "" for chunk in chunks[1:]))
