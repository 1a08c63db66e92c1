"""LangChain's models: chat in every manner, the Responses API, embeddings."""

import os

import openai
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from langchain_core.tools import tool
from langchain_openai import AzureChatOpenAI, AzureOpenAI, AzureOpenAIEmbeddings, ChatOpenAI, OpenAI, OpenAIEmbeddings
from pydantic import BaseModel
from shown import shown

QUESTION = [HumanMessage("What does a headgate do?")]
MODEL = "gpt-4o"
V1 = os.environ["OPENAI_BASE_URL"]
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class Channel(BaseModel):
    """A channel of the canal."""

    name: str
    litres_per_second: int


@tool
def get_water_level(gauge: str) -> str:
    """Read a gauge."""
    return f"{gauge}: 1.42 m"


@tool
def open_gate(gate: str) -> str:
    """Open a gate."""
    return f"{gate} is open"


def streamed(model: ChatOpenAI) -> AIMessageChunk:
    """A stream's chunks, added up."""
    whole: AIMessageChunk | None = None
    for chunk in model.stream(QUESTION):
        whole = chunk if whole is None else whole + chunk
    assert whole is not None
    return whole


def converse(model: ChatOpenAI, api: str) -> None:
    """What both APIs of the model can do."""
    plain = model.invoke(QUESTION)
    assert plain.text
    assert plain.usage_metadata
    whole = streamed(model)
    assert whole.text == plain.text
    assert whole.usage_metadata
    assert whole.usage_metadata["output_tokens"] == plain.usage_metadata["output_tokens"]
    assert isinstance(model.with_structured_output(Channel).invoke("Describe the channel."), Channel)
    called = model.bind_tools([get_water_level]).invoke(QUESTION)
    [call] = called.tool_calls
    again = [*QUESTION, called, get_water_level.invoke(call)]
    answered = model.bind_tools([get_water_level]).invoke(again)
    assert isinstance(answered, AIMessage)
    assert answered.text
    shown(api, "plain", "streamed", "structured", "tools")


def chat(model: ChatOpenAI) -> None:
    """What chat alone has."""
    converse(model, "chat.completions")
    together = model.bind_tools([get_water_level, open_gate], parallel_tool_calls=True).invoke(QUESTION)
    assert [call["name"] for call in together.tool_calls] == ["get_water_level", "open_gate"]
    image = {"type": "image", "base64": PIXEL, "mime_type": "image/png"}
    seen = model.invoke([HumanMessage([{"type": "text", "text": "What is this?"}, image])])
    assert seen.usage_metadata
    assert seen.usage_metadata["input_tokens"] > 85
    several = model.generate([QUESTION], n=2)
    assert len(several.generations[0]) == 2
    shown("chat.completions", "parallel tools", "vision", "several choices")
    fault = {"x-simulator-fault": '{"kind": "content_filter"}'}
    try:
        model.invoke(QUESTION, extra_headers=fault)
    except openai.BadRequestError as error:
        assert error.code == "content_filter"
        shown("chat.completions", "content filter")


azure = AzureChatOpenAI(azure_deployment=MODEL)
v1 = ChatOpenAI(model=MODEL, base_url=V1, stream_usage=True)
for each in (azure, v1):
    chat(each)
converse(ChatOpenAI(model=MODEL, base_url=V1, use_responses_api=True), "responses")
kept = ChatOpenAI(model=MODEL, base_url=V1, use_responses_api=True, use_previous_response_id=True)
first = kept.invoke(QUESTION)
assert kept.invoke([*QUESTION, first, HumanMessage("And now?")]).text
shown("responses", "previous response")
for older in (AzureOpenAI(azure_deployment=MODEL), OpenAI(model=MODEL, base_url=V1)):
    assert older.invoke("Water flows")
    assert "".join(older.stream("Water flows"))
shown("completions", "plain", "streamed")
of = "text-embedding-3-small"
unsplit = {"model": of, "check_embedding_ctx_length": False}
for embeddings in (AzureOpenAIEmbeddings(**unsplit), OpenAIEmbeddings(base_url=V1, **unsplit)):
    assert len(embeddings.embed_documents(["The gate is open.", "It is shut."])) == 2
    assert len(embeddings.embed_query("The gate is open.")) == 1536
assert len(OpenAIEmbeddings(base_url=V1, dimensions=64, **unsplit).embed_query("The gate")) == 64
shown("embeddings", "base64", "dimensions")
