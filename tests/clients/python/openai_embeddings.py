"""Embeddings: as the client asks by default (base64 on the wire), as numbers, many at once, as tokens."""

from facts import saw, tell
from openai import AzureOpenAI, OpenAI

MODEL = "text-embedding-3-small"
FULL_LENGTH = 1536

with AzureOpenAI() as azure, OpenAI() as plain:
    one = azure.embeddings.create(model=MODEL, input="The gate is open.")
    saw("embeddings", MODEL, one.usage)
    numbers = plain.embeddings.create(model=MODEL, input="The gate is open.", encoding_format="float")
    saw("embeddings", MODEL, numbers.usage)
    assert len(one.data[0].embedding) == FULL_LENGTH
    assert all(abs(a - b) < 1e-6 for a, b in zip(one.data[0].embedding, numbers.data[0].embedding, strict=True))

    many = plain.embeddings.create(model=MODEL, input=["water", "stone", "gate"], dimensions=64)
    saw("embeddings", MODEL, many.usage)
    assert [each.index for each in many.data] == [0, 1, 2]
    assert {len(each.embedding) for each in many.data} == {64}

    tokens = azure.embeddings.create(model=MODEL, input=[[1820, 10559], [374, 1825, 13]])
    saw("embeddings", MODEL, tokens.usage)
    assert len(tokens.data) == 2
    assert tokens.usage.prompt_tokens == 5

tell(length=FULL_LENGTH)
