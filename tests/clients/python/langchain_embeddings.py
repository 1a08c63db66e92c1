"""LangChain's embeddings send tokens instead of text, and are told no usage."""

import os

from facts import saw, tell
from langchain_openai import AzureOpenAIEmbeddings, OpenAIEmbeddings

MODEL = "text-embedding-3-small"

azure = AzureOpenAIEmbeddings(model=MODEL, check_embedding_ctx_length=False)
plain = OpenAIEmbeddings(model=MODEL, base_url=os.environ["OPENAI_BASE_URL"], check_embedding_ctx_length=False)

for embeddings in (azure, plain):
    vectors = embeddings.embed_documents(["The gate is open.", "The gate is closed."])
    saw("embeddings", MODEL)
    query = embeddings.embed_query("The gate is open.")
    saw("embeddings", MODEL)
    assert len(vectors) == 2
    assert max(abs(a - b) for a, b in zip(vectors[0], query, strict=True)) < 1e-6

tell(length=len(query))
