"""The Responses API: plain, streamed, with tools, on the v1 path and on the dated one."""

import json

from facts import saw, tell
from openai import AzureOpenAI, OpenAI
from openai.types.responses import FunctionToolParam

TOOL: FunctionToolParam = {
    "type": "function",
    "name": "open_gate",
    "strict": True,
    "parameters": {
        "type": "object",
        "properties": {"gate": {"type": "string"}},
        "required": ["gate"],
        "additionalProperties": False,
    },
}

with AzureOpenAI(api_version="2025-04-01-preview") as azure, OpenAI() as plain:
    texts = set()
    for client in (azure, plain):
        response = client.responses.create(model="gpt-4o", input="Why is there a gate?", instructions="Be brief.")
        saw("responses", "gpt-4o", response.usage)
        assert response.status == "completed"
        texts.add(response.output_text)

    events = list(
        plain.responses.create(model="gpt-4o", input="Why is there a gate?", instructions="Be brief.", stream=True)
    )
    assert [event.sequence_number for event in events] == list(range(len(events)))
    deltas = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    last = events[-1]
    assert last.type == "response.completed"
    assert last.response.output_text == deltas
    saw("responses", "gpt-4o", last.response.usage)
    texts.add(deltas)

    with plain.responses.stream(model="gpt-4o-mini", input="Open it.", tools=[TOOL]) as stream:
        for _ in stream:
            pass
        final = stream.get_final_response()
    saw("responses", "gpt-4o-mini", final.usage)
    [item] = [item for item in final.output if item.type == "function_call"]
    assert set(json.loads(item.arguments)) == {"gate"}

    answered = plain.responses.create(
        model="gpt-4o-mini",
        input=[
            {"role": "user", "content": "Open it."},
            {"type": "function_call", "call_id": item.call_id, "name": item.name, "arguments": item.arguments},
            {"type": "function_call_output", "call_id": item.call_id, "output": "It is open."},
        ],
        tools=[TOOL],
    )
    saw("responses", "gpt-4o-mini", answered.usage)
    assert answered.output_text

tell(texts=sorted(texts))
