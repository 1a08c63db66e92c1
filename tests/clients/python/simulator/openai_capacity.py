"""Capacity that is used up, as the official client sees it: throttled, waited for, spilled over, found in the count."""

import json
import os
import urllib.request
from typing import Any

import openai
from openai import AzureOpenAI
from shown import shown

ENDPOINT = os.environ["SIMULATOR_ENDPOINT"]
QUESTION: list[Any] = [{"role": "user", "content": "Is there room?"}]


def simulator(method: str, what: str, body: dict[str, Any] | None = None) -> Any:
    """Ask the simulator's own API."""
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{ENDPOINT}/simulator/{what}", content, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as answer:
        return json.load(answer)


def found(headers: Any) -> dict[str, Any]:
    """What the simulator counted of the request with this answer."""
    told: dict[str, Any] = simulator("GET", f"requests/{headers['apim-request-id']}")
    return told


with AzureOpenAI(max_retries=0) as client:
    room = client.chat.completions.with_raw_response.create(model="provisioned", messages=QUESTION)
    assert room.headers["azure-openai-deployment-utilization"].endswith("%")
    assert found(room.headers)["deployment"] == "provisioned"

    event = simulator("POST", "events", {"do": "fill", "deployment": "provisioned", "seconds": 3600})
    try:
        client.chat.completions.create(model="provisioned", messages=QUESTION)
    except openai.RateLimitError as error:
        assert 3_500_000 < int(error.response.headers["retry-after-ms"]) <= 3_600_000
        assert "have exceeded" in error.message
        assert found(error.response.headers)["status"] == 429
    else:
        raise AssertionError("a full deployment answered")

    spilled = client.chat.completions.with_raw_response.create(
        model="provisioned", messages=QUESTION, extra_headers={"x-ms-spillover-deployment": "gpt-4o"}
    )
    assert spilled.headers["x-ms-spillover-from-deployment"] == "provisioned"
    assert spilled.headers["x-ms-spillover-error"] == "429"
    assert spilled.headers["x-ms-deployment-name"] == "gpt-4o"
    assert found(spilled.headers)["deployment"] == "gpt-4o"
    assert spilled.parse().choices[0].message.content
    shown("chat.completions", "spilled over")

    simulator("DELETE", f"events?id={event['id']}")
    simulator("POST", "events", {"do": "fill", "deployment": "provisioned", "seconds": 0.2})
    waited = client.with_options(max_retries=2).chat.completions.create(model="provisioned", messages=QUESTION)
    assert waited.choices[0].message.content
    shown("chat.completions", "throttled")
