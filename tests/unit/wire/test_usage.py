import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.core.usage import Usage
from headgate.wire.usage import MENDED_BODY_MAX, AnswerFacts, read_answer
from tests.recordings import recorded_exchanges
from tests.requirements import require
from tests.values import told

APIS = [
    "chat.completions",
    "completions",
    "embeddings",
    "responses",
    "images.generations",
    "images.edits",
    "audio.transcriptions",
    "audio.translations",
    "audio.speech",
    "other",
]
NOTHING = told(AnswerFacts())


def read(api: str, answer: Any) -> AnswerFacts:
    return read_answer(api, json.dumps(answer).encode(), b"application/json")


class TestEveryApi:
    def test_chat(self) -> None:
        answer = {
            "choices": [{"finish_reason": "length", "message": {"content": "x"}}],
            "model": "gpt-4o-2024-11-20",
            "service_tier": "default",
            "usage": {
                "completion_tokens": 24,
                "completion_tokens_details": {"audio_tokens": 3, "reasoning_tokens": 20},
                "prompt_tokens": 1_200,
                "prompt_tokens_details": {"audio_tokens": 7, "cached_tokens": 1_024, "cache_write_tokens": 11},
                "total_tokens": 1_224,
            },
        }
        assert told(read("chat.completions", answer)) == told(
            AnswerFacts(
                usage=Usage(
                    prompt_tokens=1_200,
                    cached_tokens=1_024,
                    cache_write_tokens=11,
                    completion_tokens=24,
                    reasoning_tokens=20,
                    audio_prompt_tokens=7,
                    audio_completion_tokens=3,
                ),
                served_model="gpt-4o-2024-11-20",
                service_tier="default",
            )
        )

    def test_embeddings_have_no_completion(self) -> None:
        answer = {"object": "list", "data": [{"embedding": [0.1]}], "usage": {"prompt_tokens": 8, "total_tokens": 8}}
        assert read("embeddings", answer).usage == Usage(prompt_tokens=8)

    def test_a_response_with_web_searches(self) -> None:
        answer = {
            "status": "incomplete",
            "incomplete_details": {"reason": "max_output_tokens"},
            "usage": {"input_tokens": 18, "output_tokens": 120, "output_tokens_details": {"reasoning_tokens": 64}},
            "tool_usage": {"image_gen": {"input_tokens": 0, "output_tokens": 0}, "web_search": {"num_requests": 2}},
        }
        facts = read("responses", answer)
        assert facts.usage == Usage(prompt_tokens=18, completion_tokens=120, reasoning_tokens=64, searches=2)

    def test_a_response_with_a_picture_counts_the_image_models_tokens_beside_its_own(self) -> None:
        answer = {
            "status": "completed",
            "usage": {"input_tokens": 18, "output_tokens": 120},
            "tool_usage": {"image_gen": {"input_tokens": 30, "output_tokens": 272, "total_tokens": 302}},
        }
        facts = read("responses", answer)
        assert facts.usage == Usage(
            prompt_tokens=18, completion_tokens=120, image_tool_prompt_tokens=30, image_tool_completion_tokens=272
        )

    @pytest.mark.parametrize("api", ["images.generations", "images.edits"])
    def test_images_billed_by_the_token(self, api: str) -> None:
        usage = {
            "input_tokens": 50,
            "input_tokens_details": {"text_tokens": 10, "image_tokens": 40},
            "output_tokens": 1_056,
            "total_tokens": 1_106,
        }
        assert read(api, {"data": [{"b64_json": "x"}], "usage": usage}).usage == Usage(
            prompt_tokens=50, image_prompt_tokens=40, completion_tokens=1_056, image_completion_tokens=1_056
        )

    def test_images_billed_by_the_piece(self) -> None:
        answer = {"created": 1, "data": [{"url": "https://x", "revised_prompt": "y"}, {"b64_json": "z"}]}
        assert read("images.generations", answer).usage == Usage(images=2)

    @pytest.mark.parametrize("api", ["audio.transcriptions", "audio.translations"])
    def test_speech_heard_billed_by_the_token(self, api: str) -> None:
        usage = {
            "type": "tokens",
            "input_tokens": 14,
            "input_token_details": {"text_tokens": 4, "audio_tokens": 10},
            "output_tokens": 5,
            "total_tokens": 19,
        }
        assert read(api, {"text": "x", "usage": usage}).usage == Usage(
            prompt_tokens=14, audio_prompt_tokens=10, completion_tokens=5
        )

    @pytest.mark.parametrize(
        "answer",
        [
            {"text": "x", "usage": {"type": "duration", "seconds": 9}},
            {"task": "transcribe", "duration": 9.0, "text": "x", "segments": []},
            {"task": "transcribe", "duration": "9", "text": "x"},
            {"duration": 700.0, "usage": {"type": "duration", "seconds": 9}},
        ],
    )
    def test_speech_heard_billed_by_the_second(self, answer: dict[str, Any]) -> None:
        assert read("audio.transcriptions", answer).usage == Usage(seconds=9.0)

    @pytest.mark.parametrize("body", [b"Hello there", b"WEBVTT\n\n00:00", b'{"text":"x"}', b'{"duration":"long"}'])
    def test_a_transcript_that_says_nothing_of_its_length_has_no_usage(self, body: bytes) -> None:
        assert read_answer("audio.transcriptions", body, b"text/plain").usage is None

    def test_sound_is_not_read(self) -> None:
        assert told(read_answer("audio.speech", b'{"usage":{"prompt_tokens":1}}', b"audio/mpeg")) == NOTHING


