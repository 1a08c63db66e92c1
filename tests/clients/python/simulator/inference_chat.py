"""Chat and embeddings with azure-ai-inference, which names the deployment in the path."""

import os

from azure.ai.inference import ChatCompletionsClient, EmbeddingsClient
from azure.ai.inference.models import UserMessage
from azure.core.credentials import AzureKeyCredential

ENDPOINT, KEY = os.environ["SIMULATOR_ENDPOINT"], os.environ["OPENAI_API_KEY"]


def _options(deployment: str) -> dict[str, object]:
    return {
        "endpoint": f"{ENDPOINT}/openai/deployments/{deployment}",
        "credential": AzureKeyCredential(""),
        "headers": {"api-key": KEY},
        "api_version": "2024-10-21",
    }


with ChatCompletionsClient(**_options("gpt-4o")) as chat:
    answer = chat.complete(messages=[UserMessage("Reply with exactly: OK")])
    assert answer.choices[0].message.content == "OK"
    streamed = chat.complete(messages=[UserMessage("Hello")], stream=True)
    assert "".join(update.choices[0].delta.content or "" for update in streamed if update.choices)

with EmbeddingsClient(**_options("embedding")) as embeddings:
    assert len(embeddings.embed(input=["Hello"]).data[0].embedding) == 1536
