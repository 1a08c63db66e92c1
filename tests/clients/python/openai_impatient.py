"""Callers that leave: a stream closed in its middle, a coroutine cancelled, an answer not waited for."""

import asyncio

import openai
from facts import saw, tell
from openai import AsyncOpenAI, OpenAI
from openai.types.chat import ChatCompletionMessageParam

MODEL = "gpt-4o-mini"
MESSAGES: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Tell me everything."}]
LONG = 2_000


def close_in_the_middle() -> str:
    text = ""
    with (
        OpenAI() as client,
        client.chat.completions.create(model=MODEL, messages=MESSAGES, stream=True, max_tokens=LONG) as stream,
    ):
        for chunk in stream:
            text += chunk.choices[0].delta.content or "" if chunk.choices else ""
            if text.count(" ") == 20:
                break
    return text


async def cancel_in_the_middle() -> int:
    words = 0

    async def read() -> None:
        nonlocal words
        async with AsyncOpenAI() as client:
            async for _ in await client.chat.completions.create(
                model=MODEL, messages=MESSAGES, stream=True, max_tokens=LONG
            ):
                words += 1
                if words == 20:
                    enough.set()

    enough = asyncio.Event()
    reading = asyncio.create_task(read())
    await enough.wait()
    reading.cancel()
    await asyncio.wait([reading])
    assert reading.cancelled()
    return words


def give_up_waiting() -> str:
    with OpenAI(timeout=0.3, max_retries=0) as client:
        try:
            client.chat.completions.create(model=MODEL, messages=MESSAGES, max_tokens=LONG)
        except openai.APITimeoutError as error:
            return type(error).__name__
    raise AssertionError("it was answered in time")


text = close_in_the_middle()
words = asyncio.run(cancel_in_the_middle())
gave_up = give_up_waiting()
for status in (200, 200, 0):
    saw("chat.completions", MODEL, status=status)
tell(text=text, words=words, gave_up=gave_up)
