"""The asynchronous clients: one call each, a stream read with ``async for``, and 32 calls at once."""

import asyncio

from facts import saw, tell
from openai import AsyncAzureOpenAI, AsyncOpenAI
from openai.types.chat import ChatCompletion

AT_ONCE = 32


async def main() -> None:
    async with AsyncAzureOpenAI() as azure, AsyncOpenAI() as plain:
        for client in (azure, plain):
            completion = await ask(client, "gpt-4o", "Where does the overflow go?")
            assert completion.choices[0].message.content

        streamed = await stream(plain)
        completions = await asyncio.gather(*(ask(azure, "gpt-4o-mini", f"Question {n}") for n in range(AT_ONCE)))

    texts = [completion.choices[0].message.content for completion in completions]
    tell(streamed=streamed, ids=len({completion.id for completion in completions}), texts=len(set(texts)))


async def ask(client: AsyncOpenAI, model: str, question: str) -> ChatCompletion:
    completion = await client.chat.completions.create(model=model, messages=[{"role": "user", "content": question}])
    saw("chat.completions", model, completion.usage)
    return completion


async def stream(client: AsyncOpenAI) -> str:
    text = ""
    async for chunk in await client.chat.completions.create(
        model="gpt-4o",
        messages=[{"role": "user", "content": "Where does the overflow go?"}],
        stream=True,
        stream_options={"include_usage": True},
    ):
        if chunk.choices:
            text += chunk.choices[0].delta.content or ""
        if chunk.usage is not None:
            assert chunk.choices == []
            saw("chat.completions", "gpt-4o", chunk.usage)
    return text


asyncio.run(main())
