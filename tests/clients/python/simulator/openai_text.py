"""Chat, completions, embeddings and the list of models, on the dated path and on v1."""

import base64
import json
import struct
import zlib

from openai import AzureOpenAI, OpenAI
from openai.types.chat import ChatCompletionFunctionToolParam, ChatCompletionMessageParam
from pydantic import BaseModel
from shown import shown

MODEL = "gpt-4o"
QUESTION: list[ChatCompletionMessageParam] = [{"role": "user", "content": "What does a headgate do?"}]


class Channel(BaseModel):
    """A channel of the canal."""

    name: str
    litres_per_second: int


def tool(name: str, parameter: str) -> ChatCompletionFunctionToolParam:
    parameters = {"type": "object", "properties": {parameter: {"type": "string"}}, "required": [parameter]}
    return {"type": "function", "function": {"name": name, "parameters": parameters}}


TOOLS = [tool("get_water_level", "gauge"), tool("open_gate", "gate")]


def picture(width: int, height: int) -> str:
    """A grey PNG, as a data URL."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    whole = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(whole).decode()


def chat(client: OpenAI) -> None:
    """Plain, several choices, cut off, streamed."""
    plain = client.chat.completions.create(model=MODEL, messages=QUESTION)
    assert plain.choices[0].message.content
    assert plain.usage is not None
    shown("chat.completions", "plain")

    several = client.chat.completions.create(model=MODEL, messages=QUESTION, n=3, max_completion_tokens=5)
    assert [choice.finish_reason for choice in several.choices] == ["length"] * 3
    shown("chat.completions", "several choices")

    usage, text = None, ""
    options = {"include_usage": True}
    for chunk in client.chat.completions.create(model=MODEL, messages=QUESTION, stream=True, stream_options=options):
        text += (chunk.choices[0].delta.content or "") if chunk.choices else ""
        usage = chunk.usage or usage
    assert usage is not None
    assert usage.completion_tokens == plain.usage.completion_tokens
    assert text == plain.choices[0].message.content
    shown("chat.completions", "streamed")


def tools(client: OpenAI) -> None:
    """A call, its result, several calls at once, and a stream of them."""
    asked = client.chat.completions.create(model=MODEL, messages=QUESTION, tools=TOOLS)
    message = asked.choices[0].message
    [call] = message.tool_calls or []
    assert call.type == "function"
    assert set(json.loads(call.function.arguments)) == {"gauge"}
    result: ChatCompletionMessageParam = {"role": "tool", "tool_call_id": call.id, "content": "1.42 m"}
    conversation = [*QUESTION, message.to_dict(), result]
    answered = client.chat.completions.create(model=MODEL, messages=conversation, tools=TOOLS)
    assert answered.choices[0].finish_reason == "stop"
    shown("chat.completions", "tools")

    together = {"model": MODEL, "messages": QUESTION, "tools": TOOLS, "parallel_tool_calls": True}
    calls = client.chat.completions.create(**together).choices[0].message.tool_calls or []
    assert [each.function.name for each in calls] == ["get_water_level", "open_gate"]
    with client.chat.completions.stream(**together) as events:
        done = [event.name for event in events if event.type == "tool_calls.function.arguments.done"]
    assert done == ["get_water_level", "open_gate"]
    shown("chat.completions", "parallel tools")


def structured(client: OpenAI) -> None:
    """A model of pydantic."""
    parsed = client.chat.completions.parse(model=MODEL, messages=QUESTION, response_format=Channel)
    assert isinstance(parsed.choices[0].message.parsed, Channel)
    shown("chat.completions", "structured")


def vision(client: OpenAI) -> None:
    """A picture costs what its tiles cost."""
    parts = [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": picture(640, 480)}}]
    seen = client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": parts}])
    assert seen.usage is not None
    assert seen.usage.prompt_tokens > 400
    shown("chat.completions", "vision")


def completions(client: OpenAI) -> None:
    """The older sibling."""
    plain = client.completions.create(model=MODEL, prompt="Water flows", max_tokens=8)
    assert plain.choices[0].finish_reason == "length"
    pieces = client.completions.create(model=MODEL, prompt="Water flows", max_tokens=8, stream=True)
    assert "".join(each.choices[0].text for each in pieces if each.choices) == plain.choices[0].text
    shown("completions", "plain", "streamed")


def embeddings(client: OpenAI) -> None:
    """As base64, which is this client's default, as numbers, and shorter."""
    model = "text-embedding-3-small"
    packed = client.embeddings.create(model=model, input="The gate is open.").data[0].embedding
    numbers = client.embeddings.create(model=model, input="The gate is open.", encoding_format="float").data[0]
    assert max(abs(a - b) for a, b in zip(packed, numbers.embedding, strict=True)) < 1e-6
    assert len(packed) == 1536
    many = client.embeddings.create(model=model, input=["water", "stone"], dimensions=64)
    assert [len(each.embedding) for each in many.data] == [64, 64]
    shown("embeddings", "base64", "float", "dimensions")


with AzureOpenAI() as azure, OpenAI() as v1:
    for each in (azure, v1):
        chat(each)
        tools(each)
        structured(each)
        vision(each)
        completions(each)
        embeddings(each)
    names = {model.id for model in v1.models.list()}
    assert MODEL in names
    assert v1.models.retrieve(MODEL).id == MODEL
    assert any(model.id.startswith("gpt-4o") for model in azure.models.list())
    shown("models", "list", "get")
