"""Every deployment of a model is throttled for a moment: the client waits as long as it is told to, and is served."""

import time

from facts import saw, tell
from openai import AzureOpenAI

MODEL = "gpt-4o-mini"

with AzureOpenAI(max_retries=5) as client:
    started = time.monotonic()
    served = client.chat.completions.with_raw_response.create(
        model=MODEL, messages=[{"role": "user", "content": "Is there room?"}]
    )
    waited = time.monotonic() - started
    for _ in range(served.retries_taken):
        saw("chat.completions", MODEL, status=429)
    saw("chat.completions", MODEL, served.parse().usage)
    assert served.retries_taken >= 1
    assert waited >= 0.6

tell(retries=served.retries_taken, waited=waited)
