import pytest

from headgate.simulator import catalog
from tests.unit.simulator.settings_for_tests import deployment


@pytest.mark.parametrize(
    "model,capacity",
    [("gpt-4o", (2_500, 4)), ("gpt-4o-mini", (37_000, 4)), ("gpt-5", (4_750, 8)), ("gpt-5.2-codex", (3_400, 8))],
)
def test_a_ptu_carries_what_is_documented(model: str, capacity: tuple[int, int]) -> None:
    assert catalog.ptu_capacity(model) == capacity


def test_a_model_not_known_is_taken_for_a_chat_model() -> None:
    assert catalog.apis_of("house-model") == {"chat.completions", "completions", "responses"}
    assert catalog.ptu_capacity("house-model") == catalog.ptu_capacity("gpt-4o")


@pytest.mark.parametrize(
    "model,api",
    [
        ("text-embedding-3-small", "embeddings"),
        ("whisper", "audio.transcriptions"),
        ("gpt-4o-transcribe", "audio.transcriptions"),
        ("gpt-4o-mini-tts", "audio.speech"),
        ("gpt-image-1", "images.generations"),
        ("gpt-4o-mini", "chat.completions"),
    ],
)
def test_a_model_answers_its_apis(model: str, api: str) -> None:
    assert api in catalog.apis_of(model)


@pytest.mark.parametrize(
    "model,tokens_per_minute,requests_per_minute",
    [("gpt-4o", 30_000, 180), ("gpt-4o-mini", 250_000, 2_500), ("gpt-4.1", 50_000, 50), ("o1", 6_000, 1)],
)
def test_requests_follow_from_tokens_by_the_models_ratio(
    model: str, tokens_per_minute: int, requests_per_minute: int
) -> None:
    assert catalog.requests_per_minute(deployment(model, tokens_per_minute=tokens_per_minute)) == requests_per_minute


def test_requests_that_are_set_stay_as_set() -> None:
    assert catalog.requests_per_minute(deployment(tokens_per_minute=1_000, requests_per_minute=7)) == 7
    assert catalog.requests_per_minute(deployment()) is None


def test_vectors_have_the_models_length() -> None:
    assert catalog.embedding_dimensions("text-embedding-3-large") == 3_072
    assert catalog.embedding_dimensions("text-embedding-3-small") == 1_536


def test_regions_have_a_display_name() -> None:
    assert catalog.display_name("eastus2") == "East US 2"
    assert catalog.display_name("moonbase") == "moonbase"


def test_reasoning_models_have_no_fingerprint() -> None:
    assert [catalog.has_fingerprint(model) for model in ("gpt-4.1-mini", "gpt-5-nano", "o3")] == [True, False, False]


def test_a_long_context_is_taken_by_pay_as_you_go_deployments_only() -> None:
    assert catalog.context_tokens(deployment("gpt-4.1")) == 1_047_576
    assert catalog.context_tokens(deployment("gpt-4.1", kind="provisioned", ptu=50)) == 128_000
    assert catalog.context_tokens(deployment("gpt-4.1", context_tokens=10)) == 10


@pytest.mark.parametrize(
    "model, judged", [("gpt-35-turbo", "10s"), ("gpt-4o", "10s"), ("gpt-4.1-mini", "minute"), ("gpt-5.2", "minute")]
)
def test_requests_are_judged_in_ten_seconds_where_the_quota_has_the_classic_ratio(model: str, judged: str) -> None:
    assert catalog.requests_slice(deployment(model)) == judged
    assert catalog.requests_slice(deployment(model, requests_slice="1s")) == "1s"
