import base64
import json
import math
import struct
from typing import Any

import pytest

from headgate.simulator.apis import embeddings
from headgate.simulator.errors import AzureError
from tests.unit.simulator.apis.calls import call, error_of


def _answer(**members: Any) -> dict[str, Any]:
    prepared = embeddings.prepare(call({"input": "Hello there", **members}, model="text-embedding-3-small"))
    answer: dict[str, Any] = json.loads(prepared.compose(0).body)
    return answer


def test_a_vector_has_the_models_length_and_length_one() -> None:
    vector = _answer()["data"][0]["embedding"]

    assert len(vector) == 1_536
    assert math.isclose(math.hypot(*vector), 1.0, abs_tol=1e-5)


def test_a_vector_may_be_shorter() -> None:
    assert len(_answer(dimensions=8)["data"][0]["embedding"]) == 8


def test_base64_is_the_same_vector_in_little_endian_floats() -> None:
    encoded = _answer(encoding_format="base64", dimensions=16)["data"][0]["embedding"]

    decoded = struct.unpack("<16f", base64.b64decode(encoded))
    assert list(decoded) == pytest.approx(_answer(dimensions=16)["data"][0]["embedding"])


@pytest.mark.parametrize(
    "given,vectors,tokens", [("One two", 1, 2), (["One", "two", "six"], 3, 3), ([1, 2, 3], 1, 3), ([[1], [2, 3]], 2, 3)]
)
def test_every_input_gets_a_vector(given: Any, vectors: int, tokens: int) -> None:
    answer = _answer(input=given, dimensions=2)

    assert [item["index"] for item in answer["data"]] == list(range(vectors))
    assert answer["usage"] == {"prompt_tokens": tokens, "total_tokens": tokens}


def test_the_same_text_has_the_same_vector_and_another_another() -> None:
    one, again, other = (item["embedding"] for item in _answer(input=["a", "a", "b"], dimensions=4)["data"])

    assert one == again != other


def test_the_body_is_pretty_printed_as_recorded() -> None:
    body = embeddings.prepare(call({"input": "a", "dimensions": 1}, model="text-embedding-3-small")).compose(0).body

    assert body.startswith(b'{\n  "object": "list",\n  "data": [\n    {\n      "object": "embedding",\n')
    assert body.endswith(b"}\n")


@pytest.mark.parametrize("given", [[], ["a"] * 2_049])
def test_too_few_and_too_many_inputs_are_400(given: list[str]) -> None:
    with pytest.raises(AzureError):
        _answer(input=given)


@pytest.mark.parametrize(
    "given, message",
    [
        ("", "input cannot be an empty string"),
        (["a", ""], "input cannot be an empty string"),
        ([[]], "input cannot be an empty string"),
        ([7] * 8_193, "Invalid 'input[0]': maximum input length is 8192 tokens."),
        (["a", "water " * 9_000], "Invalid 'input[1]': maximum input length is 8192 tokens."),
        ("water " * 9_000, "Invalid 'input': maximum input length is 8192 tokens."),
    ],
)
def test_one_input_that_is_empty_or_too_long_refuses_all(given: Any, message: str) -> None:
    with pytest.raises(AzureError) as refused:
        _answer(input=given)

    assert error_of(refused.value.body)["message"] == message


def test_inputs_as_long_as_may_be_are_taken() -> None:
    assert _answer(input=[[7] * 8_192] * 2, dimensions=2)["usage"]["prompt_tokens"] == 2 * 8_192


def test_a_vector_is_no_longer_than_the_models_and_the_oldest_has_one_length() -> None:
    with pytest.raises(AzureError, match="at most 1536"):
        _answer(dimensions=1_537)
    with pytest.raises(AzureError, match="does not support specifying dimensions"):
        embeddings.prepare(call({"input": "a", "dimensions": 1_536}, model="text-embedding-ada-002"))


def test_no_completion_is_reserved() -> None:
    prepared = embeddings.prepare(call({"input": "a"}))

    assert prepared.completion_tokens_max == 0
