"""Responses: plain, streamed, with tools, structured; stored, continued, in the background."""

import json
import os
import time

from openai import AzureOpenAI, BadRequestError, NotFoundError, OpenAI
from pydantic import BaseModel
from shown import shown

MODEL = "gpt-4o"
QUESTION = "Why is there a gate?"
TOOL = {
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
PATIENCE_SECONDS = 20


class Plan(BaseModel):
    """A plan."""

    title: str
    steps: list[str]


def answers(client: OpenAI) -> None:
    """Plain and streamed, with tools, structured."""
    plain = client.responses.create(model=MODEL, input=QUESTION)
    assert plain.status == "completed"
    shown("responses", "plain")

    events = list(client.responses.create(model=MODEL, input=QUESTION, stream=True))
    assert [event.sequence_number for event in events] == list(range(len(events)))
    text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    assert text == plain.output_text
    assert events[-1].type == "response.completed"
    shown("responses", "streamed")

    with client.responses.stream(model=MODEL, input="Open it.", tools=[TOOL]) as stream:
        final = stream.get_final_response()
    [call] = [item for item in final.output if item.type == "function_call"]
    assert set(json.loads(call.arguments)) == {"gate"}
    result = {"type": "function_call_output", "call_id": call.call_id, "output": "It is open."}
    answered = client.responses.create(model=MODEL, previous_response_id=final.id, input=[result], tools=[TOOL])
    assert answered.output_text
    shown("responses", "tools")

    parsed = client.responses.parse(model=MODEL, input=QUESTION, text_format=Plan)
    assert isinstance(parsed.output_parsed, Plan)
    shown("responses", "structured")

    cut = client.responses.create(model=MODEL, input=QUESTION, max_output_tokens=16)
    assert cut.status in {"completed", "incomplete"}


def stored(client: OpenAI) -> None:
    """Kept, continued, read again, deleted, and not kept where the caller says so."""
    first = client.responses.create(model=MODEL, input="My name is Ada.")
    second = client.responses.create(model=MODEL, input="And now?", previous_response_id=first.id)
    assert client.responses.retrieve(second.id).output_text == second.output_text
    [item] = client.responses.input_items.list(first.id).data
    assert item.type == "message"
    with OpenAI(base_url=os.environ["SIMULATOR_OTHER_ENDPOINT"] + "/openai/v1/") as other:
        gone(other, first.id)
    client.responses.delete(first.id)
    gone(client, first.id)
    gone(client, client.responses.create(model=MODEL, input=QUESTION, store=False).id)
    shown("responses", "previous response", "get", "input_items", "delete")


def gone(client: OpenAI, response_id: str) -> None:
    """It must not be there."""
    try:
        client.responses.retrieve(response_id)
    except NotFoundError as error:
        assert response_id in error.message
    else:
        raise AssertionError("it was found")


def thinking(client: OpenAI) -> None:
    """Thoughts that the client keeps in its own hands: good at this resource, and at no other."""
    asked = {"model": "o3", "store": False, "include": ["reasoning.encrypted_content"]}
    first = client.responses.create(input=QUESTION, reasoning={"effort": "low", "summary": "auto"}, **asked)
    assert first.usage is not None
    assert first.usage.output_tokens_details.reasoning_tokens
    thought = first.output[0]
    assert thought.type == "reasoning"
    assert thought.encrypted_content
    conversation = [{"role": "user", "content": QUESTION}, *(item.to_dict() for item in first.output)]
    again = [*conversation, {"role": "user", "content": "And now?"}]
    assert client.responses.create(input=again, **asked).output_text
    with OpenAI(base_url=os.environ["SIMULATOR_OTHER_ENDPOINT"] + "/openai/v1/") as other:
        try:
            other.responses.create(input=again, **asked)
        except BadRequestError as error:
            assert error.code == "invalid_encrypted_content"
            shown("responses", "encrypted reasoning")


def resumed(client: OpenAI) -> None:
    """A stream in the background, left in its middle and taken up where it was left."""
    whole = client.responses.create(model=MODEL, input=QUESTION).output_text
    stream = client.responses.create(model=MODEL, input=QUESTION, background=True, stream=True)
    begun = [event for event, _ in zip(stream, range(8), strict=False)]
    stream.close()
    created, last = begun[0], begun[-1]
    assert created.type == "response.created"
    rest = list(client.responses.retrieve(created.response.id, stream=True, starting_after=last.sequence_number))
    assert [event.sequence_number for event in rest] == list(
        range(last.sequence_number + 1, 1 + rest[-1].sequence_number)
    )
    deltas = [event.delta for event in (*begun, *rest) if event.type == "response.output_text.delta"]
    assert "".join(deltas) == whole
    shown("responses", "resumed stream")


def in_background(client: OpenAI) -> None:
    """Asked for now and read later; cancelled."""
    waiting = client.responses.create(model=MODEL, input=QUESTION, background=True)
    assert waiting.status == "queued"
    until = time.monotonic() + PATIENCE_SECONDS
    while (found := client.responses.retrieve(waiting.id)).status != "completed":
        assert time.monotonic() < until, found.status
        time.sleep(0.05)
    assert found.output_text
    another = client.responses.create(model=MODEL, input=QUESTION, background=True)
    assert client.responses.cancel(another.id).status in {"cancelled", "completed"}
    shown("responses", "background", "cancel")


with AzureOpenAI() as azure, OpenAI() as v1:
    for each in (azure, v1):
        answers(each)
        stored(each)
        in_background(each)
    thinking(v1)
    resumed(v1)
