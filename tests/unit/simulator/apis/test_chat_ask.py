from typing import Any

import pytest

from headgate.simulator.apis import chat_ask
from headgate.simulator.errors import AzureError
from tests.unit.simulator.apis.calls import call, error_of

HELLO: dict[str, Any] = {"messages": [{"role": "user", "content": "Hello"}]}
AUDIO = {"voice": "alloy", "format": "wav"}


def _refused(model: str, **members: Any) -> dict[str, Any]:
    with pytest.raises(AzureError) as refused:
        chat_ask.read_ask(call({**HELLO, **members}, model=model))
    assert refused.value.status == 400
    return error_of(refused.value.body)


def _taken(model: str, **members: Any) -> chat_ask.ChatAsk:
    return chat_ask.read_ask(call({**HELLO, **members}, model=model))


def test_the_maximum_of_a_reasoning_model_has_another_name() -> None:
    assert _refused("gpt-5", max_tokens=10) == {
        "message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' "
        "instead.",
        "type": "invalid_request_error",
        "param": "max_tokens",
        "code": "unsupported_parameter",
    }
    assert _taken("gpt-5", max_completion_tokens=10).tokens_max == 10
    assert _taken("gpt-5-chat", max_tokens=10).tokens_max == 10


@pytest.mark.parametrize(
    "members",
    [{"top_p": 0.5}, {"presence_penalty": 1}, {"frequency_penalty": 1}, {"logprobs": True}, {"logit_bias": {"1": 1}}],
)
def test_a_model_that_thinks_leaves_nothing_to_chance(members: dict[str, Any]) -> None:
    (name,) = members

    assert (_refused("o3", **members)["param"], _refused("o3", **members)["code"]) == (name, "unsupported_parameter")
    assert _taken("gpt-4o", **members)
    assert _taken("gpt-5.1", **members), "it thinks only when it is asked to"
    assert _refused("gpt-5.1", reasoning_effort="low", **members)["param"] == name


def test_what_is_usual_may_be_said() -> None:
    assert _taken("o3", top_p=1, temperature=1, presence_penalty=0, logprobs=False)


def test_the_temperature_of_a_model_that_thinks_is_fixed() -> None:
    error = _refused("gpt-5", temperature=0.2)

    assert error["code"] == "unsupported_value"
    assert error["message"] == (
        "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is "
        "supported."
    )


def test_a_model_that_thinks_takes_no_prediction() -> None:
    assert _refused("gpt-5", prediction={"type": "content", "content": "x"})["param"] == "prediction"


def test_stop_sequences_are_for_older_models() -> None:
    assert _refused("gpt-5.6", stop="ZZ")["param"] == "stop"
    assert _refused("o4-mini", stop=["ZZ"])["param"] == "stop"
    assert _taken("o3-mini", stop="ZZ")
    assert _taken("o1", stop="ZZ")


def test_others_are_told_only_beside_the_token_itself() -> None:
    assert _refused("gpt-4o", top_logprobs=2)["message"] == (
        "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled."
    )
    assert _refused("gpt-4o", logprobs=True, top_logprobs=21)["param"] == "top_logprobs"
    assert _taken("gpt-4o", logprobs=True, top_logprobs=20).logprobs_of_others == 20
    assert _taken("gpt-4o", logprobs=True).logprobs_of_others == 0
    assert _taken("gpt-4o").logprobs_of_others is None


def test_only_models_that_see_take_pictures() -> None:
    content = [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": "data:"}}]
    asked = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": content}]

    for model in ("gpt-35-turbo", "gpt-4", "o3-mini"):
        error = _refused(model, messages=asked)
        assert error["message"] == "Invalid content type. image_url is only supported by certain models."
        assert error["param"] == "messages.[1].content.[1].type"
    for model in ("gpt-4o", "gpt-4-turbo", "o3", "gpt-5"):
        assert _taken(model, messages=asked)


def test_only_models_that_speak_speak() -> None:
    assert _refused("gpt-4o", modalities=["text", "audio"], audio=AUDIO)["param"] == "modalities"
    assert _taken("gpt-4o", modalities=["text"])
    assert _taken("gpt-audio", modalities=["text", "audio"], audio=AUDIO).spoken


def test_a_spoken_answer_needs_a_voice_and_a_format() -> None:
    assert _refused("gpt-audio", modalities=["audio"])["param"] == "audio"
    assert _refused("gpt-audio", modalities=["audio"], audio={"voice": "alloy"})["param"] == "audio.format"
    assert _refused("gpt-audio", modalities=["audio"], audio={**AUDIO, "format": "ogg"})["code"] == "invalid_value"
    assert _refused("gpt-audio", modalities=["audio"], audio={**AUDIO, "voice": "bob"})["param"] == "audio.voice"


def test_a_stream_is_spoken_in_pcm() -> None:
    streamed = {"modalities": ["text", "audio"], "stream": True}

    assert _refused("gpt-audio", audio=AUDIO, **streamed)["message"] == (
        "Unsupported value: 'audio.format' does not support 'wav' when stream=true. Supported values are: 'pcm16'."
    )
    assert _taken("gpt-audio", audio={**AUDIO, "format": "pcm16"}, **streamed)


def test_a_model_that_speaks_is_not_for_text_alone() -> None:
    assert _refused("gpt-4o-audio-preview")["message"] == (
        "This model requires that either input content or output modality contain audio."
    )
    heard = [{"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": "", "format": "wav"}}]}]
    assert _taken("gpt-4o-audio-preview", messages=heard)
    earlier = [{"role": "assistant", "audio": {"id": "audio_1"}}, {"role": "user", "content": "Again"}]
    assert _taken("gpt-4o-audio-preview", messages=earlier)
