"""Structured output: a pydantic model in, an instance of it out, by chat, by stream and by responses."""

from enum import StrEnum

from facts import saw, tell
from openai import AzureOpenAI, OpenAI
from pydantic import BaseModel


class Kind(StrEnum):
    PROVISIONED = "provisioned"
    STANDARD = "standard"


class Channel(BaseModel):
    name: str
    kind: Kind
    litres_per_second: int
    open: bool


class Plan(BaseModel):
    title: str
    channels: list[Channel]


with AzureOpenAI() as azure, OpenAI() as plain:
    for client in (azure, plain):
        completion = client.chat.completions.parse(
            model="gpt-4o", messages=[{"role": "user", "content": "Plan the canal."}], response_format=Plan
        )
        saw("chat.completions", "gpt-4o", completion.usage)
        plan = completion.choices[0].message.parsed
        assert isinstance(plan, Plan)
        assert all(isinstance(channel.kind, Kind) for channel in plan.channels)

    with plain.chat.completions.stream(
        model="gpt-4o",
        messages=[{"role": "user", "content": "Plan the canal."}],
        response_format=Plan,
        stream_options={"include_usage": True},
    ) as events:
        streamed = events.get_final_completion()
    saw("chat.completions", "gpt-4o", streamed.usage)
    assert streamed.choices[0].message.parsed == plan

    response = plain.responses.parse(model="gpt-4o", input="Plan the canal.", text_format=Plan)
    saw("responses", "gpt-4o", response.usage)
    assert isinstance(response.output_parsed, Plan)

    loose = azure.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": "Answer in JSON."}],
        response_format={"type": "json_object"},
    )
    saw("chat.completions", "gpt-4o-mini", loose.usage)
    assert (loose.choices[0].message.content or "").startswith("{")

tell(plan=plan.model_dump(mode="json"), response=response.output_parsed.model_dump(mode="json"))
