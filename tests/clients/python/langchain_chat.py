"""LangChain's chat models: plain, streamed, batched, structured and with tools."""

import os

from facts import saw, tell
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import AzureChatOpenAI, ChatOpenAI
from pydantic import BaseModel


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


def seen(message: AIMessage) -> AIMessage:
    saw("chat.completions", "gpt-4o", message.usage_metadata)
    return message


azure = AzureChatOpenAI(azure_deployment="gpt-4o")
plain = ChatOpenAI(model="gpt-4o", base_url=os.environ["OPENAI_BASE_URL"], stream_usage=True)
question = [SystemMessage("Be brief."), HumanMessage("What does a headgate do?")]
texts = set()

for model in (azure, plain):
    answer = seen(model.invoke(question))
    assert answer.response_metadata["finish_reason"] == "stop"
    texts.add(answer.text)

    whole: AIMessageChunk | None = None
    for chunk in model.stream(question):
        whole = chunk if whole is None else whole + chunk
    assert whole is not None
    texts.add(seen(whole).text)

    structured = model.with_structured_output(Channel, include_raw=True).invoke("Describe the channel.")
    seen(structured["raw"])
    assert isinstance(structured["parsed"], Channel)

    together = seen(model.bind_tools([get_water_level, open_gate], parallel_tool_calls=True).invoke("Both, please."))
    assert [call["name"] for call in together.tool_calls] == ["get_water_level", "open_gate"]

    with_tool = model.bind_tools([get_water_level])
    called = seen(with_tool.invoke("How high is the water?"))
    [call] = called.tool_calls
    result = get_water_level.invoke(call)
    assert isinstance(result, ToolMessage)
    assert seen(with_tool.invoke([HumanMessage("How high is the water?"), called, result])).text

for message in plain.batch(["One", "Two", "Three"]):
    seen(message)

tell(texts=sorted(texts))
