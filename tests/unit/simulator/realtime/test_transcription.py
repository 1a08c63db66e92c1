"""What a caller said, written down beside the answer to it."""

from tests.unit.simulator.realtime.dialogues import SLOW, Talking, kinds, of, session, voice

PREFIX = "conversation.item.input_audio_transcription"
WRITTEN_DOWN = session(audio={"input": {"transcription": {"model": "ears"}}})


def test_a_transcript_comes_token_by_token_once_the_answer_has_begun() -> None:
    talking = Talking(latency=SLOW)
    talking.tell(WRITTEN_DOWN)
    told = talking.tell(voice(1, silence=0.5))

    after = kinds(told)[kinds(told).index("input_audio_buffer.committed") :]
    assert after[1:6] == [
        "conversation.item.added",
        "conversation.item.done",
        "response.created",
        f"{PREFIX}.delta",
        f"{PREFIX}.completed",
    ]
    deltas = of(told, f"{PREFIX}.delta")
    [whole] = of(told, f"{PREFIX}.completed")
    assert "".join(delta["delta"] for delta in deltas) == whole["transcript"]
    assert all(delta["obfuscation"] for delta in deltas)
    assert whole["usage"]["output_tokens"] == len(deltas) + 2
    [shown] = talking.tell({"type": "conversation.item.retrieve", "item_id": whole["item_id"]})
    assert shown["item"]["content"] == [{"type": "input_audio", "transcript": whole["transcript"]}]


def test_a_transcript_needs_no_answer() -> None:
    talking = Talking()
    listening = {"transcription": {"model": "whisper"}, "turn_detection": None}
    talking.tell(session(audio={"input": listening}))
    told = talking.tell(voice(1.2), {"type": "input_audio_buffer.commit"})

    assert kinds(told)[-1] == f"{PREFIX}.completed"
    assert told[-1]["usage"] == {"type": "duration", "seconds": 2}


def test_without_a_deployment_of_that_name_it_fails_and_the_answer_goes_on() -> None:
    talking = Talking()
    talking.tell(session(audio={"input": {"transcription": {"model": "nobody"}}}))
    told = talking.whole(voice(0.4, silence=0.5))

    [failed] = of(told, f"{PREFIX}.failed")
    assert failed["error"]["code"] == "DeploymentNotFound"
    assert kinds(told)[-1] == "response.done"