class TestErrors:
    @pytest.mark.parametrize(
        "body, code",
        [
            (
                b'{"error":{"code":"DeploymentNotFound","message":"The API deployment \xe2\x80\xa6"}}',
                "DeploymentNotFound",
            ),
            (b'{"error":{"code":"429","message":"\xe2\x80\xa6"}}', "429"),
            (b'{"error":{"code":429}}', "429"),
            (b'{"error":{"code":null,"type":"server_error"}}', "server_error"),
            (b'{"error":{"code":"content_filter","status":400,"innererror":{"code":"X"}}}', "content_filter"),
            (b'{ "statusCode": 401, "message": "Unauthorized. Access token is missing" }', "401"),
            (b'{"error":"bad gateway"}', "error"),
            (b'{"error":{"message":"x"}}', "error"),
            (
                b'{"error":{"code":null,"message":"This model\'s maximum context length is 128000 tokens."}}',
                "context_length_exceeded",
            ),
            (b'{"error":null}', ""),
        ],
    )
    def test_an_errors_code_is_read_from_every_shape(self, body: bytes, code: str) -> None:
        assert told(read_answer("chat.completions", body)) == told(AnswerFacts(error_code=code))


class TestBentAnswers:
    @pytest.mark.parametrize(
        "usage, expected",
        [
            ({"prompt_tokens": 7, "prompt_tokens_details": None, "completion_tokens": None}, Usage(prompt_tokens=7)),
            ({"prompt_tokens": 7.0, "completion_tokens": 2.0}, Usage(prompt_tokens=7, completion_tokens=2)),
            ({"prompt_tokens": 7, "completion_tokens": -2}, Usage(prompt_tokens=7)),
            ({"prompt_tokens": 7, "completion_tokens": 10**30}, Usage(prompt_tokens=7)),
            ({"prompt_tokens": 7, "completion_tokens": float("nan")}, Usage(prompt_tokens=7)),
            ({"prompt_tokens": 7, "completion_tokens": float("inf")}, Usage(prompt_tokens=7)),
            ({"prompt_tokens": 7, "completion_tokens": "2", "cost": {"a": [1]}}, Usage(prompt_tokens=7)),
            ({"prompt_tokens": 7, "completion_tokens": True}, Usage(prompt_tokens=7)),
            ({"prompt_tokens": 7, "prompt_tokens_details": 3}, Usage(prompt_tokens=7)),
            ({"prompt_tokens": 7, "prompt_tokens_details": {"cached_tokens": None}}, Usage(prompt_tokens=7)),
            (
                {"prompt_tokens": 7, "prompt_tokens_details": {"cached_tokens": 9}},
                Usage(prompt_tokens=7, cached_tokens=7),
            ),
            (
                {"completion_tokens": 3, "completion_tokens_details": {"reasoning_tokens": 9}},
                Usage(completion_tokens=3, reasoning_tokens=3),
            ),
            ({"total_tokens": 8}, Usage(prompt_tokens=8)),
            ({"total_tokens": 8, "completion_tokens": 3}, Usage(prompt_tokens=5, completion_tokens=3)),
            ({"seconds": 2}, Usage(seconds=2.0)),
            ({}, None),
            (None, None),
            ([], None),
            ("much", None),
        ],
    )
    def test_what_can_be_used_of_a_usage_object_is_used(self, usage: Any, expected: Usage | None) -> None:
        assert read("chat.completions", {"usage": usage}).usage == expected

    def test_reasoning_at_the_top_level_is_taken(self) -> None:
        usage = {"prompt_tokens": 5, "completion_tokens": 90, "total_tokens": 95, "reasoning_tokens": 60}
        assert read("chat.completions", {"usage": usage}).usage == Usage(
            prompt_tokens=5, completion_tokens=90, reasoning_tokens=60
        )

    def test_reasoning_counted_beside_the_completion_is_added_to_it(self) -> None:
        details = {"reasoning_tokens": 2_809}
        usage = {"prompt_tokens": 10_120, "completion_tokens": 1_499, "total_tokens": 14_428}
        facts = read("chat.completions", {"usage": {**usage, "completion_tokens_details": details}})
        assert facts.usage == Usage(prompt_tokens=10_120, completion_tokens=4_308, reasoning_tokens=2_809)

    def test_bent_members_leave_the_usage_readable(self) -> None:
        answer = {
            "usage": {"input_tokens": 4, "output_tokens": 1},
            "model": ["x"],
            "service_tier": 3.5,
            "choices": [None],
            "status": {"a": 1},
            "incomplete_details": {"reason": 7},
            "tool_usage": {"web_search": {"num_requests": 1.0}, "image_gen": 5},
        }
        assert read("responses", answer).usage == Usage(prompt_tokens=4, completion_tokens=1, searches=1)
        choices = {"choices": [{"finish_reason": 5}], "usage": {"prompt_tokens": 1}, "tool_usage": "x"}
        assert told(read("chat.completions", choices)) == told(AnswerFacts(usage=Usage(prompt_tokens=1)))
        assert read("images.generations", {"data": [5, "x"], "model": 3}).usage == Usage(images=2)

    def test_names_are_kept_short_and_printable(self) -> None:
        facts = read("chat.completions", {"model": "m\n" * 200, "error": {"code": "c" * 500}})
        assert facts.served_model == "m" * 64
        assert len(facts.error_code) == 128

    def test_not_quite_json_is_read_unless_it_is_large(self) -> None:
        bent = b'{"usage":{"prompt_tokens":3},"score":NaN}'
        assert read_answer("chat.completions", bent).usage == Usage(prompt_tokens=3)
        assert told(read_answer("chat.completions", bent + b" " * MENDED_BODY_MAX)) == NOTHING

    @pytest.mark.parametrize("api", APIS)
    @pytest.mark.parametrize(
        "body", [b"", b"\xff\xfe", b"null", b"[1]", b"[" * 100_000, b'{"a":' * 100_000, b'{"usage":{"prompt_tokens":1}']
    )
    def test_what_is_no_answer_says_nothing(self, api: str, body: bytes) -> None:
        assert told(read_answer(api, body)) == NOTHING

    @given(st.sampled_from(APIS), st.binary(max_size=200))
    def test_noise_never_raises(self, api: str, noise: bytes) -> None:
        read_answer(api, noise)
        read_answer(api, b'{"usage":' + noise + b"}")


