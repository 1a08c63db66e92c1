import json
import math
from typing import Any

from headgate.simulator.apis import logprobs


def _told(token: str, others: int) -> dict[str, Any]:
    (entry,) = json.loads(logprobs.of_tokens([token], others))["content"]
    assert list(entry) == ["bytes", "logprob", "token", "top_logprobs"]
    told: dict[str, Any] = entry
    return told


def test_a_token_is_told_with_its_bytes() -> None:
    assert bytes(_told(" né", 0)["bytes"]).decode() == " né"


def test_the_token_itself_leads_the_likely_ones() -> None:
    told = _told(" gate", 5)

    likely = told["top_logprobs"]
    assert (likely[0]["token"], likely[0]["logprob"]) == (" gate", told["logprob"])
    assert [each["logprob"] for each in likely] == sorted((each["logprob"] for each in likely), reverse=True)
    assert len({each["token"] for each in likely}) == 5


def test_together_nothing_is_more_than_certain() -> None:
    for token in ("gate", " the", ".", "水"):
        assert sum(math.exp(each["logprob"]) for each in _told(token, 20)["top_logprobs"]) <= 1.000001


def test_the_same_token_is_always_as_likely() -> None:
    assert _told("gate", 3) == _told("gate", 3)


def test_transcriptions_tell_them_in_another_order() -> None:
    (told,) = logprobs.of_each(["gate"])

    assert list(told) == ["token", "logprob", "bytes"]
    assert told["logprob"] == _told("gate", 0)["logprob"]


def test_completions_tell_where_each_token_stands() -> None:
    told = logprobs.of_completion(["Once", " upon"], 1, before=10)

    assert told["text_offset"] == [10, 14]
    assert told["top_logprobs"] == [{"Once": told["token_logprobs"][0]}, {" upon": told["token_logprobs"][1]}]
    assert logprobs.of_completion([], 1)["tokens"] == []
