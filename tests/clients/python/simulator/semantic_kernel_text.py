"""Semantic Kernel: it takes https alone; chat, stream, functions it calls by itself, agents, embeddings, media."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

from openai import AsyncAzureOpenAI
from pydantic import BaseModel
from semantic_kernel import Kernel
from semantic_kernel.agents import AzureAssistantAgent, AzureResponsesAgent
from semantic_kernel.connectors.ai.function_choice_behavior import FunctionChoiceBehavior
from semantic_kernel.connectors.ai.open_ai import (
    AzureAudioToText,
    AzureChatCompletion,
    AzureChatPromptExecutionSettings,
    AzureTextCompletion,
    AzureTextEmbedding,
    AzureTextToAudio,
    AzureTextToImage,
    OpenAIAudioToTextExecutionSettings,
    OpenAITextPromptExecutionSettings,
    OpenAITextToAudioExecutionSettings,
)
from semantic_kernel.connectors.ai.open_ai.exceptions.content_filter_ai_exception import ContentFilterAIException
from semantic_kernel.contents import AudioContent, ChatHistory, ChatMessageContent, ImageContent, TextContent
from semantic_kernel.functions import kernel_function
from shown import shown

WHERE = {
    "endpoint": os.environ["SIMULATOR_TLS_ENDPOINT"],
    "api_key": os.environ["OPENAI_API_KEY"],
    "api_version": os.environ["OPENAI_API_VERSION"],
}
PIXEL = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Channel(BaseModel):
    """A channel of the canal."""

    name: str
    litres_per_second: int


class Gauges:
    """What the model may read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    @kernel_function(description="Read a gauge.")
    def get_water_level(self, gauge: Annotated[str, "The gauge's name"]) -> str:
        self.read.append(gauge)
        return "1.42 m"


def asking(question: str) -> ChatHistory:
    history = ChatHistory()
    history.add_user_message(question)
    return history


async def chat() -> None:
    service = AzureChatCompletion(deployment_name="gpt-4o", **WHERE)
    usual = AzureChatPromptExecutionSettings()
    answer = await service.get_chat_message_content(asking("What does a headgate do?"), usual)
    assert answer is not None
    assert answer.metadata["usage"].completion_tokens
    text = ""
    async for chunk in service.get_streaming_chat_message_content(asking("What does a headgate do?"), usual):
        text += str(chunk)
    assert text == answer.content
    shown("chat.completions", "plain", "streamed")

    structured = AzureChatPromptExecutionSettings(response_format=Channel)
    told = await service.get_chat_message_content(asking("Describe the channel."), structured)
    assert told is not None
    Channel.model_validate_json(told.content)
    several = AzureChatPromptExecutionSettings(number_of_responses=2)
    assert len(await service.get_chat_message_contents(asking("Name a river."), several)) == 2
    shown("chat.completions", "structured", "several choices")

    gauges, kernel = Gauges(), Kernel()
    kernel.add_plugin(gauges, "gauges")
    calling = AzureChatPromptExecutionSettings(function_choice_behavior=FunctionChoiceBehavior.Auto())
    told = await service.get_chat_message_content(asking("How high is the water?"), calling, kernel=kernel)
    assert told is not None
    assert told.content
    assert len(gauges.read) == 1
    shown("chat.completions", "tools")

    parts = [TextContent(text="What is this?"), ImageContent(data_uri=PIXEL)]
    history = ChatHistory(messages=[ChatMessageContent(role="user", items=parts)])
    seen = await service.get_chat_message_content(history, usual)
    assert seen is not None
    assert seen.metadata["usage"].prompt_tokens > 85
    shown("chat.completions", "vision")

    fault = {"x-simulator-fault": '{"kind": "content_filter"}'}
    filtered = AzureChatCompletion(deployment_name="gpt-4o", default_headers=fault, **WHERE)
    try:
        await filtered.get_chat_message_content(asking("May I?"), usual)
    except ContentFilterAIException as error:
        assert error.content_filter_code.value == "ResponsibleAIPolicyViolation"
        shown("chat.completions", "content filter")


async def agents() -> None:
    """On both of the APIs that keep a conversation, with a function that they call."""
    gauges = Gauges()
    where = {"azure_endpoint": WHERE["endpoint"], "api_key": WHERE["api_key"], "api_version": WHERE["api_version"]}
    async with AsyncAzureOpenAI(**where) as client:
        definition = await client.beta.assistants.create(model="gpt-4o", name="keeper")
        assistant = AzureAssistantAgent(client=client, definition=definition, plugins=[gauges])
        responses = AzureResponsesAgent(ai_model_id="gpt-4o", client=client, name="keeper", plugins=[gauges])
        for agent in (assistant, responses):
            gauges.read.clear()
            answer = await agent.get_response(messages="How high is the water?")
            assert str(answer.content)
            assert len(gauges.read) == 1
            pieces = [str(piece) async for piece in agent.invoke_stream(messages="And now?", thread=answer.thread)]
            assert "".join(pieces)
    shown("threads.runs", "create", "submit_tool_outputs", "streamed")
    shown("responses", "plain", "streamed", "tools")


async def the_rest() -> None:
    completion = AzureTextCompletion(deployment_name="gpt-4o", **WHERE)
    usual = OpenAITextPromptExecutionSettings()
    whole = await completion.get_text_content("Water flows", usual)
    assert whole is not None
    pieces = [str(piece) async for piece in completion.get_streaming_text_content("Water flows", usual)]
    assert "".join(pieces) == whole.text
    shown("completions", "plain", "streamed")

    embedding = AzureTextEmbedding(deployment_name="text-embedding-3-small", **WHERE)
    assert len((await embedding.generate_embeddings(["The gate is open."]))[0]) == 1536
    shown("embeddings", "float")

    picture = await AzureTextToImage(deployment_name="dall-e-3", **WHERE).generate_image("A gate", 1024, 1024)
    assert picture
    shown("images.generations", "address")

    spoken = await AzureTextToAudio(deployment_name="tts-1", **WHERE).get_audio_content(
        "The gate is open.", OpenAITextToAudioExecutionSettings(voice="alloy")
    )
    assert spoken.data
    shown("audio.speech", "whole")

    heard = await AzureAudioToText(deployment_name="whisper", **WHERE).get_text_content(
        AudioContent(uri="talk.wav"), OpenAIAudioToTextExecutionSettings(filename="talk.wav")
    )
    assert heard.text
    shown("audio.transcriptions", "json")


Path("talk.wav").write_bytes(b"RIFF" + bytes(32_000))
asyncio.run(chat())
asyncio.run(agents())
asyncio.run(the_rest())
