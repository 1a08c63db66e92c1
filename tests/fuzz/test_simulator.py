"""Requests to the simulator that are almost right: each is answered, and none with 500."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.simulator.threads.crew import LOOK, Crew

REQUESTS_PER_API = 400
FUNCTION = {"name": "look", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}
CALLED = {"name": "look", "arguments": "{}"}
PICTURE = {"url": "data:image/png;base64,AAAA", "detail": "low"}
SCHEMA = {"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}}}
RUN: dict[str, Any] = {
    "assistant_id": "ASSISTANT",
    "additional_instructions": "Please.",
    "additional_messages": [{"role": "user", "content": "What is 2 * 3?"}],
    "tools": [LOOK, {"type": "code_interpreter"}],
    "metadata": {"a": "b"},
    "stream": True,
    "max_prompt_tokens": 300,
    "max_completion_tokens": 300,
    "truncation_strategy": {"type": "last_messages", "last_messages": 3},
    "tool_choice": {"type": "function", "function": {"name": "look"}},
    "response_format": SCHEMA,
}
GOOD: dict[str, Any] = {
    "chat/completions": {
        "model": "gpt-4o",
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "Hi"}, {"type": "image_url", "image_url": PICTURE}]},
            {"role": "assistant", "tool_calls": [{"id": "c", "type": "function", "function": CALLED}]},
            {"role": "tool", "tool_call_id": "c", "content": "x"},
        ],
        "tools": [{"type": "function", "function": FUNCTION}],
        "tool_choice": "auto",
        "response_format": SCHEMA,
        "stream": True,
        "stream_options": {"include_usage": True},
        "logprobs": True,
        "top_logprobs": 2,
        "n": 2,
        "stop": ["x"],
        "max_tokens": 20,
    },
    "completions": {"model": "gpt-4o", "prompt": ["a", "b"], "max_tokens": 5, "n": 1, "stop": ["x"], "stream": True},
    "embeddings": {"model": "embedding", "input": ["a", "b"], "dimensions": 10, "encoding_format": "float"},
    "responses": {
        "model": "gpt-4o",
        "input": [
            {
                "role": "user",
                "content": [{"type": "input_text", "text": "Hi"}, {"type": "input_image", "image_url": PICTURE["url"]}],
            },
            {"type": "function_call", "name": "look", "arguments": "{}", "call_id": "c"},
            {"type": "function_call_output", "call_id": "c", "output": "x"},
            {"role": "user", "content": "Where is the weir?"},
        ],
        "tools": [
            {"type": "function", **FUNCTION},
            {"type": "file_search", "vector_store_ids": ["STORE"], "filters": {"type": "eq", "key": "a", "value": 1}},
        ],
        "tool_choice": "auto",
        "text": {"format": {"type": "json_schema", "name": "n", "schema": {"type": "object"}}},
        "include": ["file_search_call.results"],
        "metadata": {"a": "b"},
        "stream": True,
        "max_output_tokens": 30,
    },
    "vector_stores/STORE/search": {
        "query": ["weir"],
        "filters": {"type": "and", "filters": [{"type": "in", "key": "a", "value": [1]}]},
        "max_num_results": 3,
    },
    "vector_stores": {
        "name": "a",
        "file_ids": [],
        "metadata": {"a": "b"},
        "expires_after": {"anchor": "last_active_at", "days": 1},
        "chunking_strategy": {"type": "static", "static": {"max_chunk_size_tokens": 200, "chunk_overlap_tokens": 10}},
    },
    "batches": {"input_file_id": "x", "endpoint": "/v1/chat/completions", "completion_window": "24h", "metadata": {}},
    "uploads": {"filename": "a", "purpose": "batch", "bytes": 3, "mime_type": "x"},
    "assistants": {
        "model": "gpt-4o",
        "tools": [LOOK, {"type": "file_search", "file_search": {"ranking_options": {"score_threshold": 0.1}}}],
        "tool_resources": {"code_interpreter": {"file_ids": []}, "file_search": {"vector_stores": [{"file_ids": []}]}},
        "metadata": {"a": "b"},
        "response_format": "auto",
        "temperature": 1,
    },
    "threads": {
        "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}], "attachments": []}],
        "tool_resources": {"file_search": {"vector_store_ids": ["STORE"]}},
    },
    "threads/THREAD/messages": {"role": "user", "content": "Hi", "metadata": {"a": "b"}},
    "threads/THREAD/runs": RUN,
    "threads/runs": {**RUN, "thread": {"messages": [{"role": "user", "content": "Hi"}], "metadata": {}}},
}
ODD: list[Any] = [
    *(None, 0, -1, 1.5, True, "", "x", "x" * 300, "\ud800", [], {}, [1], [None], {"a": 1}, "auto", "required"),
    *({"type": "function"}, {"type": "json_schema"}, {"type": "and", "filters": [7]}, {"type": ["eq"]}),
    {"type": "object", "properties": {"x": {"type": ["string", 3]}}},
]


def places(body: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to everything in a body."""
    for name, inner in body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ():
        yield (*above, name)
        yield from places(inner, (*above, name))


def spoiled(good: Any, chance: random.Random) -> Any:
    """A body of which one thing is missing, or another."""
    body = copy.deepcopy(good)
    *above, last = chance.choice([*places(body)])
    within = body
    for name in above:
        within = within[name]
    if chance.random() < 0.2:
        del within[last]
    else:
        within[last] = copy.deepcopy(chance.choice(ODD))
    return body


@pytest.mark.parametrize("path", GOOD)
def test_no_request_is_answered_with_a_failure_of_the_simulator(path: str) -> None:
    chance = random.Random(path)
    crew = Crew()
    store = crew.post("vector_stores", {"file_ids": [crew.file(b"The weir is north.")]}).json["id"]
    names = {"STORE": store, "THREAD": crew.thread, "ASSISTANT": crew.assistant}

    def filled(text: str) -> str:
        for name, value in names.items():
            text = text.replace(name, value)
        return text

    assert crew.post(filled(path), filled(json.dumps(GOOD[path])).encode()).status in (200, 400, 404)
    for _ in range(REQUESTS_PER_API):
        body = filled(json.dumps(spoiled(GOOD[path], chance)))
        answer = crew.post(filled(path), body.encode())
        assert answer.status < 500, body
        crew.clock.seconds += 700
