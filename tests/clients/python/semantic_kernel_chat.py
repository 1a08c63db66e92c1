"""Semantic Kernel: it takes https alone; chat, stream and functions that it calls by itself."""

import asyncio
import os
from typing import Annotated

from facts import saw, tell
from semantic_kernel import Kernel
from semantic_kernel.connectors.ai.function_choice_behavior import FunctionChoiceBehavior
from semantic_kernel.connectors.ai.open_ai import (
    AzureChatCompletion,
    AzureChatPromptExecutionSettings,
    AzureTextEmbedding,
)
from semantic_kernel.contents import ChatHistory
from semantic_kernel.functions import kernel_function

API_VERSION = os.environ["OPENAI_API_VERSION"]


class Gauges:
    """What the model may read."""

    read: list[str]

    def __init__(self) -> None:
        self.read = []

    @kernel_function(description="Read a gauge.")
    def get_water_level(self, gauge: Annotated[str, "The gauge's name"]) -> str:
        self.read.append(gauge)
        return "1.42 m"


def seen(metadata: dict[str, object]) -> None:
    saw("chat.completions", "gpt-4o", metadata["usage"])


async def main() -> None:
    chat = AzureChatCompletion(deployment_name="gpt-4o", api_version=API_VERSION)
    settings = AzureChatPromptExecutionSettings()

    answer = await chat.get_chat_message_content(asking("What does a headgate do?"), settings)
    assert answer is not None
    assert answer.content
    seen(answer.metadata)

    text = ""
    async for chunk in chat.get_streaming_chat_message_content(asking("What does a headgate do?"), settings):
        text += str(chunk)
        if chunk is not None and chunk.metadata.get("usage"):
            seen(chunk.metadata)
    assert text == answer.content

    gauges = Gauges()
    kernel = Kernel()
    kernel.add_plugin(gauges, "gauges")
    calling = AzureChatPromptExecutionSettings(function_choice_behavior=FunctionChoiceBehavior.Auto())
    told = await chat.get_chat_message_content(asking("How high is the water?"), calling, kernel=kernel)
    assert told is not None
    assert told.content
    saw("chat.completions", "gpt-4o")
    saw("chat.completions", "gpt-4o")

    embedding = AzureTextEmbedding(deployment_name="text-embedding-3-small", api_version=API_VERSION)
    vectors = await embedding.generate_embeddings(["The gate is open."])
    assert len(vectors[0]) == 1536
    saw("embeddings", "text-embedding-3-small")
    tell(text=text, read=gauges.read)


def asking(question: str) -> ChatHistory:
    history = ChatHistory(system_message="Be brief.")
    history.add_user_message(question)
    return history


asyncio.run(main())
