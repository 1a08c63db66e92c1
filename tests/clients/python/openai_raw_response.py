"""Raw responses: the heads and bytes below the typed results."""

import json

from facts import saw, tell
from openai import AzureOpenAI, OpenAI
from openai.types.chat import ChatCompletionMessageParam

MESSAGES: list[ChatCompletionMessageParam] = [{"role": "user", "content": "What is in the head?"}]

with AzureOpenAI() as azure, OpenAI() as plain:
    raw = azure.chat.completions.with_raw_response.create(model="gpt-4o", messages=MESSAGES)
    completion = raw.parse()
    saw("chat.completions", "gpt-4o", completion.usage)
    assert raw.status_code == 200
    assert raw.headers["content-type"].startswith("application/json")
    assert raw.request_id == completion._request_id == raw.headers["x-request-id"]
    assert json.loads(raw.text)["id"] == completion.id
    assert completion.to_dict()["prompt_filter_results"]

    with plain.chat.completions.with_streaming_response.create(
        model="gpt-4o", messages=MESSAGES, stream=True, stream_options={"include_usage": True}
    ) as streaming:
        assert streaming.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in streaming.iter_lines() if line]
    assert lines[-1] == "data: [DONE]"
    usage = json.loads(lines[-2].removeprefix("data: "))["usage"]
    saw("chat.completions", "gpt-4o", usage)

    listed = plain.models.with_raw_response.list()
    assert [model.id for model in listed.parse()]

tell(heads=[dict(raw.headers), dict(streaming.headers)])
