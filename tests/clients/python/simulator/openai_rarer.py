"""What is asked for rarely: functions as before tools, predictions, and probabilities of other APIs than chat."""

import json
from typing import Any

from openai import OpenAI
from shown import shown

MESSAGES: list[Any] = [{"role": "user", "content": "How is the weather in Bern?"}]
FUNCTION: Any = {
    "name": "get_weather",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
EXPECTED = 'gates = {"north": "open", "south": "shut"}\n'

with OpenAI() as client:
    choice = client.chat.completions.create(model="gpt-4o", messages=MESSAGES, functions=[FUNCTION]).choices[0]
    assert choice.finish_reason == "function_call"
    called = choice.message.function_call
    assert called is not None
    assert list(json.loads(called.arguments)) == ["city"]
    pieces = client.chat.completions.create(model="gpt-4o", messages=MESSAGES, functions=[FUNCTION], stream=True)
    deltas = [each.delta.function_call for piece in pieces for each in piece.choices if each.delta.function_call]
    assert deltas[0].name == "get_weather"
    assert "".join(delta.arguments or "" for delta in deltas) == called.arguments
    answered: list[Any] = [
        *MESSAGES,
        choice.message.model_dump(exclude_none=True),
        {"role": "function", "name": "get_weather", "content": "Rain"},
    ]
    after = client.chat.completions.create(model="gpt-4o", messages=answered, functions=[FUNCTION])
    assert after.choices[0].message.content
    shown("chat.completions", "functions")

    repeated = client.completions.create(
        model="gpt-4o", prompt="Once upon", echo=True, logprobs=2, n=2, best_of=4, max_tokens=5
    )
    first, second = repeated.choices
    assert first.text.startswith("Once upon")
    assert first.text != second.text
    assert first.logprobs is not None
    assert "".join(first.logprobs.tokens or []) == first.text
    assert repeated.usage is not None
    assert repeated.usage.completion_tokens == 20
    shown("completions", "logprobs", "echo", "best of")

    likely = client.responses.create(
        model="gpt-4o", input="Hello", include=["message.output_text.logprobs"], top_logprobs=2
    )
    (message,) = likely.output
    assert message.type == "message"
    (part,) = message.content
    assert part.type == "output_text"
    assert "".join(each.token for each in part.logprobs or []) == likely.output_text
    shown("responses", "logprobs")

    foreseen = client.chat.completions.create(
        model="gpt-4o", messages=MESSAGES, prediction={"type": "content", "content": EXPECTED}
    )
    assert foreseen.choices[0].message.content == EXPECTED
    assert foreseen.usage is not None
    assert foreseen.usage.completion_tokens_details is not None
    assert foreseen.usage.completion_tokens_details.accepted_prediction_tokens
    shown("chat.completions", "prediction")
