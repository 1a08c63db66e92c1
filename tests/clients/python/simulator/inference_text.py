"""Chat and embeddings with azure-ai-inference, which names the deployment in the path."""

import json
import os

from azure.ai.inference import ChatCompletionsClient, EmbeddingsClient
from azure.ai.inference.models import (
    ChatCompletionsToolDefinition,
    FunctionDefinition,
    ImageContentItem,
    ImageUrl,
    JsonSchemaFormat,
    TextContentItem,
    ToolMessage,
    UserMessage,
)
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from shown import shown

ENDPOINT, KEY = os.environ["SIMULATOR_ENDPOINT"], os.environ["OPENAI_API_KEY"]
PARAMETERS = {"type": "object", "properties": {"gauge": {"type": "string"}}, "required": ["gauge"]}
TOOL = ChatCompletionsToolDefinition(function=FunctionDefinition(name="get_water_level", parameters=PARAMETERS))
SCHEMA = {**PARAMETERS, "additionalProperties": False}
PIXEL = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def options(deployment: str) -> dict[str, object]:
    """How a client is pointed at a deployment."""
    return {
        "endpoint": f"{ENDPOINT}/openai/deployments/{deployment}",
        "credential": AzureKeyCredential(""),
        "headers": {"api-key": KEY},
        "api_version": "2024-10-21",
    }


with ChatCompletionsClient(**options("gpt-4o")) as chat:
    answer = chat.complete(messages=[UserMessage("Reply with exactly: OK")])
    assert answer.choices[0].message.content == "OK"
    assert answer.usage.total_tokens
    shown("chat.completions", "plain")

    streamed = chat.complete(messages=[UserMessage("Hello")], stream=True)
    assert "".join(update.choices[0].delta.content or "" for update in streamed if update.choices)
    shown("chat.completions", "streamed")

    question = UserMessage("How high is the water?")
    asked = chat.complete(messages=[question], tools=[TOOL]).choices[0].message
    [call] = asked.tool_calls
    assert set(json.loads(call.function.arguments)) == {"gauge"}
    result = ToolMessage("1.42 m", tool_call_id=call.id)
    assert chat.complete(messages=[question, asked, result], tools=[TOOL]).choices[0].message.content
    shown("chat.completions", "tools")

    form = JsonSchemaFormat(name="level", schema=SCHEMA, strict=True)
    structured = chat.complete(messages=[question], response_format=form)
    assert set(json.loads(structured.choices[0].message.content)) == {"gauge"}
    shown("chat.completions", "structured")

    picture = UserMessage([TextContentItem(text="What is this?"), ImageContentItem(image_url=ImageUrl(url=PIXEL))])
    assert chat.complete(messages=[picture]).usage.prompt_tokens > answer.usage.prompt_tokens
    shown("chat.completions", "vision")

    try:
        chat.complete(messages=[question], headers={"x-simulator-fault": '{"kind": "content_filter"}'})
    except HttpResponseError as error:
        assert error.status_code == 400
        assert error.error.code == "content_filter"
        shown("chat.completions", "content filter")

with ChatCompletionsClient(**options("gpt-9")) as nowhere:
    try:
        nowhere.complete(messages=[question])
    except ResourceNotFoundError as error:
        assert error.error.code == "DeploymentNotFound"
        shown("chat.completions", "errors")

with EmbeddingsClient(**options("text-embedding-3-small")) as embeddings:
    assert len(embeddings.embed(input=["Hello"]).data[0].embedding) == 1536
    assert len(embeddings.embed(input=["Hello"], dimensions=64).data[0].embedding) == 64
    assert isinstance(embeddings.embed(input=["Hello"], encoding_format="base64").data[0].embedding, str)
    shown("embeddings", "float", "base64", "dimensions")
