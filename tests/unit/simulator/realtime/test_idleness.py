"""A caller who says nothing: the model is asked to speak again."""

from headgate.simulator.realtime.idleness import Idleness
from tests.unit.simulator.realtime.dialogues import CREATE, Json, Talking, done, kinds, of, session, text, voice

PATIENT = session(audio={"input": {"turn_detection": {"type": "server_vad", "idle_timeout_ms": 5_000}}})
DETECTION = {"idle_timeout_ms": 5_000}


def silent(talking: Talking, seconds: float) -> list[Json]:
    """Silence, sent in pieces of a tenth of a second; what is said meanwhile."""
    return [told for _ in range(round(seconds * 10)) for told in talking.whole(voice(0, silence=0.1))]


def test_a_silence_is_noticed_once_when_it_has_lasted() -> None:
    idleness = Idleness()
    assert idleness.noticed(60_000, DETECTION) is None
    idleness.begin(1_000)

    assert idleness.noticed(5_999, DETECTION) is None
    assert idleness.noticed(6_000, {"idle_timeout_ms": None}) is None
    assert idleness.noticed(6_000, DETECTION) == (1_000, 6_000)
    assert idleness.noticed(60_000, DETECTION) is None


def test_after_a_silence_the_model_speaks_in_the_recorded_order() -> None:
    talking = Talking()
    talking.tell(PATIENT)
    spoken = len(of(talking.whole(text("Hello"), CREATE), "response.output_audio.delta")) * 0.2
    assert silent(talking, spoken + 4.9) == []
    told = silent(talking, 0.2)

    assert kinds(told)[:7] == [
        "input_audio_buffer.timeout_triggered",
        "conversation.item.added",
        "conversation.item.done",
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "response.created",
    ]
    triggered, nudge, _, committed, quiet, *_ = told
    assert triggered["audio_end_ms"] - triggered["audio_start_ms"] == 5_000
    assert nudge["item"]["role"] == "system"
    assert committed["previous_item_id"] == nudge["item"]["id"]
    assert committed["item_id"] == quiet["item"]["id"] == triggered["item_id"]
    assert done(told)["usage"]["input_token_details"]["audio_tokens"] >= 50


def test_who_speaks_is_not_idle_and_is_waited_for_anew() -> None:
    talking = Talking()
    talking.tell(PATIENT)
    talking.whole(text("Hello"), CREATE)
    talking.whole(voice(0.4))

    assert "input_audio_buffer.timeout_triggered" not in kinds(silent(talking, 30))[:5]


def test_nobody_is_waited_for_who_was_never_spoken_to() -> None:
    talking = Talking()
    talking.tell(PATIENT)

    assert silent(talking, 10) == []


def test_a_timeout_has_bounds() -> None:
    for timeout in (4_999, 30_001):
        detection = {"type": "server_vad", "idle_timeout_ms": timeout}
        error = Talking().error(session(audio={"input": {"turn_detection": detection}}))
        assert error["param"] == "session.audio.input.turn_detection.idle_timeout_ms"
