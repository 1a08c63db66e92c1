"""Tools: a call and its result in a conversation, plain and streamed, one call and several in one answer."""

import json

from facts import saw, tell
from openai import AzureOpenAI, OpenAI
from openai.types.chat import (
    ChatCompletionFunctionToolParam,
    ChatCompletionMessageFunctionToolCall,
    ChatCompletionMessageParam,
)


def tool(name: str, *parameters: str) -> ChatCompletionFunctionToolParam:
    schema = {"type": "object", "properties": {each: {"type": "string"} for each in parameters}}
    described = {**schema, "required": list(parameters), "additionalProperties": False}
    return {"type": "function", "function": {"name": name, "strict": True, "parameters": described}}


TOOLS = [tool("get_water_level", "gauge", "unit"), tool("open_gate", "gate")]
messages: list[ChatCompletionMessageParam] = [{"role": "user", "content": "How high is the water?"}]

with AzureOpenAI() as azure, OpenAI() as plain:
    asked = azure.chat.completions.create(model="gpt-4o", messages=messages, tools=TOOLS, parallel_tool_calls=False)
    saw("chat.completions", "gpt-4o", asked.usage)
    assert asked.choices[0].finish_reason == "tool_calls"
    [call] = asked.choices[0].message.tool_calls or []
    assert isinstance(call, ChatCompletionMessageFunctionToolCall)
    assert set(json.loads(call.function.arguments)) == {"gauge", "unit"}

    messages += [
        {"role": "assistant", "tool_calls": [call.to_dict()]},
        {"role": "tool", "tool_call_id": call.id, "content": "1.42 m"},
    ]
    answered = azure.chat.completions.create(model="gpt-4o", messages=messages, tools=TOOLS)
    saw("chat.completions", "gpt-4o", answered.usage)
    assert answered.choices[0].finish_reason == "stop"
    assert answered.choices[0].message.content

    forced = plain.chat.completions.create(
        model="gpt-4o-mini",
        messages=messages[:1],
        tools=TOOLS,
        tool_choice={"type": "function", "function": {"name": "open_gate"}},
    )
    saw("chat.completions", "gpt-4o-mini", forced.usage)
    [chosen] = forced.choices[0].message.tool_calls or []
    assert chosen.type == "function"
    assert chosen.function.name == "open_gate"

    together = plain.chat.completions.create(
        model="gpt-4o-mini", messages=messages[:1], tools=TOOLS, parallel_tool_calls=True
    )
    saw("chat.completions", "gpt-4o-mini", together.usage)
    calls = together.choices[0].message.tool_calls or []
    parallel = [each.function.name for each in calls if each.type == "function"]
    assert parallel == ["get_water_level", "open_gate"]
    assert len({each.id for each in calls}) == len(calls)

    with plain.chat.completions.stream(
        model="gpt-4o-mini",
        messages=messages[:1],
        tools=TOOLS,
        parallel_tool_calls=True,
        stream_options={"include_usage": True},
    ) as events:
        done = [event for event in events if event.type == "tool_calls.function.arguments.done"]
        final = events.get_final_completion()
    saw("chat.completions", "gpt-4o-mini", final.usage)
    assert [each.name for each in done] == parallel
    for each in final.choices[0].message.tool_calls or []:
        assert json.loads(each.function.arguments)

tell(parallel=parallel, streamed=[each.name for each in done])
