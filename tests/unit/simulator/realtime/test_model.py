"""The deployment behind a conversation: limits, filters, and what is billed."""

from tests.unit.simulator.realtime.dialogues import CREATE, Talking, done, kinds, text


def test_a_deployment_that_is_full_fails_the_response_and_not_the_conversation() -> None:
    talking = Talking(requests_per_minute=1, tokens_per_minute=100_000)
    talking.tell(text("Hello"), CREATE)
    talking.after(0)
    refused = talking.tell(CREATE)

    assert kinds(refused) == ["response.created", "response.done"]
    assert done(refused)["status_details"]["error"]["code"] == "rate_limit_exceeded"
    assert talking.counted.requests == {"200": 1, "429": 1}
    talking.after(600)
    assert done(talking.whole(CREATE))["status"] == "completed"


def test_each_response_is_billed_with_the_conversation_so_far() -> None:
    talking = Talking()
    first = done(talking.whole(text("Hello"), CREATE))["usage"]
    second = done(talking.whole(text("And now?"), CREATE))["usage"]

    assert second["input_tokens"] > first["input_tokens"]
    assert talking.counted.prompt_tokens == first["input_tokens"] + second["input_tokens"]
    assert talking.counted.completion_tokens == first["output_tokens"] + second["output_tokens"]


def test_the_same_sound_is_understood_alike() -> None:
    told = [Talking().dialogue._model.understood(b"\1\2" * 500) for _ in range(2)]

    assert told[0] == told[1]
    assert told[0] != Talking().dialogue._model.understood(b"\2\1" * 500)
