"""Streams that ask for their usage: it comes once, in the last chunk, and their text is that of a plain answer."""

from facts import saw, tell
from openai import AzureOpenAI, OpenAI
from openai.types.chat import ChatCompletionMessageParam

MESSAGES: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Tell me of the oldest canal."}]

with AzureOpenAI() as azure, OpenAI() as plain:
    answer = azure.chat.completions.create(model="gpt-4o", messages=MESSAGES)
    saw("chat.completions", "gpt-4o", answer.usage)

    for client in (azure, plain):
        chunks = list(
            client.chat.completions.create(
                model="gpt-4o", messages=MESSAGES, stream=True, stream_options={"include_usage": True}
            )
        )
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        assert text == answer.choices[0].message.content
        assert [chunk.usage for chunk in chunks[:-1]] == [None] * (len(chunks) - 1)
        assert chunks[-1].usage == answer.usage
        assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
        saw("chat.completions", "gpt-4o", chunks[-1].usage)

    with plain.chat.completions.stream(model="gpt-4o-mini", messages=MESSAGES) as events:
        kinds = {event.type for event in events}
        final = events.get_final_completion()
    assert {"chunk", "content.delta", "content.done"} <= kinds
    assert final.choices[0].message.content
    assert final.usage is None
    saw("chat.completions", "gpt-4o-mini")

    pieces = list(
        azure.completions.create(
            model="gpt-4o-mini", prompt="Tell", max_tokens=9, stream=True, stream_options={"include_usage": True}
        )
    )
    assert pieces[-1].usage is not None
    assert pieces[-1].usage.completion_tokens == 9
    saw("completions", "gpt-4o-mini", pieces[-1].usage)

tell(text=text, chunks=len(chunks))