NUMBER = st.one_of(st.integers(), st.floats(), st.none(), st.text(max_size=3), st.booleans())
NAMES = ["prompt_tokens", "completion_tokens", "input_tokens", "output_tokens", "total_tokens", "seconds", "x"]
DETAILS = st.dictionaries(st.sampled_from(["cached_tokens", "reasoning_tokens", "image_tokens"]), NUMBER)
USAGE = st.builds(
    lambda plain, details: plain | details,
    st.dictionaries(st.sampled_from(NAMES), NUMBER),
    st.dictionaries(st.sampled_from(["prompt_tokens_details", "output_tokens_details"]), st.one_of(DETAILS, NUMBER)),
)


@given(st.sampled_from(APIS), USAGE)
def test_no_usage_however_bent_poisons_a_sum(api: str, usage: dict[str, Any]) -> None:
    found = read(api, {"usage": usage}).usage
    if found is None:
        return
    assert 0 <= found.total_tokens <= 3 * 10**12
    assert 0 <= found.seconds <= 10**12
    assert max(found.cached_tokens, found.image_prompt_tokens) <= found.prompt_tokens
    assert max(found.reasoning_tokens, found.image_completion_tokens) <= found.completion_tokens


def test_recorded_answers_state_the_recorded_usage() -> None:
    require("recordings")
    whole = [each for each in recorded_exchanges() if not each.is_stream and each.status == 200]
    assert len(whole) > 20
    for each in whole:
        recorded = each.usage()
        facts = read_answer(each.api, each.response, b"application/json")
        assert facts.usage is not None, each.name
        assert recorded is not None
        assert facts.usage.prompt_tokens == recorded.get("prompt_tokens", recorded.get("input_tokens")), each.name
        assert facts.usage.total_tokens == recorded["total_tokens"], each.name
        assert facts.served_model == each.answer()["model"]
        assert facts.error_code == ""
