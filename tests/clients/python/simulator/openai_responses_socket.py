"""Responses over a WebSocket with the official client: a chain of turns that are not stored, a function, an error."""

from openai import OpenAI
from shown import shown

LOOK = {
    "type": "function",
    "name": "look",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}

with OpenAI() as client, client.responses.connect() as connection:

    def answer(**asked: object) -> object:
        """The response to what was asked."""
        connection.response.create(model="gpt-4o", store=False, **asked)
        for event in connection:
            if event.type == "response.completed":
                return event.response
            assert event.type != "error", event
        raise AssertionError("the connection was closed")

    prepared = answer(input=[], tools=[LOOK], generate=False)
    assert prepared.output == []
    called = answer(input="What is the weather?", tools=[LOOK], previous_response_id=prepared.id)
    call = called.output[0]
    assert call.type == "function_call"
    output = {"type": "function_call_output", "call_id": call.call_id, "output": "Repeat: 'sunny'"}
    said = answer(input=[output], previous_response_id=called.id)
    assert said.output_text == "sunny"
    connection.response.create(model="gpt-4o", input="Hello", previous_response_id=called.id)
    error = connection.recv()
    assert error.type == "error"
    assert error.error.code == "previous_response_not_found"

shown("responses.socket", "turns not stored", "prepared", "tools", "errors")
